// Finds the sentence that comes nearest to an answer, and what speaks for and against it.
import type { Candidate } from './candidates.ts';
import { readSigns, type Signs } from './confidence.ts';
import type { Gap } from './evidence.ts';
import { findGap } from './gap.ts';
import { findPremiseConflict } from './premise.ts';
import type { Question } from './question.ts';
import { type Ranked, rank } from './rank.ts';
import { weigh, type Weights } from './support.ts';

export interface Examination {
  readonly best: Ranked;
  readonly gap: Gap | undefined;
  readonly signs: Signs;
  /** The next best, whatever their gaps. */
  readonly others: readonly Ranked[];
  readonly weights: Weights;
}

/** Sentences that are looked at for one that answers; they must carry nearly as much of the question as the first. */
const contenders = 8;
const contenderShare = 0.6;

/** Undefined when there is no sentence to look at. */
export function examine(question: Question, candidates: readonly Candidate[]): Examination | undefined {
  const weights = weigh(question, candidates);
  const ranked = rank(question, candidates, weights);
  const first = ranked[0];
  if (first === undefined) return undefined;
  const judged = ranked
    .slice(0, contenders)
    .filter(({ support }) => support >= first.support * contenderShare)
    .map((each) => ({ each, gap: findGap(question, each.candidate, candidates) }));
  // A contradiction ranked above every clean sentence is what the question is about; other gaps only pass the turn on.
  const { each: best, gap } = judged.find((one) => one.gap === undefined || one.gap.kind === 'contradicted') ??
    judged[0] ?? { each: first, gap: undefined };
  const premise = gap?.kind === 'contradicted' ? undefined : findPremiseConflict(question, candidates);
  if (premise) {
    const speaking = ranked.find(({ candidate }) => candidate === premise.candidate) ?? best;
    return { best: speaking, gap: premise.gap, signs: readSigns(question, speaking, best, weights), others: [], weights };
  }
  const others = ranked.filter((other) => other !== best).slice(0, contenders);
  return { best, gap, signs: readSigns(question, best, others[0], weights), others, weights };
}
