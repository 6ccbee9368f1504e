// Numbers, their units and the dates of a claim must stand in the text.
import { type Measure, sameMeasure } from '../mentions/measure.ts';
import type { Conflict } from './conflict.ts';
import { type DateMention, sameDate } from './dates.ts';
import { findOtherHolder } from './figure-holders.ts';
import type { Window } from './nearest.ts';
import { areAlike, isSameThing } from './same-thing.ts';
import type { Statement } from './statement.ts';

export function findDateConflicts(claim: Statement, text: Statement): Conflict[] {
  return claim.dates
    .filter((date) => !text.dates.some((other) => sameDate(date, other)) && !isWritten(date, text))
    .map((date) => ({ kind: 'date', claim: date.text, text: rivalDate(date, text)?.text ?? null }));
}

/** 自2023年起 against 2023.6.1 or 〔2023〕: a year alone is also known by its digits. */
function isWritten({ year, month, day }: DateMention, { text }: Statement): boolean {
  return year !== undefined && month === undefined && day === undefined && text.includes(String(year));
}

function rivalDate(date: DateMention, { dates }: Statement): DateMention | undefined {
  return dates.find((other) => (date.year === undefined) === (other.year === undefined)) ?? dates[0];
}

export function findQuantityConflicts(claim: Statement, text: Statement, window: Window): Conflict[] {
  return claim.measures.flatMap((measure) => conflictOf(measure, claim, text, window) ?? []);
}

function conflictOf(measure: Measure, claim: Statement, text: Statement, window: Window): Conflict | undefined {
  if (isLoose(measure)) return undefined;
  const equal = text.measures.filter(({ value }) => value === measure.value);
  const same = equal.filter((other) => sameMeasure(measure, other) || areAlike(measure, other));
  if (same.length > 0) return findOtherHolder(measure, same, claim, text);
  if (isAbout(measure, claim) && text.measures.some((other) => isNear(measure, other))) return undefined;
  const [other] = equal;
  if (other) return isSameThing(measure, other) ? undefined : { kind: 'unit', claim: measure.text, text: other.text };
  const scaled = text.measures.find((one) => digitsOf(one) === digitsOf(measure) && isFigure(one) && one.value !== measure.value);
  if (scaled) return { kind: 'unit', claim: measure.text, text: scaled.text };
  if (isWrittenOut(measure, text)) return undefined;
  const rivals = text.measures.filter((one) => isSameThing(measure, one));
  const rival = rivals.find(({ start }) => start >= window.start && start < window.end) ?? rivals[0];
  return { kind: 'number', claim: measure.text, text: rival?.text ?? null };
}

/** Not as the end of a larger figure. */
function isWrittenOut({ text: words }: Measure, { text }: Statement): boolean {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) if (!/[\d.]/.test(text[at - 1] ?? '')) return true;
  return false;
}

/** 一个 and 一种 count nothing. */
function isLoose({ text, value }: Measure): boolean {
  return value === 1 && !/^1(?:\.0+)?[%‰]?$/.test(text) && !/\d/.test(text);
}

function isFigure({ text }: Measure): boolean {
  return /\d/.test(text);
}

function digitsOf({ text }: Measure): string {
  return /\d+(?:\.\d+)?/.exec(text)?.[0] ?? text;
}

/** 约, 近, 超过, 余 around it: what it stands for may be a little more or less. */
function isAbout({ start, text }: Measure, claim: Statement): boolean {
  return /[余多]/.test(text) || /(?:约|近|超过?|逾|突破|接近|不到|至少)$/.test(claim.text.slice(Math.max(0, start - 3), start));
}

const nearShare = 0.06;

/** Said more roundly than it is. */
function isNear(one: Measure, other: Measure): boolean {
  const isRounder = digitsOf(one).replace(/\D|0+$/g, '').length < digitsOf(other).replace(/\D|0+$/g, '').length;
  return isSameThing(one, other) && isRounder && Math.abs(one.value - other.value) <= nearShare * Math.abs(other.value);
}
