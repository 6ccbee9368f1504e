// From the best sentence to the answer shown: a whole list where one is asked for, what a pronoun points to, a second sentence
// where the question has a second part; neighbours are joined, and nothing is longer than a quotation may be.
import type { Candidate } from './candidates.ts';
import type { ExtractedSentence } from './evidence.ts';
import { listAround } from './list-items.ts';
import type { Question } from './question.ts';
import type { Ranked } from './rank.ts';
import { isQuotable, trimToClauses } from './trim.ts';
import { startsWithPronoun, tableHead, type Weights, weightOf } from './support.ts';
import { carries } from './wording.ts';

/** A second sentence is shown if it carries this share of the question that the first leaves open ... */
const leastGain = 0.2;
/** ... or if it scores so nearly the same that which of them answers cannot be told. */
const tieMargin = 0.03;

export function compose(question: Question, best: Ranked, others: readonly Ranked[], weights: Weights): ExtractedSentence[] {
  const list = question.asks.has('list') || /[:：]$/.test(best.candidate.text) ? listAround(best.candidate) : [];
  if (list.length > 0) return quote(list, weights);
  const chosen = [...withAntecedent(best.candidate)];
  const second = others.find(
    (other) => isTied(other, best) || (question.partCount > 1 && gainOf(other.candidate, chosen, weights) >= leastGain),
  );
  return [...quote(chosen, weights), ...(second ? quote([second.candidate], weights) : [])];
}

/** 它只是…… says little without the sentence before it, a row of a table without its head. */
function withAntecedent(candidate: Candidate): Candidate[] {
  const head = tableHead(candidate);
  if (head) return [head, candidate];
  return candidate.previous && startsWithPronoun(candidate) ? [candidate.previous, candidate] : [candidate];
}

function isTied(other: Ranked, best: Ranked): boolean {
  const [one, two] = [other.candidate.normalized, best.candidate.normalized];
  return best.score - other.score < tieMargin && !one.includes(two) && !two.includes(one);
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
