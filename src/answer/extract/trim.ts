// Cuts a sentence that cannot be quoted whole to the clauses that answer: one unbroken span of it. It cannot when it is longer
// than a quotation may be, or when part of it was destroyed before it reached us: a mark in place of lost bytes is no quotation.
import { destroyedMark } from '../../knowledge/reading/clean/destroyed-bytes.ts';
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';
import { maxQuotationCharacters } from '../contract.ts';
import type { Candidate } from './candidates.ts';
import type { ExtractedSentence } from './evidence.ts';
import { type Weights, weightOf } from './support.ts';
import { carries } from './wording.ts';

interface Clause {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

export function isQuotable(text: string): boolean {
  return text.length <= maxQuotationCharacters && !text.includes(destroyedMark);
}

export function trimToClauses(candidate: Candidate, weights: Weights): ExtractedSentence {
  const { passage, text, start, end } = candidate;
  if (isQuotable(text)) return { text, passageId: passage.passageId, start, end };
  const window = bestWindow(clausesOf(text, weights));
  return { text: text.slice(window.start, window.end), passageId: passage.passageId, start: start + window.start, end: start + window.end };
}

/** Clauses between marks; one that is itself too long is cut by length. */
function clausesOf(text: string, weights: Weights): Clause[] {
  const pattern = new RegExp(`[^，,、：:；;${destroyedMark}]{1,${maxQuotationCharacters - 1}}[，,、：:；;]?|[，,、：:；;]`, 'g');
  return [...text.matchAll(pattern)].map((match) => {
    const clause = normalizeForSearch(match[0]);
    return { start: match.index, end: match.index + match[0].length, weight: weightOf(weights, (wording) => carries(clause, wording)) };
  });
}

/** The unbroken run of clauses within the limit that weighs most; of equals the earlier, and of those the longer. */
function bestWindow(clauses: readonly Clause[]): Clause {
  let best: Clause = { start: 0, end: 0, weight: -1 };
  clauses.forEach((first, from) => {
    let { end, weight } = { end: first.start, weight: 0 };
    for (const clause of clauses.slice(from)) {
      if (clause.start !== end || clause.end - first.start > maxQuotationCharacters) break;
      end = clause.end;
      weight += clause.weight;
      if (weight > best.weight || (weight === best.weight && first.start === best.start)) best = { start: first.start, end, weight };
    }
  });
  return best;
}
