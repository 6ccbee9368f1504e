// Text into index tokens: dictionary words (prefix w), character pairs (b) and single characters (c) side by side in one index.
// Measured on the development sets: one index of all beats each alone and beats fusing two; the characters add .012 nDCG@10 on
// lay questions, which share characters with a statute more often than words; longer runs of characters cost .02.
// To the index a token is opaque: what is kept of it is a keyed hash.
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { isCommon, type TermKind } from './common-terms.ts';
import { normalizeForSearch } from './normalize.ts';

/** Raise it with every change of what the functions here or in `normalize.ts` return: stored passages are then segmented again. */
export const segmentationRecipe = 1;

export interface IndexableText {
  readonly title: string;
  readonly headingPath: readonly string[];
  readonly text: string;
}

/** A token and what it reads in normalised text. */
export interface Term {
  readonly token: string;
  readonly wording: string;
}

/** Longer runs are not words (base64, say). */
const maxRunCharacters = 64;

const prefixes: Readonly<Record<TermKind, string>> = { word: 'w', pair: 'b', character: 'c' };
const runs = /\p{Script=Han}+|[[\p{L}\p{N}]--\p{Script=Han}]+/gv;
const han = /^\p{Script=Han}/u;
let jieba: Jieba | undefined;

/** The title stands in front of every passage: measured better than a field of its own at any weight. */
export function segmentForIndex({ title, headingPath, text }: IndexableText): string[] {
  const headings = headingPath.filter((heading) => heading !== title && !text.includes(heading));
  return [title, ...headings, text].flatMap(segmentQuery);
}

export function segmentQuery(text: string): string[] {
  return termsOf(text).map((term) => term.token);
}

export function termsOf(text: string): Term[] {
  const terms: Term[] = [];
  for (const [run] of normalizeForSearch(text).matchAll(runs)) {
    const add = (kind: TermKind, wording: string) => {
      if (!isCommon(kind, wording)) terms.push({ token: tokenOf(kind, wording), wording });
    };
    if (han.test(run)) addHanTerms(run, add);
    else add('word', run.slice(0, maxRunCharacters));
  }
  return terms;
}

export function tokenOf(kind: TermKind, wording: string): string {
  return prefixes[kind] + wording;
}

function addHanTerms(run: string, add: (kind: TermKind, wording: string) => void): void {
  jieba ??= Jieba.withDict(dict);
  // Words that are not in the dictionary are left to the characters: guessing them splits the same words differently by context.
  for (const word of jieba.cut(run, false)) add('word', word);
  let before = '';
  for (const character of run) {
    add('character', character);
    if (before !== '') add('pair', before + character);
    before = character;
  }
}
