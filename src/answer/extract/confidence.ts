// How sure the engine is that the best sentence answers: a logistic model of three figures, each between 0 and 1.
// Fitted by `bench/fit-confidence.ts`, which also reports what it is worth on questions that it has not seen.
import type { Candidate } from './candidates.ts';
import { focusSupport } from './focus.ts';
import type { Question } from './question.ts';
import { supportOf, type Weights, weightOf } from './support.ts';
import { carries } from './wording.ts';

export interface Signs {
  /** Share of the question's weight that stands in or around the sentence. */
  readonly support: number;
  /** Share of it that stands in no retrieved sentence at all. */
  readonly absent: number;
  /** Share of the words beside the question word that stands in or before the sentence. */
  readonly focus: number;
}

export interface ConfidenceModel extends Signs {
  readonly bias: number;
}

export const confidenceModel: ConfidenceModel = { bias: -2.16, support: 4.45, absent: -2.91, focus: 2.84 };

/** Below this nothing is asserted. */
export const answerThreshold = 0.5;

export function readSigns(question: Question, candidate: Candidate, candidates: readonly Candidate[], weights: Weights): Signs {
  return {
    support: supportOf(candidate, weights),
    absent: weightOf(weights, (wording) => !candidates.some((other) => carries(other.normalized, wording))),
    focus: focusSupport(question, candidate, weights),
  };
}

export function confidenceOf(signs: Signs, model: ConfidenceModel = confidenceModel): number {
  const sum = model.bias + model.support * signs.support + model.absent * signs.absent + model.focus * signs.focus;
  return 1 / (1 + Math.exp(-sum));
}
