// Where in a text stands what a claim speaks of: everything that is compared in detail is compared there.
import { pairsOf, sharedPairs, type Statement } from './statement.ts';

export interface Window {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The run of neighbouring clauses that shares most with the claim for its length: one to three of them. */
const mostClauses = 3;
const lengthPenalty = 24;

export function nearestWindow(claim: Statement, text: Statement): Window {
  let best: { readonly window: Window; readonly score: number } | undefined;
  for (const [index, first] of text.clauses.entries()) {
    for (const last of text.clauses.slice(index, index + mostClauses)) {
      const words = text.text.slice(first.start, last.end);
      const score = sharedPairs(claim.pairs, words) / Math.sqrt(pairsOf(words).size + lengthPenalty);
      if (!best || score > best.score) best = { window: { text: words, start: first.start, end: last.end }, score };
    }
  }
  return best?.window ?? { text: text.text, start: 0, end: text.text.length };
}
