// From what a recognition model says of each stride of a line to characters (CTC: repetitions are one, a blank parts them).
import type { OcrCharacter } from '../ocr-engine.ts';

/** `scores`: for each stride, the likelihood of the blank and then of every entry of the alphabet. */
export function decodeLine(scores: Float32Array, alphabet: readonly string[]): OcrCharacter[] {
  const classes = alphabet.length + 1;
  const strides = Math.floor(scores.length / classes);
  const characters: OcrCharacter[] = [];
  let last = 0;
  for (let stride = 0; stride < strides; stride += 1) {
    const { best, score } = bestOf(scores, stride * classes, classes);
    const to = (stride + 1) / strides;
    const open = characters.at(-1);
    if (best !== 0 && best === last && open !== undefined)
      characters[characters.length - 1] = { ...open, to, confidence: Math.max(open.confidence, score) };
    else if (best !== 0) characters.push({ text: alphabet[best - 1] ?? '', confidence: score, from: stride / strides, to });
    last = best;
  }
  return characters;
}

function bestOf(scores: Float32Array, start: number, classes: number): { readonly best: number; readonly score: number } {
  let [best, score] = [0, scores[start] ?? 0];
  for (let index = 1; index < classes; index += 1) {
    const value = scores[start + index] ?? 0;
    if (value > score) [best, score] = [index, value];
  }
  return { best, score };
}
