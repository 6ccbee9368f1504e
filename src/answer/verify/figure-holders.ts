// The figure stands in the text, but as that of another thing or another time: 130亿美元 is of L2, and the claim is about L4.
import type { Measure } from '../mentions/measure.ts';
import { findNames } from '../mentions/names.ts';
import type { Conflict } from './conflict.ts';
import { findDates, sameDate } from './dates.ts';
import { isSameThing } from './same-thing.ts';
import type { Statement } from './statement.ts';

export function findOtherHolder(figure: Measure, same: readonly Measure[], claim: Statement, text: Statement): Conflict | undefined {
  const rivals = text.measures.filter((one) => isSameThing(figure, one) && !claim.measures.some(({ value }) => value === one.value));
  if (rivals.length === 0) return undefined;
  const names = identifiersIn(claim.text);
  if (names.length > 0) {
    const has = (one: Measure): boolean => holdersOf(one, text).some((holder) => names.includes(holder));
    const isOfAnother = same.every((one) => holdersOf(one, text).length > 0 && !has(one));
    const own = rivals.find(has);
    if (isOfAnother && own) return { kind: 'number', claim: figure.text, text: own.text };
  }
  const named = rivals.find((one) => isSubjectOf(one, claim, text) && same.every((other) => isOfAnotherSubject(other, one, claim, text)));
  if (named) return { kind: 'number', claim: figure.text, text: named.text };
  if (claim.dates.length !== 1) return undefined;
  const isThen = (one: Measure): boolean => datesOf(one, text).some((date) => claim.dates.some((wanted) => sameDate(date, wanted)));
  const isOfOtherTime = same.every((one) => datesOf(one, text).length > 0 && !isThen(one));
  const then = rivals.find(isThen);
  return isOfOtherTime && then ? { kind: 'number', claim: figure.text, text: then.text } : undefined;
}

/** What is said right before a figure, from the last one of its kind on, within its sentence. */
function leadOf(figure: Measure, { text, measures }: Statement): string {
  const { start } = figure;
  const previous = measures.findLast((other) => other.start < start && isSameThing(figure, other));
  const from = previous ? previous.start + previous.text.length : 0;
  return text.slice(from, start).replace(/^.*[。；;！!？?]/s, '');
}

/** 二套房 of 二套房为30%: what stands between the last mark and the figure, without the verb. */
function subjectOf(figure: Measure, text: Statement): string {
  const last =
    leadOf(figure, text)
      .split(/[，,、：:]/)
      .at(-1) ?? '';
  return last.replace(/(?:(?:分别|一般|均|可|应|不)?(?:为|是|达到?|占|约|共|按|给予|发放|补贴|收取|收费|处))+$/, '');
}

const longestSubject = 10;

function isSubjectOf(figure: Measure, claim: Statement, text: Statement): boolean {
  const subject = subjectOf(figure, text);
  return subject.length >= 2 && subject.length <= longestSubject && claim.text.includes(subject);
}

/** Its own subject begins with something that the claim does not speak of, and is not that of the rival. */
function isOfAnotherSubject(figure: Measure, rival: Measure, claim: Statement, text: Statement): boolean {
  const [own, other] = [subjectOf(figure, text), subjectOf(rival, text)];
  return own.length >= 2 && !own.includes(other) && !claim.text.includes(own.slice(0, 2));
}

function holdersOf(figure: Measure, text: Statement): string[] {
  return identifiersIn(leadOf(figure, text));
}

function datesOf(figure: Measure, text: Statement) {
  return findDates(leadOf(figure, text));
}

function identifiersIn(text: string): string[] {
  return findNames(`${text}的`).filter((name) => /^[a-z\d]/.test(name));
}
