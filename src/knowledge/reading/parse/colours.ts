// Colours of letters and of what they stand on, as RRGGBB.

/** Of 255, in each of red, green and blue: nobody tells them apart on a screen. */
const largestDifference = 16;

export function isAlike(colour: string, other: string): boolean {
  return [0, 2, 4].every((at) => Math.abs(part(colour, at) - part(other, at)) <= largestDifference);
}

function part(colour: string, at: number): number {
  return Number.parseInt(colour.slice(at, at + 2), 16);
}

/** `#F00`, `#ff0000`, `rgb(255, 0, 0)` and the names of the plainest; undefined: another, or transparent. */
export function colourOf(written: string): string | undefined {
  const text = written.trim().toLowerCase();
  const [, long, short] = /^#(?:([\da-f]{6})|([\da-f]{3}))$/.exec(text) ?? [];
  if (long !== undefined) return long;
  if (short !== undefined) return [...short].map((digit) => digit + digit).join('');
  const [, ...parts] = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*1(?:\.0*)?\s*)?\)$/.exec(text) ?? [];
  if (parts.length === 3 && parts.every((value) => Number(value) <= 255)) return hex(parts.map(Number));
  return named[text];
}

/** Of three parts from 0 to 255. */
export function hex(parts: readonly number[]): string {
  return parts.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('');
}

const named: Readonly<Record<string, string | undefined>> = {
  white: 'ffffff',
  snow: 'fffafa',
  ivory: 'fffff0',
  whitesmoke: 'f5f5f5',
  black: '000000',
};
