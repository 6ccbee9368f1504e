// Fits the engine's confidence to questions, and cuts questions into folds so that no document is on both sides.
import { findCandidates } from '../src/answer/extract/candidates.ts';
import type { ConfidenceModel } from '../src/answer/extract/confidence.ts';
import { examine } from '../src/answer/extract/examine.ts';
import { readQuestion } from '../src/answer/extract/question.ts';
import { type Example, fitLogistic } from './fit-logistic.ts';
import type { PolicyLibrary } from './policy-library.ts';
import type { GoldItem } from './score-policyqa.ts';

const ridge = 0.1;
export const foldCount = 5;

/** Learns only from questions that the rules let through: the others are refused whatever the confidence. */
export function fitConfidence(gold: readonly GoldItem[], library: PolicyLibrary): { model: ConfidenceModel; examples: number } {
  const examples = gold.flatMap((item) => exampleOf(item, library));
  const { bias, weights } = fitLogistic(examples, ridge);
  const [support = 0, absent = 0, focus = 0] = weights;
  return { model: { bias, support, absent, focus }, examples: examples.length };
}

function exampleOf({ question: raw, answerable }: GoldItem, { retrieve }: PolicyLibrary): Example[] {
  const question = readQuestion(raw);
  const view = examine(question, findCandidates(retrieve(raw)));
  return view === undefined || view.gap !== undefined
    ? []
    : [{ signs: [view.signs.support, view.signs.absent, view.signs.focus], isPositive: answerable }];
}

/** Questions with evidence go by its document, those without in turn. */
export function foldsOf(gold: readonly GoldItem[]): Map<GoldItem, number> {
  const documents = [...new Set(gold.map((item) => item.evidence_doc))].filter((name) => name !== null);
  let turn = 0;
  return new Map(gold.map((item) => [item, (item.evidence_doc === null ? turn++ : documents.indexOf(item.evidence_doc)) % foldCount]));
}
