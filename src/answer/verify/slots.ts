// The same words on both sides and another one between them: 年末企业债务余额 where the text has 年末政府债务余额.
import type { Conflict } from './conflict.ts';
import { isClauseHeld } from './held.ts';
import { institution } from './names.ts';
import type { PlacedWord, Statement } from './statement.ts';

/** What can stand for something else: things, bodies, places, times, sides; what the dictionary does not know is most often a name. */
const nominal = /^(?:n|b|f|j|s|t|x|l|zg|eng)/;
const properTags = /^(?:nr|ns|nt|nz)/;
/** They point at what was named before, or at nothing in particular. */
const pointing =
  /[到至及和与或没未不该其本此这那各某他她它们我您何哪几]|首|上述|有关|相关|全[市省国县区]|国内|中国|我国|如下|其他|其它|左右|以上|以下|之[前后间]|同时|目前|方面|一种|情况|问题|事项|内容|工作|方式|规定|办法|通知|原因|建议/;
const mostWords = 4;
/** Characters that must agree beside it: on each side, unless a clause begins or ends there; and in all. */
const leastBeside = 2;
const leastInAll = 5;
const longestRival = 10;
const mark = /[^\p{L}\p{N}]/u;
/** 第二条 before a clause is none of it. */
const numbered = /第[\d〇零一二三四五六七八九十百]+[条款项]$/;
const longestNumber = 8;

interface Span {
  readonly start: number;
  readonly end: number;
  /** A name is in it, as far as the dictionary tells. */
  readonly isProper: boolean;
}

export function findSwaps(claim: Statement, text: Statement): Conflict[] {
  const wordsAt = new Map(text.words.map((word) => [word.start, word]));
  for (const span of spansOf(claim.words)) {
    if (isClauseHeld(span.start, claim, text)) continue;
    const words = claim.text.slice(span.start, span.end);
    const rival = rivalOf(span, claim.text, text, wordsAt);
    if (!rival || heldAt(words, span, claim.text, text.text) >= rival.agreeing) continue;
    if (isAnother(span, words, rival, claim, text)) return [{ kind: 'entity', claim: words, text: rival.words }];
  }
  return [];
}

function* spansOf(words: readonly PlacedWord[]): Generator<Span> {
  for (let first = 0; first < words.length; first += 1) {
    let isProper = false;
    for (const { word, tag, start } of words.slice(first, first + mostWords)) {
      if (!isThing(word, tag)) break;
      isProper ||= properTags.test(tag);
      const from = words[first]?.start ?? start;
      if (start + word.length - from >= 2) yield { start: from, end: start + word.length, isProper };
    }
  }
}

/** 审计 in 审计厅 is a verb to the dictionary. */
const bodyOf = /^(?:审计|监察|统计|检察|监督|公安|交通|财政|教育|卫生|环保|水利|发改|住建|应急|管理)$/;

function isThing(word: string, tag: string): boolean {
  return (nominal.test(tag) || word.startsWith('第') || bodyOf.test(word)) && !mark.test(word) && !/\d/.test(word) && !pointing.test(word);
}

/** How many characters beside it agree where the text has the words themselves; -1 where it has them nowhere. */
function heldAt(words: string, { start, end }: Span, claim: string, text: string): number {
  let most = -1;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1))
    most = Math.max(most, sameBefore(claim, start, text, at) + sameAfter(claim, end, text, at + words.length));
  return most;
}

interface Rival extends Span {
  readonly words: string;
  /** Characters, with what beginnings and ends of clauses count for. */
  readonly agreeing: number;
}

function rivalOf({ start, end }: Span, claim: string, text: Statement, wordsAt: ReadonlyMap<number, PlacedWord>): Rival | undefined {
  let best: Rival | undefined;
  for (const right of placesAfter(claim, end, text)) {
    const tail = sameAfter(claim, end, text.text, right);
    for (let left = right - 1; left >= Math.max(0, right - longestRival); left -= 1) {
      if (mark.test(text.text[left] ?? '')) break;
      const agreeing = sameBefore(claim, start, text.text, left) + tail;
      if (agreeing - tail < leastBeside || agreeing < leastInAll || (best && agreeing <= best.agreeing)) continue;
      const span = thingsBetween(left, right, wordsAt);
      if (span) best = { ...span, words: text.text.slice(span.start, span.end), agreeing };
    }
  }
  return best;
}

/** Where the text goes on as the claim does, or a clause ends as in the claim. */
function placesAfter(claim: string, end: number, { text, clauses }: Statement): number[] {
  const after = claim.slice(end, end + leastBeside);
  if (after.length < leastBeside) return clauses.map((clause) => clause.end);
  const places: number[] = endsThere(claim, end) ? clauses.map((clause) => clause.end) : [];
  for (let at = text.indexOf(after); at >= 0; at = text.indexOf(after, at + 1)) places.push(at);
  return places;
}

/** Nothing but things, how many, and an adverb of the verb that follows. */
function thingsBetween(start: number, right: number, wordsAt: ReadonlyMap<number, PlacedWord>): Span | undefined {
  let [end, isProper] = [start, false];
  for (let at = start; at < right; ) {
    const word = wordsAt.get(at);
    if (!word) return undefined;
    at += word.word.length;
    if (at > right) return undefined;
    if (isThing(word.word, word.tag) && end === at - word.word.length) {
      end = at;
      isProper ||= properTags.test(word.tag);
    } else if (!/^[dmq]/.test(word.tag)) return undefined;
  }
  return end - start >= 2 ? { start, end, isProper } : undefined;
}

/**
 * Letters that agree, over marks that agree; the end of a clause agrees with the end of a clause as much as two letters do, and so do
 * beginnings.
 */
function sameAfter(one: string, from: number, other: string, at: number): number {
  let [length, letters] = [0, 0];
  while (from + length < one.length && one[from + length] === other[at + length]) {
    if (!mark.test(one[from + length] ?? '')) letters += 1;
    length += 1;
  }
  return letters + (endsThere(one, from + length) && endsThere(other, at + length) ? leastBeside : 0);
}

function endsThere(text: string, at: number): boolean {
  return at >= text.length || mark.test(text[at] ?? '');
}

function sameBefore(one: string, to: number, other: string, at: number): number {
  let [length, letters] = [0, 0];
  while (to - length > 0 && at - length > 0 && one[to - 1 - length] === other[at - 1 - length]) {
    length += 1;
    if (!mark.test(one[to - length] ?? '')) letters += 1;
  }
  return letters + (startsThere(one, to - length) && startsThere(other, at - length) ? leastBeside : 0);
}

function startsThere(text: string, at: number): boolean {
  return at <= 0 || mark.test(text[at - 1] ?? '') || numbered.test(text.slice(Math.max(0, at - longestNumber), at));
}

/** Told apart by the text, of one kind by their last character, or both names: what else stands there may be another word for the same. */
function isAnother(span: Span, words: string, rival: Rival, claim: Statement, text: Statement): boolean {
  if (clauseAround(span, claim).includes(rival.words) || words.includes(rival.words) || rival.words.includes(words)) return false;
  if (text.text.includes(words)) return !clauseAround(rival, text).includes(words);
  const isDoer = /[由经向报]/.test(claim.text[span.start - 1] ?? '');
  return isDoer || words.at(-1) === rival.words.at(-1) || (isName(span, words) && isName(rival, rival.words));
}

function isName({ isProper }: Span, words: string): boolean {
  return isProper || institution.test(words);
}

function clauseAround({ start }: Span, { clauses }: Statement): string {
  return clauses.find((clause) => start >= clause.start && start < clause.end)?.text ?? '';
}
