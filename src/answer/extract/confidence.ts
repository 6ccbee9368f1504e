// How sure the engine is that the best sentence answers: a logistic model of a few figures between 0 and 1.
// The weights come from `bench/policyqa.ts --fit`: logistic regression (ridge 0.1) on the questions of all sets in which the rules of
// `gap.ts` find nothing, right answers against all others; the same bench reports what weights fitted without a library are worth on it.
import type { Candidate } from './candidates.ts';
import type { Question } from './question.ts';
import type { Ranked } from './rank.ts';
import { surroundingsOf, type Weights } from './support.ts';
import { carries } from './wording.ts';

export interface Signs {
  /** Share of the question's weight that stands in or around the sentence. */
  readonly support: number;
  /** Share of the weight of the question's words that do, a word that is not there counting by its characters that are. */
  readonly words: number;
  /** By how much the sentence scores better than the next. */
  readonly lead: number;
  /** 1 where the question asks for a unit, as without it no sentence gets this far; else 0. */
  readonly unit: number;
}

export interface ConfidenceModel extends Signs {
  readonly bias: number;
}

export const signNames = ['support', 'words', 'lead', 'unit'] as const satisfies readonly (keyof Signs)[];

export const confidenceModel: ConfidenceModel = { bias: -2.07, support: 1.79, words: 2.06, lead: 5.2, unit: 0.57 };

/** Further ahead it is no surer; a sentence that stands alone is ahead of nothing. */
const mostLead = 0.3;

export function readSigns(question: Question, best: Ranked, next: Ranked | undefined, weights: Weights): Signs {
  const { candidate } = best;
  const words = question.words.filter((word) => (weights.get(word) ?? 0) > 0);
  const shares = words.map((word) => [weights.get(word) ?? 0, heldShare(word, candidate)] as const);
  const total = shares.reduce((sum, [weight]) => sum + weight, 0);
  return {
    support: best.support,
    words: total === 0 ? 0 : shares.reduce((sum, [weight, held]) => sum + weight * held, 0) / total,
    lead: next === undefined ? 0 : Math.max(0, Math.min(mostLead, best.score - next.score)),
    unit: question.units.length > 0 ? 1 : 0,
  };
}

/** 1 for a word that stands in or around the sentence, else the share of its characters that do. */
function heldShare(word: string, candidate: Candidate): number {
  const texts = [candidate.normalized, ...surroundingsOf(candidate)];
  if (texts.some((text) => carries(text, word))) return 1;
  const characters = [...word];
  return characters.filter((character) => texts.some((text) => text.includes(character))).length / characters.length;
}

export function confidenceOf(signs: Signs, model: ConfidenceModel): number {
  const sum = signNames.reduce((total, name) => total + model[name] * signs[name], model.bias);
  return 1 / (1 + Math.exp(-sum));
}
