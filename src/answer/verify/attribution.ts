// What is said around a figure or a date, and whose it is by that: 1098万元 is the price of the one that came second.
import type { PlacedWord, Statement } from './statement.ts';

export interface Placed {
  readonly text: string;
  readonly start: number;
}

/** The sentence around a thing, as far as the things of its kind before and after it leave it. */
interface Surroundings {
  /** From the last one of its kind on, and to the end of the clause, or as far as a word reaches that governs what follows it. */
  readonly near: string;
  /** The rest of the sentence before it: it may still be what the sentence is about; and after it, up to the clause with the next one. */
  readonly far: string;
}

/** ；其中 goes on about the same. */
const endOfSentence = /[。！!？?]|[；;](?!其中|另|并|且|最)/y;
const endOfStretch = /[。；;！!？?]/y;
const endOfClause = /[，,、：:。；;！!？?]/y;
/** Nor does a figure own what follows a whole list. */
const endOfPart = /[，,、：:。；;！!？?”」)）等]/y;

/** A figure belongs to its clause; 应当, 计划 and 已 hold for the rest of their sentence. */
export type Reach = 'clause' | 'sentence';

function surroundings({ text: words, start }: Placed, alike: readonly Placed[], text: string, reach: Reach): Surroundings {
  const end = start + words.length;
  const [sentenceFrom, sentenceTo] = [lastMark(text, start, endOfSentence), nextMark(text, end, endOfSentence)];
  const previous = previousOf(start, alike, text, sentenceFrom);
  const next = alike.find((other) => other.start >= end && other.start < sentenceTo);
  const leadFrom = previous ? previous.start + previous.text.length : sentenceFrom;
  const tailTo = Math.min(reach === 'clause' ? nextMark(text, end, endOfPart) : sentenceTo, next?.start ?? sentenceTo);
  const afterTo = Math.max(
    tailTo,
    Math.min(nextMark(text, end, endOfStretch), next ? lastMark(text, next.start, endOfClause) : sentenceTo),
  );
  return {
    near: `${text.slice(leadFrom, start)}　${text.slice(end, tailTo)}`,
    far: `${text.slice(sentenceFrom, leadFrom)}　${text.slice(tailTo, afterTo)}`,
  };
}

/** 85%、75%和65% share what is said before the first of them. */
function previousOf(start: number, alike: readonly Placed[], text: string, from: number): Placed | undefined {
  let at = start;
  for (const other of alike.toReversed()) {
    if (other.start >= at || other.start < from) continue;
    if (!/^[、和与及或至到—~-]*$/.test(text.slice(other.start + other.text.length, at))) return other;
    at = other.start;
  }
  return undefined;
}

function lastMark(text: string, at: number, mark: RegExp): number {
  let from = at;
  while (from > 0 && !isMark(text, from - 1, mark)) from -= 1;
  return from;
}

function nextMark(text: string, at: number, mark: RegExp): number {
  let to = at;
  while (to < text.length && !isMark(text, to, mark)) to += 1;
  return to;
}

function isMark(text: string, at: number, mark: RegExp): boolean {
  mark.lastIndex = at;
  return mark.test(text);
}

/** Words of the claim that say of what a thing is; where nothing stands around it, all of them. */
function wordsAround(thing: Placed, alike: readonly Placed[], claim: Statement, reach: Reach): string[] {
  const { near } = surroundings(thing, alike, claim.text, reach);
  const telling = claim.words.filter((word) => tells(word, alike)).map(({ word }) => word);
  const own = telling.filter((word) => near.includes(word));
  return [...new Set(own.length > 0 ? own : telling)];
}

const tellingTags = /^(?:n|v|a|b|j|l|i|z|f|s|t|m|x|eng)/;

function tells({ word, tag, start }: PlacedWord, alike: readonly Placed[]): boolean {
  if (word.length < 2 || !tellingTags.test(tag) || !/\p{L}/u.test(word) || /\d/.test(word)) return false;
  return !alike.some((thing) => start < thing.start + thing.text.length && start + word.length > thing.start);
}

const leastAhead = 1;

/**
 * The one of `others` that the claim speaks of, where it is told from `same` by what stands around it; things of one kind in the text are
 * `alike`, those of the claim `alikeInClaim`.
 */
export function findBetterPlace<Thing extends Placed>(
  thing: Placed,
  same: readonly Thing[],
  others: readonly Thing[],
  alike: readonly Thing[],
  alikeInClaim: readonly Placed[],
  claim: Statement,
  text: Statement,
  reach: Reach = 'clause',
): Thing | undefined {
  if (others.length === 0) return undefined;
  const words = wordsAround(thing, alikeInClaim, claim, reach);
  const places = same.map((one) => surroundings(one, alike, text.text, reach));
  return others.find((other) => {
    const rival = surroundings(other, alike, text.text, reach);
    return places.every((own) => isAhead(rival, own, words));
  });
}

/** More of what the claim says stands beside the one and nowhere around the other than the other way round. */
function isAhead(one: Surroundings, other: Surroundings, words: readonly string[]): boolean {
  let ahead = 0;
  for (const word of words) {
    if (one.near.includes(word) && !isAround(word, other)) ahead += 1;
    else if (isAround(word, other) && !isAround(word, one)) ahead -= 1;
  }
  return ahead >= leastAhead;
}

function isAround(word: string, { near, far }: Surroundings): boolean {
  return near.includes(word) || far.includes(word);
}

/** 二套房 of 二套房为30%: what stands between the last mark and the thing, without the verb. */
function subjectOf({ start }: Placed, alike: readonly Placed[], text: string): string {
  const previous = alike.findLast((other) => other.start < start);
  const lead = text.slice(previous ? previous.start + previous.text.length : 0, start).replace(/^.*[。；;！!？?，,、：:]/s, '');
  return lead.replace(/^其中/, '').replace(/(?:(?:分别|一般|均|可|应|不)?(?:为|是|达到?|占|约|共|按|给予|发放|补贴|收取|收费|处))+$/, '');
}

const longestSubject = 16;

/** The one of `others` whose very subject the claim names beside it, where that of `same` is something else. */
export function findNamedPlace<Thing extends Placed>(
  thing: Placed,
  alikeInClaim: readonly Placed[],
  same: readonly Thing[],
  others: readonly Thing[],
  alike: readonly Thing[],
  claim: Statement,
  text: Statement,
  reach: Reach = 'clause',
): Thing | undefined {
  const beside = surroundings(thing, alikeInClaim, claim.text, reach).near;
  const subjects = same.map((one) => subjectOf(one, alike, text.text));
  return others.find((other) => {
    const rival = subjectOf(other, alike, text.text);
    if (rival.length < 2 || rival.length > longestSubject || !beside.includes(rival)) return false;
    return subjects.every((own) => own.length >= 2 && !own.includes(rival) && !claim.text.includes(own.slice(0, 2)));
  });
}
