// Traditional to simplified characters, only for a text that is written in traditional ones: a quoted name keeps its form.
import { Converter } from 'opencc-js/t2cn';
import type { Edit } from '../traced-text.ts';
import type { CleaningStep, Line } from './cleaning-step.ts';

const converters: ReturnType<typeof Converter>[] = [];

/** Building the converter takes 40 ms, so it waits until a text needs it. `tw` also knows 隨著 as 随着; names of things are not changed. */
function simplify(text: string): string {
  const convert = converters[0] ?? Converter({ from: 'tw', to: 'cn' });
  converters[0] = convert;
  return convert(text);
}

/** The share of traditional characters shows in the first pages. */
const sampleLength = 4000;

/** About a third of the characters of a traditional text differ from their simplified forms; in simplified texts below one in a hundred do. */
const leastShare = 0.1;

export const simplifyCharacters: CleaningStep = {
  kind: 'traditional-to-simplified',
  find: ({ text, lines }) => (isTraditional(text) ? lines.flatMap(lineEdits) : []),
};

function isTraditional(text: string): boolean {
  const han = text.replace(/\P{Script=Han}/gu, '').slice(0, sampleLength);
  const simplified = simplify(han);
  const changed = [...han].filter((character, index) => character !== simplified[index]).length;
  return changed >= 4 && changed > han.length * leastShare;
}

/** Phrases decide between readings (乾坤, 乾净); where a phrase changes its length, characters are converted one by one to keep the map. */
function lineEdits({ text, start }: Line): Edit[] {
  const whole = simplify(text);
  const simplified =
    whole.length === text.length ? whole : [...text].map((character) => sameLength(character, simplify(character))).join('');
  const edits: Edit[] = [];
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === simplified[index]) continue;
    let end = index + 1;
    while (end < text.length && text[end] !== simplified[end]) end += 1;
    edits.push({ start: start + index, end: start + end, replacement: simplified.slice(index, end) });
    index = end;
  }
  return edits;
}

function sameLength(character: string, simplified: string): string {
  return simplified.length === character.length ? simplified : character;
}
