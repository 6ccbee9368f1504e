// How sure the engine is that the best sentence answers: a logistic model of three figures, each between 0 and 1.
// The weights come from `bench/policyqa.ts --fit`: logistic regression (ridge 0.1) on the 99 development questions in which the rules
// of `gap.ts` find nothing; the same bench reports what weights fitted without a document's questions are worth on them.
import type { Candidate } from './candidates.ts';
import { focusSupport } from './focus.ts';
import type { Question } from './question.ts';
import { supportOf, surroundingsOf, type Weights, weightOf } from './support.ts';
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

export const confidenceModel: ConfidenceModel = { bias: -2.28, support: 5.07, absent: -2.98, focus: 2.5 };

export function readSigns(question: Question, candidate: Candidate, candidates: readonly Candidate[], weights: Weights): Signs {
  const texts = [...surroundingsOf(candidate), ...candidates.map((other) => other.normalized)];
  return {
    support: supportOf(candidate, weights),
    absent: weightOf(weights, (wording) => !texts.some((text) => carries(text, wording))),
    focus: focusSupport(question, candidate, weights),
  };
}

export function confidenceOf(signs: Signs, model: ConfidenceModel): number {
  const sum = model.bias + model.support * signs.support + model.absent * signs.absent + model.focus * signs.focus;
  return 1 / (1 + Math.exp(-sum));
}
