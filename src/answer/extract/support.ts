// How much of a question a sentence and its surroundings carry, weighted by how telling each word is.
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';
import { segmentQuery } from '../../knowledge/search/segment.ts';
import type { Candidate } from './candidates.ts';

export interface Weights {
  readonly of: ReadonlyMap<string, number>;
  readonly total: number;
}

/** A word counts in full in the sentence itself, less where it stands around it. */
const aroundWeights = { neighbour: 0.5, heading: 0.5, title: 0.3 } as const;

/** Inverse frequency among the sentences at hand: what all retrieved sentences share tells nothing, what none has tells most. */
export function weigh(tokens: readonly string[], candidates: readonly Candidate[]): Weights {
  const of = new Map(
    tokens.map((token) => {
      const holders = candidates.reduce((count, candidate) => count + (candidate.tokens.has(token) ? 1 : 0), 0);
      return [token, Math.log(1 + (candidates.length - holders + 0.5) / (holders + 0.5)) * (token.startsWith('b') ? 0.5 : 1)] as const;
    }),
  );
  return { of, total: [...of.values()].reduce((sum, weight) => sum + weight, 0) };
}

/** Share of the question's weight that is supported, from 0 to 1. */
export function supportOf(candidate: Candidate, weights: Weights): number {
  let sum = 0;
  for (const [token, weight] of weights.of) sum += weight * hit(token, candidate);
  return weights.total === 0 ? 0 : sum / weights.total;
}

function hit(token: string, candidate: Candidate): number {
  if (candidate.tokens.has(token)) return 1;
  if (candidate.previous?.tokens.has(token)) return aroundWeights.neighbour;
  if (headingTokens(candidate).has(token)) return aroundWeights.heading;
  return titleTokens(candidate).has(token) ? aroundWeights.title : 0;
}

const headingCache = new WeakMap<Candidate['passage'], { heading: ReadonlySet<string>; title: ReadonlySet<string> }>();

function headingTokens(candidate: Candidate): ReadonlySet<string> {
  return surroundings(candidate).heading;
}
function titleTokens(candidate: Candidate): ReadonlySet<string> {
  return surroundings(candidate).title;
}
function surroundings({ passage }: Candidate): { heading: ReadonlySet<string>; title: ReadonlySet<string> } {
  const known = headingCache.get(passage);
  if (known) return known;
  const made = {
    heading: new Set(segmentQuery(normalizeForSearch(passage.headingPath.join('\n')))),
    title: new Set(segmentQuery(passage.title)),
  };
  headingCache.set(passage, made);
  return made;
}
