// Puts a question into the words of the texts at hand where it only sounds like them (公基金 for 公积金), shortens them (准迁证 for
// 准予迁入证明) or remembers a title by half. What stands in some text is left as it is.
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';
import { isWord, termsOf } from '../../knowledge/search/segment.ts';
import type { Candidate } from './candidates.ts';
import { isHalfRemembered } from './half-remembered.ts';
import { syllableOf } from './homophone.ts';
import { frame } from './interrogative.ts';
import { takeOutLayWords } from './lay-words.ts';

const longestMisspelt = 4;

export function inWordsOfText(raw: string, candidates: readonly Candidate[]): string {
  const titled = withKnownTitles(raw, candidates);
  const question = normalizeForSearch(titled);
  const text = candidates.map(({ normalized, passage }) => `${normalized}\n${passage.title}`).join('\n');
  const unknown = takeOutLayWords(question.replace(frame, ' ')).rest.match(/(?<![a-z\d])\p{Script=Han}{2,}/gu) ?? [];
  const runs = unknown.filter((run) => wordsIn(run).some((word) => word.length !== 2 || !text.includes(word)));
  if (runs.length === 0) return titled;
  const misspelt = misspellingsIn(runs, text);
  const corrected = replaceAll(question, misspelt);
  const shortened = wordsIn(corrected).flatMap((word) => (text.includes(word) ? [] : expansionOf(word, text)));
  return misspelt.length + shortened.length === 0 ? titled : replaceAll(corrected, shortened);
}

/** 《食品许可管理办法》 is put as the title that it remembers by half. */
function withKnownTitles(raw: string, candidates: readonly Candidate[]): string {
  const titles = [...new Set(candidates.map(({ passage }) => passage.title))];
  return raw.replace(/《([^》]+)》/g, (cited, inner: string) => {
    const asked = normalizeForSearch(inner);
    const known = titles.map(normalizeForSearch);
    const meant = known.some((title) => title.includes(asked)) ? undefined : known.find((title) => isHalfRemembered(asked, title));
    return meant === undefined ? cited : `《${meant}》`;
  });
}

type Replacement = readonly [from: string, to: string];

function replaceAll(text: string, replacements: readonly Replacement[]): string {
  return replacements.reduce((current, [from, to]) => current.replaceAll(from, to), text);
}

/** Pieces that are no words, stand nowhere in the text and sound like a word of it, one character being another. */
function misspellingsIn(runs: readonly string[], text: string): Replacement[] {
  const spellings = new Map<string, string>();
  for (const word of new Set(wordsIn(text))) if (word.length > 1) spellings.set(soundOf(word), word);
  return runs.flatMap((run) =>
    piecesOf(wordsIn(run)).flatMap((piece): Replacement[] => {
      const meant = spellings.get(soundOf(piece));
      return meant !== undefined && isMisspelt(piece, meant, text) ? [[piece, meant]] : [];
    }),
  );
}

/** Words and neighbouring words together, as a word that is spelt wrong falls into several. */
function piecesOf(words: readonly string[]): string[] {
  const pieces = words.flatMap((_, from) => [1, 2, 3].map((count) => words.slice(from, from + count).join('')));
  return [...new Set(pieces)].filter(({ length }) => length > 1 && length <= longestMisspelt).sort((a, b) => b.length - a.length);
}

function isMisspelt(piece: string, meant: string, text: string): boolean {
  if (text.includes(piece) || [...piece].filter((character, at) => character !== meant[at]).length !== 1) return false;
  return piece.length > 2 || !wordsIn(piece).includes(piece);
}

function soundOf(word: string): string {
  return [...word].map(syllableOf).join(' ');
}

/** Each character begins a word of the text, and those words stand side by side: 准迁证, 准予|迁入|证明. */
function expansionOf(word: string, text: string): Replacement[] {
  if (!/^\p{Script=Han}{2,4}$/u.test(word)) return [];
  const [first = '', ...others] = word;
  const gap = word.length === 2 ? '\\p{Script=Han}' : '\\p{Script=Han}{0,2}?';
  const pattern = new RegExp(`${first}${gap}${others.join(gap)}\\p{Script=Han}`, 'gu');
  const whole = [...text.matchAll(pattern)].map(([found]) => found).find((found) => startsWordsAt(found, word));
  return whole === undefined ? [] : [[word, whole]];
}

function startsWordsAt(found: string, word: string): boolean {
  const words = wordsIn(found);
  return words.length <= word.length && words.every(([first = '']) => word.includes(first)) && words.every(({ length }) => length > 1);
}

function wordsIn(text: string): string[] {
  return termsOf(text)
    .filter(({ token }) => isWord(token))
    .map(({ wording }) => wording);
}
