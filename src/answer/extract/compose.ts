// From the best sentence to the answer shown: a whole list where one is asked for, what a pronoun points to, a second sentence
// where the question has a second part; neighbours are joined, and nothing is longer than a quotation may be.
import { maxQuotationCharacters } from '../contract.ts';
import type { Candidate } from './candidates.ts';
import type { ExtractedSentence } from './evidence.ts';
import { listAround } from './list-items.ts';
import type { Question } from './question.ts';
import type { Ranked } from './rank.ts';
import { trimToClauses } from './trim.ts';
import type { Weights } from './support.ts';

const pronounStart =
  /^(?:另一方面|同时|其中|此外|因此|但是?|而且?|并且?)?[,，]?(?:它们?|他们?|她们?|这[些个]?|那[些个]?|该|其|此|上述|前者|后者)(?!次|外|时)/;
/** A second sentence must carry this share of the question that the first leaves open. */
const leastGain = 0.25;

export function compose(question: Question, best: Ranked, others: readonly Ranked[], weights: Weights): ExtractedSentence[] {
  const list = question.asks.has('list') || /[:：]$/.test(best.candidate.text) ? listAround(best.candidate) : [];
  if (list.length > 0) return joined(list, weights);
  const chosen = [...withAntecedent(best.candidate)];
  const second = question.partCount > 1 ? others.find((other) => gainOf(other.candidate, chosen, weights) >= leastGain) : undefined;
  return [...joined(chosen, weights), ...(second ? joined([second.candidate], weights) : [])];
}

/** 它只是…… says little without the sentence before it. */
function withAntecedent(candidate: Candidate): Candidate[] {
  return candidate.previous && pronounStart.test(candidate.text) ? [candidate.previous, candidate] : [candidate];
}

function gainOf(candidate: Candidate, chosen: readonly Candidate[], weights: Weights): number {
  let gain = 0;
  for (const [token, weight] of weights.of)
    if (candidate.tokens.has(token) && !chosen.some((known) => known.tokens.has(token))) gain += weight;
  return weights.total === 0 ? 0 : gain / weights.total;
}

/** Sentences in reading order, as spans; those that stand side by side become one while it fits. */
function joined(candidates: readonly Candidate[], weights: Weights): ExtractedSentence[] {
  const spans: ExtractedSentence[] = [];
  let last: Candidate | undefined;
  for (const candidate of candidates) {
    const open = spans.at(-1);
    const fits =
      open !== undefined &&
      last !== undefined &&
      last.next === candidate &&
      last.passage === candidate.passage &&
      candidate.end - open.start <= maxQuotationCharacters;
    if (fits) spans[spans.length - 1] = spanOf(candidate, open.start, candidate.end);
    else spans.push(trimToClauses(candidate, weights));
    last = candidate;
  }
  return spans;
}

function spanOf({ passage }: Candidate, start: number, end: number): ExtractedSentence {
  return { text: passage.text.slice(start - passage.start, end - passage.start), passageId: passage.passageId, start, end };
}
