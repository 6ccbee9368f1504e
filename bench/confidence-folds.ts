// Fits the engine's confidence to questions, and leaves out each library in turn so that nothing of it is on both sides.
import { withClasses } from '../src/answer/extract/class-labels.ts';
import { findCandidates } from '../src/answer/extract/candidates.ts';
import { type ConfidenceModel, signNames } from '../src/answer/extract/confidence.ts';
import { examine } from '../src/answer/extract/examine.ts';
import { inWordsOfText } from '../src/answer/extract/in-words-of-text.ts';
import { readQuestion } from '../src/answer/extract/question.ts';
import { answerGold } from './answer-gold.ts';
import { type Example, fitLogistic } from './fit-logistic.ts';
import type { PolicyLibrary } from './policy-library.ts';
import type { GoldItem } from './score-policyqa.ts';

export interface QuestionSet {
  readonly name: string;
  readonly library: PolicyLibrary;
  readonly items: readonly GoldItem[];
}

interface Fit {
  readonly model: ConfidenceModel;
  readonly examples: number;
}

const ridge = 0.1;

/** One fit to all questions of all sets, and for each library the weights that were fitted without its questions: it stands for one of other authors. */
export function fitInFolds(sets: readonly QuestionSet[]): { fitted: Fit; unseen: (library: PolicyLibrary) => ConfidenceModel } {
  const examples = sets.flatMap(({ items, library }) =>
    items.flatMap((item) => exampleOf(item, library).map((example) => ({ library, example }))),
  );
  const fitTo = (kept: typeof examples) => fitConfidence(kept.map(({ example }) => example));
  const without = new Map(
    [...new Set(sets.map(({ library }) => library))].map((left) => [left, fitTo(examples.filter(({ library }) => library !== left)).model]),
  );
  const fitted = fitTo(examples);
  return { fitted, unseen: (library) => without.get(library) ?? fitted.model };
}

/** Learns only from questions that the rules let through: the others are refused whatever the confidence. */
function fitConfidence(examples: readonly Example[]): Fit {
  const { bias, weights } = fitLogistic(examples, ridge);
  const [support = 0, words = 0, lead = 0, unit = 0] = weights;
  return { model: { bias, support, words, lead, unit }, examples: examples.length };
}

/** Right answers against those that are wrong and those to questions without one. */
function exampleOf(item: GoldItem, library: PolicyLibrary): Example[] {
  const candidates = findCandidates(library.retrieve(item.question));
  const view = examine(withClasses(readQuestion(inWordsOfText(item.question, candidates)), candidates), candidates);
  if (view === undefined || view.gap !== undefined) return [];
  const { isFull, coversEvidence } = answerGold(item, library, { answeredFrom: 0 }).row;
  const { signs } = view;
  return [{ signs: signNames.map((name) => signs[name]), isPositive: isFull && coversEvidence }];
}
