// Numbers, their units and the dates of a claim must stand in the text.
import type { Measure } from '../mentions/measure.ts';
import { findBetterPlace, findNamedPlace } from './attribution.ts';
import type { Conflict } from './conflict.ts';
import { type DateMention, sameDate } from './dates.ts';
import { findOtherHolder } from './figure-holders.ts';
import { isHeld } from './held.ts';
import type { Window } from './nearest.ts';
import { directionOf } from './figure-words.ts';
import { isSameFigure, isSameThing } from './same-thing.ts';
import type { Statement } from './statement.ts';

export function findDateConflicts(claim: Statement, text: Statement): Conflict[] {
  return claim.dates.flatMap((date): Conflict[] => {
    const same = text.dates.filter((other) => sameDate(date, other));
    if (same.length === 0)
      return isWritten(date, text) ? [] : [{ kind: 'date', claim: date.text, text: rivalDate(date, text)?.text ?? null }];
    const alike = text.dates.filter((other) => isAsPrecise(date, other));
    const [held, others] = [same.filter((one) => alike.includes(one)), alike.filter((other) => !sameDate(date, other))];
    const own =
      held.length === same.length && !isHeld(date, held, claim.text, text.text)
        ? (findNamedPlace(date, claim.dates, held, others, text.dates, claim, text) ??
          findBetterPlace(date, held, others, text.dates, claim.dates, claim, text))
        : undefined;
    return own ? [{ kind: 'date', claim: date.text, text: own.text }] : [];
  });
}

function isAsPrecise(one: DateMention, other: DateMention): boolean {
  return (one.month === undefined) === (other.month === undefined) && (one.day === undefined) === (other.day === undefined);
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
  const same = text.measures.filter((other) => isSameFigure(measure, other) || (measure.unit === '' && other.text === measure.text));
  if (directionOf(measure, claim) !== undefined && isDifference(measure, text)) return undefined;
  if (same.length > 0 && (isBare(measure) || isHeld(measure, same, claim.text, text.text))) return undefined;
  if (same.length > 0) return findOtherHolder(measure, same, claim, text) ?? ofAnother(measure, same, claim, text);
  if (isAbout(measure, claim) && text.measures.some((other) => isNear(measure, other))) return undefined;
  const equal = text.measures.find(({ value }) => value === measure.value);
  if (equal) return { kind: 'unit', claim: measure.text, text: equal.text };
  const scaled = text.measures.find((one) => digitsOf(one) === digitsOf(measure) && isFigure(one) && one.value !== measure.value);
  if (scaled) return { kind: 'unit', claim: measure.text, text: scaled.text };
  if (isWrittenOut(measure, text)) return undefined;
  const rivals = text.measures.filter((one) => isSameThing(measure, one));
  const rival = rivals.find(({ start }) => start >= window.start && start < window.end) ?? rivals[0];
  return { kind: 'number', claim: measure.text, text: rival?.text ?? null };
}

/** The text has the figure, but of something else, and another one of what the claim speaks of. */
function ofAnother(figure: Measure, same: readonly Measure[], claim: Statement, text: Statement): Conflict | undefined {
  const alike = text.measures.filter((one) => isSameThing(figure, one));
  const others = alike.filter((one) => !isSameFigure(figure, one));
  const alikeInClaim = claim.measures.filter((one) => isSameThing(figure, one));
  const own = findBetterPlace(figure, same, others, alike, alikeInClaim, claim, text);
  return own ? { kind: 'number', claim: figure.text, text: own.text } : undefined;
}

/** 5个百分点 of 由60%提高到65%, 增加3项 of 由12项增至15项. */
function isDifference(figure: Measure, { measures }: Statement): boolean {
  const kind = figure.unit === '百分点' ? { ...figure, unit: '%' } : figure;
  const alike = measures.filter((one) => isSameThing(one, kind));
  return alike.some((to, index) => {
    const from = alike[index - 1];
    return from !== undefined && Math.abs(Math.abs(to.value - from.value) - figure.value) < 1e-9;
  });
}

/** A figure without a unit may stand beside any other: 5.6:40.2:54.2. */
function isBare({ unit, kind }: Measure): boolean {
  return unit === '' && kind === 'other';
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
