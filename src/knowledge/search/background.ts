// How often words come in general Chinese, as passages that are always among those counted: a library with little in it that
// everybody may read is ranked by these.
import { readFileSync } from 'node:fs';

export interface Background {
  readonly passages: number;
  /** In tokens. */
  readonly averageLength: number;
  /** How many of those passages hold a token. */
  holdersOf(token: string): number;
}

/** Few against a library of its own, enough to tell common words from rare ones in a small one. */
export const backgroundPassages = 1000;
/** Words, and all tokens, of an average statute article of the development sets. */
export const backgroundLength = { words: 46, tokens: 185 } as const;

let loaded: Background | undefined;

/** The table that `npm run gen` makes from the frequencies of the dictionary (scripts/background-table.ts). */
export function generalChinese(): Background {
  loaded ??= readTable(readFileSync(new URL('background-table.txt', import.meta.url), 'utf8'));
  return loaded;
}

/** On each line a number of passages and the tokens that so many hold. */
function readTable(table: string): Background {
  const holders = new Map<string, number>();
  for (const line of table.split('\n')) {
    const [count, ...tokens] = line.split(' ');
    for (const token of tokens) holders.set(token, Number(count));
  }
  return { passages: backgroundPassages, averageLength: backgroundLength.tokens, holdersOf: (token) => holders.get(token) ?? 0 };
}
