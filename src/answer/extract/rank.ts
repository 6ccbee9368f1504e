// Orders the sentences by how well each alone would answer.
import { holdsAnswer } from './asked-for.ts';
import type { Candidate } from './candidates.ts';
import { sameMeasure } from './measure.ts';
import type { Question } from './question.ts';
import { supportOf, type Weights } from './support.ts';

export interface Ranked {
  readonly candidate: Candidate;
  readonly support: number;
  readonly score: number;
}

/** What is asked for being there, the question's own wording, and brevity decide between sentences of like support. */
const answerBonus = 0.25;
const wordingBonus = 0.1;
const lengthPenaltyPerCharacter = 0.0003;

export function rank(question: Question, candidates: readonly Candidate[], weights: Weights): Ranked[] {
  return candidates
    .map((candidate) => {
      const support = supportOf(candidate, weights);
      return { candidate, support, score: support + bonus(question, candidate) };
    })
    .sort((a, b) => b.score - a.score);
}

function bonus(question: Question, candidate: Candidate): number {
  const answers = [...question.asks].every((asks) => holdsAnswer(asks, candidate.normalized, newMeasures(question, candidate)))
    ? answerBonus
    : 0;
  return answers + wordingBonus * sharedWording(question, candidate) - lengthPenaltyPerCharacter * candidate.text.length;
}

/** Quantities that the question does not already name. */
export function newMeasures(question: Question, candidate: Candidate) {
  const asked = [...question.measures, ...question.years];
  return candidate.measures.filter((measure) => !asked.some((known) => sameMeasure(known, measure)));
}

function sharedWording(question: Question, candidate: Candidate): number {
  const bigrams = question.bigrams;
  return bigrams.length === 0 ? 0 : bigrams.filter((bigram) => candidate.tokens.has(bigram)).length / bigrams.length;
}
