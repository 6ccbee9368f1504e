// The figure stands in the text, but as that of another thing or another time: 130亿美元 is of L2, and the claim is about L4.
import type { Measure } from '../mentions/measure.ts';
import { findNames } from '../mentions/names.ts';
import { findNamedPlace } from './attribution.ts';
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
  const alike = text.measures.filter((one) => isSameThing(figure, one));
  const named = findNamedPlace(
    figure,
    claim.measures.filter((one) => isSameThing(figure, one)),
    same,
    rivals,
    alike,
    claim,
    text,
  );
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

function holdersOf(figure: Measure, text: Statement): string[] {
  return identifiersIn(leadOf(figure, text));
}

function datesOf(figure: Measure, text: Statement) {
  return findDates(leadOf(figure, text));
}

function identifiersIn(text: string): string[] {
  return findNames(`${text}的`).filter((name) => /^[a-z\d]/.test(name));
}
