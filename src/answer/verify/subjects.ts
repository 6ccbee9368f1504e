// What the text says of one thing must not be claimed of another: 大型车 is not free because 残疾人专用车辆 is.
import type { Conflict } from './conflict.ts';
import { pairsOf, type PlacedWord, sharedPairs, type Statement } from './statement.ts';

const nominal = /^(?:n|b|j|l|eng|vn|a|m|q|zg|k|x$)/;
/** Numbers of articles and items, and words that only lead in. */
const leadIn = /^(?:第[\d〇零一二三四五六七八九十百]+[条款项章节]|[(（][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十\d]+[、.])+/;
/** Of the rest of the claim so much must stand in one sentence, for it to be the one that says it. */
const leastShared = 3;
const leastShare = 0.6;

interface Subject {
  readonly words: string;
  readonly parts: readonly string[];
}

export function findSubjectConflicts(claim: Statement, text: Statement): Conflict[] {
  const subjects = subjectsIn(claim.text, claim.words, 0).filter(({ words }) => text.text.includes(words));
  for (const subject of subjects.reverse()) {
    const told = pairsOf(claim.text.slice(subject.words.length));
    const sentence = bestSentence(told, text);
    if (!sentence || subject.parts.some((part) => sentence.text.includes(part))) continue;
    const other = subjectsIn(sentence.text, text.words, sentence.start).at(-1);
    if (!other || other.parts.some((part) => claim.text.includes(part))) continue;
    return [{ kind: 'actor', claim: subject.words, text: other.words }];
  }
  return [];
}

/** The nouns with which it begins, if it begins with nouns: one of them, two of them, and so on; the last may be what is told. */
function subjectsIn(text: string, words: readonly PlacedWord[], offset: number): Subject[] {
  const from = offset + (leadIn.exec(text)?.[0].length ?? 0);
  const subjects: Subject[] = [];
  const parts: string[] = [];
  for (const { word, tag, start } of words) {
    if (start < from) continue;
    if (start >= offset + text.length || !nominal.test(tag) || !/[\p{L}\p{N}]/u.test(word)) break;
    parts.push(word);
    const telling = parts.filter((part) => part.length > 1);
    if (telling.length > 0) subjects.push({ words: parts.join(''), parts: telling });
  }
  return subjects;
}

function bestSentence(told: ReadonlySet<string>, { text }: Statement): { readonly text: string; readonly start: number } | undefined {
  let best: { readonly text: string; readonly start: number; readonly shared: number } | undefined;
  for (const { 0: sentence, index } of text.matchAll(/[^。；;！!？?]+/g)) {
    const shared = sharedPairs(told, sentence);
    if (!best || shared > best.shared) best = { text: sentence, start: index, shared };
  }
  return best && best.shared >= leastShared && best.shared >= leastShare * told.size ? best : undefined;
}
