// Engines that tell where a word or a line stands, and not each of its characters: those are spread evenly.
import type { Corners, OcrCharacter } from '../reading/ocr/ocr-engine.ts';

/** The characters of a text between two places along its line (0 its beginning, 1 its end). */
export function evenly(text: string, confidence: number, from = 0, to = 1): OcrCharacter[] {
  const step = (to - from) / Math.max(1, text.length);
  return Array.from({ length: text.length }, (_, index) => ({
    text: text.charAt(index),
    confidence,
    from: from + index * step,
    to: from + (index + 1) * step,
  }));
}

export function uprightCorners({ left, top, width, height }: Readonly<Record<'left' | 'top' | 'width' | 'height', number>>): Corners {
  const [right, bottom] = [left + width, top + height];
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}
