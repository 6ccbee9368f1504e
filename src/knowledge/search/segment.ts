// Text into index tokens: dictionary words (prefix w), character pairs (b) and single characters (c) side by side in one index.
// Measured on the development sets: one index of all beats each alone and beats fusing two; the characters add .012 nDCG@10 on
// lay questions, which share characters with a statute more often than words; longer runs of characters cost .02.
// To the index a token is opaque: what is kept of it is a keyed hash.
import { isCommon, type TermKind } from './common-terms.ts';
import { normalizeForSearch } from './normalize.ts';
import { cutWords } from './words.ts';

/** Raise it with every change of what the functions here or in `normalize.ts` return: stored passages are then segmented again. */
export const segmentationRecipe = 2;

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

export function segmentForIndex(passage: IndexableText): string[] {
  return [...headsOf(passage), passage.text].flatMap(segmentQuery);
}

/**
 * Those tokens of the terms that `segmentForIndex` would give of these parts in normal form, at the cost of cutting what a wording of
 * theirs stands in.
 */
export function heldTokens(normalParts: readonly string[], asked: readonly Term[]): ReadonlySet<string> {
  const held = new Set<string>();
  for (const normal of normalParts) {
    const missing = asked.filter(({ token, wording }) => !held.has(token) && normal.includes(wording));
    const words = missing.filter(({ token }) => isWord(token));
    // Characters beside each other are of one run, so that a pair or a character that stands there is held; a word may be cut otherwise.
    for (const { token } of missing) if (!isWord(token)) held.add(token);
    for (const [run] of words.length > 0 ? normal.matchAll(runs) : []) {
      const standing = words.filter(({ wording }) => run.includes(wording));
      if (standing.length === 0) continue;
      const cut = new Set(wordsOf(run));
      for (const { token, wording } of standing) if (cut.has(wording)) held.add(token);
    }
  }
  return held;
}

export function isWord(token: string): boolean {
  return token.startsWith(prefixes.word);
}

/** The title stands in front of every passage: measured better than a field of its own at any weight. */
export function headsOf({ title, headingPath, text }: IndexableText): string[] {
  return [title, ...headingPath.filter((heading) => heading !== title && !text.includes(heading))];
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
    for (const word of wordsOf(run)) add('word', word);
    if (han.test(run)) addCharacters(run, add);
  }
  return terms;
}

export function tokenOf(kind: TermKind, wording: string): string {
  return prefixes[kind] + wording;
}

function wordsOf(run: string): string[] {
  return han.test(run) ? cutWords(run) : [run.slice(0, maxRunCharacters)];
}

function addCharacters(run: string, add: (kind: TermKind, wording: string) => void): void {
  let before = '';
  for (const character of run) {
    add('character', character);
    if (before !== '') add('pair', before + character);
    before = character;
  }
}
