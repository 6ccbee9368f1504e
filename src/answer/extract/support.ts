// How much of a question a sentence and its surroundings carry, weighted by how telling each wording is.
import { generalChinese } from '../../knowledge/search/background.ts';
import { inverseFrequency } from '../../knowledge/search/bm25.ts';
import { tokenOf } from '../../knowledge/search/segment.ts';
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';
import { openingsOver } from './openings.ts';
import type { Candidate } from './candidates.ts';
import { isQuestion } from './preamble.ts';
import type { Question } from './question.ts';
import { carries } from './wording.ts';

/** Weight of each wording of the question; together they make 1. */
export type Weights = ReadonlyMap<string, number>;

/** A wording counts in full in the sentence itself, less in the sentence before it, what its item and list begin with, its headings and the
 * document's title. */
const aroundShare = { previous: 0.5, opening: 0.6, heading: 0.8 } as const;
/** 它只是……: the sentence before says what this one is about. */
const antecedentShare = 0.9;

const pronounStart =
  /^(?:另一方面|同时|其中|因此|但是?|而且?|并且?)?[,，]?(?:它们?|他们?|她们?|这[些个]?|那[些个]?|该|其|此|上述|前者|后者)(?!次|外|时|中|他)/;

export function startsWithPronoun(candidate: Candidate): boolean {
  return pronounStart.test(candidate.text);
}

/** How much of a weight hangs on how rare the wording is in general: 必须, 之内 tell little though no sentence at hand has them. */
const generalShare = 0.4;

function rarity(wording: string): number {
  const { passages, holdersOf } = generalChinese();
  const kind = wording.length === 1 ? 'character' : 'word';
  const holders = Math.max(holdersOf(tokenOf(kind, wording)), kind === 'word' ? holdersOf(tokenOf('pair', wording)) : 0);
  return 1 - generalShare + (generalShare * inverseFrequency(passages, holders)) / inverseFrequency(passages, 0);
}

/** Inverse frequency among the sentences at hand: what all of them share tells nothing, what none of them has tells most. */
export function weigh(question: Question, candidates: readonly Candidate[]): Weights {
  const raw = [...question.terms].map(([wording, share]) => {
    const holders = candidates.filter((candidate) => holds(candidate, wording)).length;
    return [wording, share * rarity(wording) * Math.log(1 + (candidates.length - holders + 0.5) / (holders + 0.5))] as const;
  });
  const total = raw.reduce((sum, [, weight]) => sum + weight, 0);
  return new Map(raw.map(([wording, weight]) => [wording, total === 0 ? 0 : weight / total]));
}

const held = new WeakMap<Candidate, Map<string, boolean>>();

/** Whether the sentence itself carries the wording: asked for weighing, for its support and for what is taken for granted. */
function holds(candidate: Candidate, wording: string): boolean {
  const known = held.get(candidate) ?? new Map<string, boolean>();
  held.set(candidate, known);
  const before = known.get(wording);
  if (before !== undefined) return before;
  const does = carries(candidate.normalized, wording);
  known.set(wording, does);
  return does;
}

/** Weight of the wordings that pass the test. */
export function weightOf(weights: Weights, test: (wording: string) => boolean): number {
  let sum = 0;
  for (const [wording, weight] of weights) if (test(wording)) sum += weight;
  return sum;
}

/** Share of the question's weight that is supported, from 0 to 1. */
export function supportOf(candidate: Candidate, weights: Weights): number {
  const [previous, openings, ...headings] = surroundingsOf(candidate);
  const previousShare =
    startsWithPronoun(candidate) || isPartOfSentence(candidate) || isAnswer(candidate) ? antecedentShare : aroundShare.previous;
  let sum = 0;
  for (const [wording, weight] of weights) {
    if (holds(candidate, wording)) sum += weight;
    else if (headings.some((heading) => carries(heading, wording))) sum += weight * aroundShare.heading;
    else if (carries(previous, wording)) sum += weight * previousShare;
    else if (carries(openings, wording)) sum += weight * aroundShare.opening;
  }
  return sum;
}

const surroundings = new WeakMap<Candidate, readonly [string, string, ...string[]]>();

/** The sentence before it, what the item and the list in which it stands begin with, then what stands over it: the head of its table,
 * the headings, the title; in their normal form. */
export function surroundingsOf(candidate: Candidate): readonly [string, string, ...string[]] {
  const known = surroundings.get(candidate) ?? readSurroundings(candidate);
  surroundings.set(candidate, known);
  return known;
}

function readSurroundings(candidate: Candidate): [string, string, ...string[]] {
  const { previous, passage } = candidate;
  const head = tableHead(candidate);
  return [
    [...partsBefore(candidate), ...(previous && !isPartOfSentence(candidate) ? [previous] : [])]
      .map(({ normalized }) => normalized)
      .join(''),
    openingsOver(candidate)
      .map(({ normalized }) => normalized)
      .join('\n'),
    ...(head ? [head.normalized] : []),
    ...[...passage.headingPath, passage.title].map(normalizeForSearch),
  ];
}

/** A sentence is cut at semicolons; what stands before them says what the later parts are about. */
function partsBefore(candidate: Candidate): Candidate[] {
  const parts: Candidate[] = [];
  for (let part = candidate; part.previous && isPartOfSentence(part); part = part.previous) parts.unshift(part.previous);
  return parts;
}

/** 答：…… after 问：…… */
export function isAnswer({ previous }: Candidate): boolean {
  return previous !== undefined && isQuestion(previous.normalized);
}

function isPartOfSentence({ previous }: Candidate): boolean {
  return previous !== undefined && /[；;]$/.test(previous.text);
}

/** The first row of the table in which the sentence is a later row. */
export function tableHead(candidate: Candidate): Candidate | undefined {
  let head: Candidate | undefined;
  if (!isRow(candidate)) return undefined;
  for (let row = candidate.previous; row && isRow(row); row = row.previous) head = row;
  return head;
}

/** The reader of documents writes table cells so. */
function isRow(candidate: Candidate): boolean {
  return /\S ?[|｜] ?\S/.test(candidate.text);
}
