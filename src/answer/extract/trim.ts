// Cuts a sentence that is longer than a quotation may be to the clauses that answer: one unbroken span of it.
import { termsOf } from '../../knowledge/search/segment.ts';
import { maxQuotationCharacters } from '../contract.ts';
import type { Candidate } from './candidates.ts';
import type { ExtractedSentence } from './evidence.ts';
import type { Weights } from './support.ts';

interface Clause {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

export function trimToClauses(candidate: Candidate, weights: Weights): ExtractedSentence {
  const { passage, text, start, end } = candidate;
  if (text.length <= maxQuotationCharacters) return { text, passageId: passage.passageId, start, end };
  const window = bestWindow(clausesOf(text, weights));
  return { text: text.slice(window.start, window.end), passageId: passage.passageId, start: start + window.start, end: start + window.end };
}

function clausesOf(text: string, weights: Weights): Clause[] {
  return [...text.matchAll(/[^，,、：:；;]+[，,、：:；;]?/g)].flatMap((match) => {
    const tokens = new Set(termsOf(match[0]).map((term) => term.token));
    const weight = [...weights.of].reduce((sum, [token, each]) => sum + (tokens.has(token) ? each : 0), 0);
    return { start: match.index, end: match.index + match[0].length, weight };
  });
}

/** The run of clauses within the limit that weighs most; the earlier of equals, and of those the longer. */
function bestWindow(clauses: readonly Clause[]): { start: number; end: number } {
  let best = { start: 0, end: Math.min(maxQuotationCharacters, clauses[0]?.end ?? maxQuotationCharacters), weight: -1 };
  clauses.forEach((first, from) => {
    let weight = 0;
    for (const clause of clauses.slice(from)) {
      if (clause.end - first.start > maxQuotationCharacters) break;
      weight += clause.weight;
      if (weight > best.weight || (weight === best.weight && first.start === best.start))
        best = { start: first.start, end: clause.end, weight };
    }
  });
  return best;
}
