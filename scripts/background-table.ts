// From the frequencies of the dictionary that segments, how many of some pseudo-passages hold each token.
import { dict } from '@node-rs/jieba/dict.js';
import { backgroundLength, backgroundPassages } from '../src/knowledge/search/background.ts';
import { isCommon, type TermKind } from '../src/knowledge/search/common-terms.ts';
import { tokenOf } from '../src/knowledge/search/segment.ts';

/** Tokens that fewer pseudo-passages hold count as unknown. */
const fewestHolders = 2;
/** Words that the dictionary's makers met less often change no rounded number, and are four fifths of it. */
const leastFrequency = 50;

export function backgroundTable(): string {
  const words = readWords();
  const total = words.reduce((sum, [, frequency]) => sum + frequency, 0);
  const frequencies = new Map<string, number>();
  const count = (kind: TermKind, wording: string, frequency: number): void => {
    if (isCommon(kind, wording)) return;
    const token = tokenOf(kind, wording);
    frequencies.set(token, (frequencies.get(token) ?? 0) + frequency);
  };
  for (const [word, frequency] of words) {
    count('word', word, frequency);
    const characters = Array.from(word);
    for (const [place, character] of characters.entries()) {
      count('character', character, frequency);
      if (place > 0) count('pair', `${characters[place - 1]}${character}`, frequency);
    }
  }
  const byHolders = new Map<number, string[]>();
  for (const [token, frequency] of frequencies) {
    const holders = Math.round(backgroundPassages * (1 - (1 - frequency / total) ** backgroundLength.words));
    if (holders >= fewestHolders) byHolders.set(holders, (byHolders.get(holders) ?? []).concat(token));
  }
  return Array.from(byHolders)
    .toSorted(([left], [right]) => right - left)
    .map(([holders, tokens]) => `${holders} ${tokens.sort().join(' ')}\n`)
    .join('');
}

/** Words of Chinese characters with their frequencies; the dictionary holds `word frequency part-of-speech` on each line. */
function readWords(): [word: string, frequency: number][] {
  return Buffer.from(dict)
    .toString('utf8')
    .split('\n')
    .map((line): [string, number] => [line.split(' ')[0] ?? '', Number(line.split(' ')[1])])
    .filter(([word, frequency]) => /^\p{Script=Han}+$/u.test(word) && frequency >= leastFrequency);
}
