// How much of a question a sentence and its surroundings carry, weighted by how telling each wording is.
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';
import type { Candidate } from './candidates.ts';
import type { Question } from './question.ts';
import { carries } from './wording.ts';

/** Weight of each wording of the question; together they make 1. */
export type Weights = ReadonlyMap<string, number>;

/** A wording counts in full in the sentence itself, less where it stands around it. */
const aroundShares = { previous: 0.5, heading: 0.5, title: 0.3 } as const;
/** 它只是……: the sentence before says what this one is about. */
const antecedentShare = 0.9;

const pronounStart =
  /^(?:另一方面|同时|其中|因此|但是?|而且?|并且?)?[,，]?(?:它们?|他们?|她们?|这[些个]?|那[些个]?|该|其|此|上述|前者|后者)(?!次|外|时|中|他)/;

export function startsWithPronoun(candidate: Candidate): boolean {
  return pronounStart.test(candidate.text);
}

/** Inverse frequency among the sentences at hand: what all of them share tells nothing, what none of them has tells most. */
export function weigh(question: Question, candidates: readonly Candidate[]): Weights {
  const raw = [...question.terms].map(([wording, share]) => {
    const holders = candidates.filter((candidate) => carries(candidate.normalized, wording)).length;
    return [wording, share * Math.log(1 + (candidates.length - holders + 0.5) / (holders + 0.5))] as const;
  });
  const total = raw.reduce((sum, [, weight]) => sum + weight, 0);
  return new Map(raw.map(([wording, weight]) => [wording, total === 0 ? 0 : weight / total]));
}

/** Weight of the wordings that pass the test. */
export function weightOf(weights: Weights, test: (wording: string) => boolean): number {
  let sum = 0;
  for (const [wording, weight] of weights) if (test(wording)) sum += weight;
  return sum;
}

/** Share of the question's weight that is supported, from 0 to 1. */
export function supportOf(candidate: Candidate, weights: Weights): number {
  const { passage, previous } = candidate;
  const heading = normalizeForSearch(passage.headingPath.join('\n'));
  const title = normalizeForSearch(passage.title);
  const previousShare = startsWithPronoun(candidate) ? antecedentShare : aroundShares.previous;
  let sum = 0;
  for (const [wording, weight] of weights) {
    if (carries(candidate.normalized, wording)) sum += weight;
    else if (previous && carries(previous.normalized, wording)) sum += weight * previousShare;
    else if (carries(heading, wording)) sum += weight * aroundShares.heading;
    else if (carries(title, wording)) sum += weight * aroundShares.title;
  }
  return sum;
}
