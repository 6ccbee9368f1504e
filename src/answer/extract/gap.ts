// What the question needs and a sentence does not give: told by discrete rules, so that a refusal can name its reason.
import type { Candidate } from './candidates.ts';
import { findChangeConflict, isAboutOtherTime } from './change.ts';
import { findComparisonConflict } from './comparison.ts';
import type { Gap } from './evidence.ts';
import { findHolderConflict } from './holder.ts';
import { type Measure, sameMeasure } from '../mentions/measure.ts';
import { findRanges, fitsRange } from '../mentions/ranges.ts';
import { mentions } from '../mentions/names.ts';
import type { Question } from './question.ts';
import { missingThing } from './thing-asked.ts';
import { missingKinds } from './rank.ts';
import { missingService } from './service-name.ts';
import { findStanceConflict } from './stance.ts';
import { surroundingsOf } from './support.ts';

export function findGap(question: Question, candidate: Candidate, candidates: readonly Candidate[]): Gap | undefined {
  return (
    findContradiction(question, candidate) ??
    findMissingName(question, candidate) ??
    findWrongFigure(question, candidate, candidates) ??
    findMissingKind(question, candidate)
  );
}

function findContradiction(question: Question, candidate: Candidate): Gap | undefined {
  const sentence = candidate.normalized;
  const holder = findHolderConflict(question.text, candidate);
  if (holder) return holder;
  if (question.asks.has('permission')) return undefined;
  return (
    findComparisonConflict(question.text, sentence) ??
    findStanceConflict(question.text, sentence, question.words) ??
    findChangeConflict(question.text, sentence)
  );
}

function findMissingName(question: Question, candidate: Candidate): Gap | undefined {
  const around = textAround(candidate);
  const missing =
    question.names.find((name) => !mentions(around, name)) ??
    missingThing(question, candidate) ??
    (question.parts.length > 0 ? missingService(question.text, candidate) : undefined);
  return missing === undefined ? undefined : { kind: 'name-missing', asked: missing };
}

/** The sentences before and after it, its headings and title. */
const sentencesBefore = 8;
const sentencesAfter = 4;

function textAround(candidate: Candidate): string {
  const parts: string[] = [...surroundingsOf(candidate)];
  for (let back = candidate.previous, steps = 0; back && steps < sentencesBefore; back = back.previous, steps += 1)
    parts.push(back.normalized);
  for (let ahead = candidate.next, steps = 0; ahead && steps < sentencesAfter; ahead = ahead.next, steps += 1) parts.push(ahead.normalized);
  return [...parts, candidate.normalized].join('\n');
}

function findWrongFigure(question: Question, candidate: Candidate, candidates: readonly Candidate[]): Gap | undefined {
  const year = question.years.find((asked) => !hasYear(candidate, asked));
  if (year) return { kind: 'year-missing', asked: year.text };
  const other = question.measures.map((asked) => rivalOf(asked, question.text, candidate)).find((gap) => gap !== undefined);
  if (other) return other;
  const nearby = candidates.filter((other) => other.passage.documentId === candidate.passage.documentId);
  const missing = question.measures
    .filter(isExact)
    .filter((asked) => !nearby.some((other) => meetsRange(asked, other)))
    .find((asked) => !nearby.some((other) => other.measures.some((measure) => sameMeasure(asked, measure))));
  if (!missing) return undefined;
  const rival = candidate.measures.find((measure) => measure.unit === missing.unit && measure.unit !== '');
  return rival ? { kind: 'contradicted', asked: missing.text, found: rival.text } : { kind: 'number-missing', asked: missing.text };
}

/** 注资500亿美元 against 注资高达5000亿美元: the same word governs another figure of the same unit. */
function rivalOf(asked: Measure, question: string, candidate: Candidate): Gap | undefined {
  const governor = /\p{Script=Han}{2}$/u.exec(question.slice(0, asked.start).replace(/(?:高达|达到?|超过|约|为|是|了|至|到)+$/, ''))?.[0];
  if (
    meetsRange(asked, candidate) ||
    governor === undefined ||
    !isExact(asked) ||
    candidate.measures.some((measure) => sameMeasure(asked, measure))
  )
    return undefined;
  const rival = candidate.measures.find(
    (measure) =>
      measure.unit === asked.unit &&
      asked.unit !== '' &&
      candidate.normalized.slice(Math.max(0, measure.start - 6), measure.start).includes(governor),
  );
  return rival && { kind: 'contradicted', asked: asked.text, found: rival.text };
}

/** 8公里 where the text has 5公里至10公里 is no other figure: it is the case that the text speaks of. */
function meetsRange(asked: Measure, { normalized, measures }: Candidate): boolean {
  return fitsRange(asked, findRanges(normalized, measures)) === true;
}

/** 一个, 两种 count loosely; a figure with digits or above ten is meant exactly. */
function isExact(measure: Measure): boolean {
  return /\d/.test(measure.text) ? !/^1\D/.test(measure.text) : measure.value > 10;
}

/** The year stands in the sentence, or the sentence names none and the text around it does, or it is the year asked for. */
function hasYear(candidate: Candidate, asked: Measure): boolean {
  const own = candidate.measures.filter((measure) => measure.kind === 'year');
  if (own.some((measure) => measure.value === asked.value) || candidate.normalized.includes(String(asked.value))) return true;
  return own.length === 0 && (candidate.passage.yearInForce === asked.value || textAround(candidate).includes(String(asked.value)));
}

function findMissingKind(question: Question, candidate: Candidate): Gap | undefined {
  if (isAboutOtherTime(question.text, candidate.normalized)) return { kind: 'kind-of-answer-missing', asked: 'time' };
  // The answer may only come in the next sentence: 收费标准如下。每证10元。
  const { next } = candidate;
  const here = missingKinds(question, candidate);
  const [asked] = next ? here.filter((kind) => missingKinds(question, next).includes(kind)) : here;
  return asked && { kind: 'kind-of-answer-missing', asked };
}
