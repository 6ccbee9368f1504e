// From the best sentence to the answer shown: a whole list where one is asked for, what a pronoun points to, a second sentence
// where the question has a second part; neighbours are joined, and nothing is longer than a quotation may be.
import type { Candidate } from './candidates.ts';
import type { ExtractedSentence } from './evidence.ts';
import { listAround } from './list-items.ts';
import { isQuestion } from './preamble.ts';
import type { Question } from './question.ts';
import { missingKinds, type Ranked } from './rank.ts';
import { standsInPart } from './service-guide.ts';
import { isQuotable, trimToClauses } from './trim.ts';
import { isAnswer, startsWithPronoun, tableHead, type Weights, weightOf } from './support.ts';
import { carries } from './wording.ts';

/** Where several things are asked, another sentence is shown if it carries this share of the question that those before leave open ... */
const leastGain = 0.15;
/** ... if it fits the rest of the question nearly as well ... */
const leastShareOfBest = 0.4;
const mostSentences = 3;
const longestWhole = 200;
const longestPart = 500;
/** Where one is, a second is shown if it scores so nearly the same that which of them answers cannot be told. */
const tieMargin = 0.03;

export function compose(question: Question, best: Ranked, others: readonly Ranked[], weights: Weights): ExtractedSentence[] {
  const part = partOfGuide(question, best.candidate);
  if (part.length > 0) return quote(part, weights);
  const list = question.asks.has('list') || /[:：]$/.test(best.candidate.text) ? listAround(best.candidate) : [];
  if (list.length > 0) return quote(list, weights);
  const chosen = question.asksSeveral
    ? coverParts(question, best, others, weights)
    : [best, ...others.filter((other) => isTied(other, best)).slice(0, 1)];
  return quote(
    inReadingOrder(chosen.flatMap(({ candidate }) => [...withAntecedent(candidate), ...withAnswer(question, candidate)])),
    weights,
  );
}

/** How it is done and with which papers is told by the whole part of the guide, if it is short. */
function partOfGuide({ parts }: Question, candidate: Candidate): Candidate[] {
  const told = (['procedure', 'materials'] as const).find((part) => parts.includes(part) && standsInPart(part, candidate));
  if (told === undefined) return [];
  const isSame = (other: Candidate | undefined): other is Candidate =>
    other?.passage.documentId === candidate.passage.documentId && other.passage.headingPath.at(-1) === candidate.passage.headingPath.at(-1);
  const part = [candidate];
  for (let other = candidate.previous; isSame(other); other = other.previous) part.unshift(other);
  for (let other = candidate.next; isSame(other); other = other.next) part.push(other);
  return part.reduce((sum, { text }) => sum + text.length, 0) <= longestPart ? part : [];
}

/** The best sentence, and what others add to it, each in its turn. */
function coverParts(question: Question, best: Ranked, others: readonly Ranked[], weights: Weights): Ranked[] {
  const chosen = [best];
  for (const other of others) {
    const known = chosen.map(({ candidate }) => candidate);
    if (
      chosen.length < mostSentences &&
      other.candidate.passage.documentId === best.candidate.passage.documentId &&
      other.support >= best.support * leastShareOfBest &&
      !lacksAnswer(question, other.candidate) &&
      gainOf(other.candidate, known, weights) >= leastGain
    )
      chosen.push(other);
  }
  return chosen;
}

/** 它只是…… says little without the sentence before it, a row of a table without its head, a part of a sentence without the rest. */
function withAntecedent(candidate: Candidate): Candidate[] {
  const head = tableHead(candidate);
  if (head) return rowsFrom(head, candidate);
  if (isAnswer(candidate)) return answerAndQuestion(candidate);
  const whole = wholeSentence(candidate);
  if (whole.length > 1) return whole;
  return candidate.previous && startsWithPronoun(candidate) ? [candidate.previous, candidate] : [candidate];
}

