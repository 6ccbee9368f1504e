// Orders the sentences by how well each alone would answer.
import { holdsAnswer } from './asked-for.ts';
import type { Candidate } from './candidates.ts';
import { type Measure, sameMeasure } from '../mentions/measure.ts';
import type { Question } from './question.ts';
import { supportOf, type Weights } from './support.ts';

export interface Ranked {
  readonly candidate: Candidate;
  readonly support: number;
  readonly score: number;
}

/** What is asked for being there, then the question's own wording, decide between sentences of like support. */
const answerBonus = 0.15;
const wordingBonus = 0.1;

export function rank(question: Question, candidates: readonly Candidate[], weights: Weights): Ranked[] {
  return candidates
    .map((candidate) => {
      const support = supportOf(candidate, weights);
      const answers = missingKinds(question, candidate.normalized, newMeasures(question, candidate)).length === 0 ? answerBonus : 0;
      return { candidate, support, score: support + answers + wordingBonus * sharedWording(question, candidate) };
    })
    .sort((a, b) => b.score - a.score);
}

/** Kinds of answer that the question expects and the sentence does not hold. */
export function missingKinds(question: Question, sentence: string, measures: readonly Measure[]) {
  return [...question.asks].filter((asks) => !holdsAnswer(asks, sentence, measures));
}

/** Quantities that the question does not already name. */
export function newMeasures(question: Question, candidate: Candidate): Measure[] {
  const asked = [...question.measures, ...question.years];
  return candidate.measures.filter((measure) => !asked.some((known) => sameMeasure(known, measure)));
}

function sharedWording({ pairs }: Question, candidate: Candidate): number {
  return pairs.length === 0 ? 0 : pairs.filter((pair) => candidate.normalized.includes(pair)).length / pairs.length;
}
