// How sure it is that a text carries a claim against which nothing stands: a logistic model of a few signs, each with a meaning of its own.
import type { Coverage } from './coverage.ts';
import shipped from './support-weights.json' with { type: 'json' };

export interface SupportModel {
  readonly bias: number;
  /** Of the signs, in their order. */
  readonly weights: readonly number[];
}

const supportModel: SupportModel = shipped;

/** A gap longer than this says no more. */
const longestGapThatCounts = 12;

/** Each from 0 to 1. */
export function signsOf({ pairs, words, longestGap, gapShare, strangers }: Coverage): number[] {
  return [pairs, words, Math.min(longestGap, longestGapThatCounts) / longestGapThatCounts, gapShare, strangers > 0 ? 1 : 0];
}

export function supportOf(signs: readonly number[], { bias, weights }: SupportModel = supportModel): number {
  return 1 / (1 + Math.exp(-signs.reduce((sum, sign, index) => sum + sign * (weights[index] ?? 0), bias)));
}