/** The table down to the row, if that is short: cells say nothing without the head, and a quotation is one unbroken span. */
function rowsFrom(head: Candidate, row: Candidate): Candidate[] {
  const rows = [head];
  for (let next = head.next; next; next = next.next) {
    rows.push(next);
    if (next === row) break;
  }
  return rows.reduce((sum, { text }) => sum + text.length, 0) <= longestWhole ? rows : [head, row];
}

/** 答：可以。 with its question and what follows, to the next question. */
function answerAndQuestion(answer: Candidate): Candidate[] {
  const sentences = answer.previous ? [answer.previous, answer] : [answer];
  for (let next = answer.next; next && !isQuestion(next.normalized) && next.passage === answer.passage; next = next.next)
    sentences.push(next);
  return sentences.reduce((sum, { text }) => sum + text.length, 0) <= longestWhole ? sentences : [answer];
}

/** All parts of the sentence between semicolons, if it is short enough to be read as one. An item on a line of its own stands alone. */
function wholeSentence(candidate: Candidate): Candidate[] {
  const parts = [candidate];
  for (let first = candidate.previous; first && isFollowedBy(first, parts[0]); first = first.previous) parts.unshift(first);
  for (let next = candidate.next; next && isFollowedBy(parts.at(-1), next); next = next.next) parts.push(next);
  const length = parts.reduce((sum, { text }) => sum + text.length, 0);
  return length <= longestWhole ? parts : [candidate];
}

function isFollowedBy(part: Candidate | undefined, next: Candidate | undefined): boolean {
  return part !== undefined && next !== undefined && part.end === next.start && /[；;]$/.test(part.text);
}

/** 参保人员死亡的，可以领取丧葬补助金。标准为……: the figure asked for may only come in the next sentence. */
function withAnswer(question: Question, candidate: Candidate): Candidate[] {
  return candidate.next && lacksAnswer(question, candidate) && !lacksAnswer(question, candidate.next) ? [candidate.next] : [];
}

function lacksAnswer(question: Question, candidate: Candidate): boolean {
  return missingKinds(question, candidate).length > 0;
}

/** Documents stay in the order of their best sentence. */
function inReadingOrder(candidates: readonly Candidate[]): Candidate[] {
  const documents = [...new Set(candidates.map(({ passage }) => passage.documentId))];
  return documents.flatMap((id) =>
    [...new Set(candidates)].filter(({ passage }) => passage.documentId === id).sort((a, b) => a.start - b.start),
  );
}

function isTied(other: Ranked, best: Ranked): boolean {
  const [one, two] = [other.candidate.normalized, best.candidate.normalized];
  return best.score - other.score < tieMargin && !/[:：]$/.test(one) && !one.includes(two) && !two.includes(one);
}

function gainOf(candidate: Candidate, chosen: readonly Candidate[], weights: Weights): number {
  return weightOf(
    weights,
    (wording) => carries(candidate.normalized, wording) && !chosen.some((known) => carries(known.normalized, wording)),
  );
}

/** Sentences in reading order, as spans; those that stand side by side become one while it fits. */
export function quote(candidates: readonly Candidate[], weights: Weights): ExtractedSentence[] {
  const spans: ExtractedSentence[] = [];
  let last: Candidate | undefined;
  for (const candidate of candidates) {
    const open = spans.at(-1);
    const grown =
      open !== undefined && last?.next === candidate && last.passage === candidate.passage
        ? spanOf(candidate, open.start, candidate.end)
        : undefined;
    if (grown && isQuotable(grown.text)) spans[spans.length - 1] = grown;
    else spans.push(trimToClauses(candidate, weights));
    last = candidate;
  }
  return spans;
}

function spanOf({ passage }: Candidate, start: number, end: number): ExtractedSentence {
  return { text: passage.text.slice(start - passage.start, end - passage.start), passageId: passage.passageId, start, end };
}
