import { describe, expect, it } from 'vitest';
import { palette } from './theme.ts';

const pairs = [
  ['ink', 'paper'],
  ['ink', 'sheet'],
  ['ink', 'mark'],
  ['inkSoft', 'paper'],
  ['inkSoft', 'sheet'],
  ['inkFaint', 'paper'],
  ['inkFaint', 'sheet'],
  ['teal', 'sheet'],
  ['teal', 'paper'],
  ['teal', 'tealWash'],
  ['sheet', 'teal'],
  ['sheet', 'tealDark'],
  ['sheet', 'seal'],
  ['seal', 'sealWash'],
  ['amber', 'amberWash'],
  ['green', 'greenWash'],
] as const;

describe('the palette', () => {
  it.each(pairs)('keeps %s readable on %s', (text, ground) => {
    expect(contrast(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
  });
});

/** WCAG 2.2, contrast ratio of two colours. */
function contrast(first: string, second: string): number {
  const [darker = 0, lighter = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
