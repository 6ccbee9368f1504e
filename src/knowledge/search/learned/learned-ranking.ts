// Ranking that has learned from confirmed answers: candidates come from the question's own words, from words that its answers
// tend to hold and from answers to similar questions; trees decide from all signals whom to trust. That a passage was an answer
// before and that it fits the words are different signals, so memory need not push new passages aside.
import { segmentQuery } from '../segment.ts';
import { type CandidateGroup, fitTrees, scoreWith, type Tree } from './boosted-trees.ts';
import type { PassageCollection } from './passage-collection.ts';
import { type ConfirmedPair, learnExpansion, type QuestionMemory } from './question-memory.ts';
import { type Candidates, signalsOf } from './signals.ts';

/** Plain JSON: can be kept, shown and taken back. */
export interface LearnedRanking {
  readonly memory: QuestionMemory;
  readonly trees: readonly Tree[];
}

/** While learning, a question is ranked with a memory that does not hold it, as a new question will be. */
const folds = 5;
/** Wrong candidates per question: half the most tempting, half spread over the rest. */
const wrongPerQuestion = 60;
/**
 * Questions whose answers were never answers before count this much more: without it the trees would rely on memory alone.
 * Measured in five folds, recall@50 over all and on new answers: weight 1 .825 / .783, 4 .815 / .816, 6 .812 / .819, 8 .802 / .831.
 */
const newAnswerWeight = 8;

export function learnRanking(pairs: readonly ConfirmedPair[], passages: PassageCollection): LearnedRanking {
  const passageOf = (id: string) => passages.passageOf(id);
  const groups = Array.from({ length: folds }, (_, fold) => {
    const memory = learnExpansion(
      pairs.filter((_pair, place) => place % folds !== fold),
      passageOf,
    );
    return pairs
      .filter((_pair, place) => place % folds === fold)
      .map((pair) => groupOf(pair, signalsOf(pair.question, passages, memory), passages, memory));
  });
  return { memory: learnExpansion(pairs, passageOf), trees: fitTrees(groups.flat()) };
}

/** Passage ids, best first. What was learned counts only among passages that it was learned from; elsewhere words alone rank. */
export function rankLearned(question: string, passages: PassageCollection, { memory, trees }: LearnedRanking, limit: number): string[] {
  if (!isAtHome(memory, passages)) return passages.all.search(segmentQuery(question), { limit }).map(({ row }) => passages.entry(row).id);
  const { rows, signals } = signalsOf(question, passages, memory);
  return rows
    .map((row, place) => ({ row, score: scoreWith(trees, signals[place] ?? new Float32Array()) }))
    .toSorted((left, right) => right.score - left.score)
    .slice(0, limit)
    .map(({ row }) => passages.entry(row).id);
}

function isAtHome({ questions }: QuestionMemory, passages: PassageCollection): boolean {
  return questions.some(({ passageIds }) => passageIds.some((id) => passages.rowOf(id) !== undefined));
}

function groupOf(
  { passageIds }: ConfirmedPair,
  { rows, signals }: Candidates,
  passages: PassageCollection,
  memory: QuestionMemory,
): CandidateGroup {
  const right = new Set(passageIds.map((id) => passages.rowOf(id)));
  const wrong = rows.flatMap((row, place) => (right.has(row) ? [] : [place]));
  const temptation = (place: number) => signals[place]?.[temptingSignal] ?? 0;
  const ranked = wrong.toSorted((left, other) => temptation(other) - temptation(left));
  const stride = Math.max(1, Math.floor((2 * ranked.length) / wrongPerQuestion));
  const kept = ranked.filter((_, place) => place < wrongPerQuestion / 2 || place % stride === 0);
  const places = [...rows.keys().filter((place) => right.has(rows[place])), ...kept];
  return {
    rows: places.flatMap((place) => signals[place] ?? []),
    isRight: places.map((place) => right.has(rows[place])),
    weight: passageIds.some((id) => memory.popularity[id] !== undefined) ? 1 : newAnswerWeight,
  };
}

/** Of the signals, the mix of words, expansion and trust in titles. */
const temptingSignal = 7;
