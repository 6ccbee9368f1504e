// Fits the engine's confidence to questions, and cuts questions into folds so that no document is on both sides.
import { findCandidates } from '../src/answer/extract/candidates.ts';
import type { ConfidenceModel } from '../src/answer/extract/confidence.ts';
import { examine } from '../src/answer/extract/examine.ts';
import { inWordsOfText } from '../src/answer/extract/in-words-of-text.ts';
import { readQuestion } from '../src/answer/extract/question.ts';
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
const foldCount = 5;

/** One fit to all questions of all sets, and for each question the weights that were fitted without its document. */
export function fitInFolds(sets: readonly QuestionSet[]): { fitted: Fit; unseen: (item: GoldItem) => ConfidenceModel } {
  const foldOf = foldsOf(sets.flatMap(({ items }) => items));
  const examples = sets.flatMap(({ items, library }) => items.map((item) => ({ fold: foldOf.get(item), found: exampleOf(item, library) })));
  const fitTo = (kept: typeof examples) => fitConfidence(kept.flatMap(({ found }) => found));
  const fitted = fitTo(examples);
  const folds = Array.from({ length: foldCount }, (_, fold) => fitTo(examples.filter((example) => example.fold !== fold)).model);
  return { fitted, unseen: (item) => folds[foldOf.get(item) ?? 0] ?? fitted.model };
}

/** Learns only from questions that the rules let through: the others are refused whatever the confidence. */
function fitConfidence(examples: readonly Example[]): Fit {
  const { bias, weights } = fitLogistic(examples, ridge);
  const [support = 0, absent = 0, focus = 0] = weights;
  return { model: { bias, support, absent, focus }, examples: examples.length };
}

function exampleOf({ question: raw, answerable }: GoldItem, { retrieve }: PolicyLibrary): Example[] {
  const candidates = findCandidates(retrieve(raw));
  const view = examine(readQuestion(inWordsOfText(raw, candidates)), candidates);
  return view === undefined || view.gap !== undefined
    ? []
    : [{ signs: [view.signs.support, view.signs.absent, view.signs.focus], isPositive: answerable }];
}

/** Questions with evidence go by its document, those without in turn. */
function foldsOf(gold: readonly GoldItem[]): Map<GoldItem, number> {
  const documents = [...new Set(gold.map((item) => item.evidence_doc))].filter((name) => name !== null);
  let turn = 0;
  return new Map(gold.map((item) => [item, (item.evidence_doc === null ? turn++ : documents.indexOf(item.evidence_doc)) % foldCount]));
}
