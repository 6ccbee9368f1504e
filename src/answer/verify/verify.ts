// Whether a text supports a claim: named conflicts decide, and what is left is how much of the claim the text carries.
// Pure: the same claim and texts give the same verdict. README.md says how it decides.
import { usualChecks } from '../../scenarios/checks-contract.ts';
import type { Conflict } from './conflict.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { compareNames } from './names.ts';
import { nearestWindow } from './nearest.ts';
import { findOpposites } from './opposites.ts';
import { findWidenings } from './scope.ts';
import { findNegationConflicts } from './polarity.ts';
import { findDateConflicts, findQuantityConflicts } from './quantities.ts';
import { findSourceConflicts } from './sources.ts';
import { findCauseConflicts } from './causes.ts';
import { findOrderConflicts } from './order.ts';
import { findRankConflicts } from './ordinals.ts';
import { findDeniedClauses } from './denied-clause.ts';
import { findDenialsBetween } from './denied-here.ts';
import { findDroppedExceptions } from './exceptions.ts';
import { findFigureWordConflicts } from './figure-words.ts';
import { findSwaps } from './slots.ts';
import { readStatement } from './statement.ts';
import { findSubjectConflicts } from './subjects.ts';
import { signsOf, supportOf } from './support.ts';

export interface ClaimVerdict {
  /** 0 to 1; where something stands against the claim, below every usual threshold. */
  readonly score: number;
  readonly verdict: 'supported' | 'contradicted' | 'unsupported';
  readonly conflicts: readonly Conflict[];
}

/** What stands against a claim is never outweighed by how much of it the text carries. */
const shareDespiteConflict = 0.49;

/** Texts are taken together: what one leaves out another may say. `supportedFrom`: the score from which it counts as supported. */
export function verifyClaim(claim: string, texts: readonly string[], supportedFrom: number = usualChecks.supportedFrom): ClaimVerdict {
  const { coverage, conflicts } = examineClaim(claim, texts);
  return judge(supportOf(signsOf(coverage)), conflicts, supportedFrom);
}

/** `carried`: how sure it is, were there no conflicts. However low the threshold, nothing is supported that something stands against. */
export function judge(carried: number, conflicts: readonly Conflict[], supportedFrom: number = usualChecks.supportedFrom): ClaimVerdict {
  if (conflicts.length === 0) return { score: carried, verdict: carried >= supportedFrom ? 'supported' : 'unsupported', conflicts };
  const verdict = conflicts.some(isContradiction) ? 'contradicted' : 'unsupported';
  return { score: carried * shareDespiteConflict, verdict, conflicts };
}

/** The text says otherwise; where it says nothing of it, the claim is not supported, and no more. */
function isContradiction({ text }: Conflict): boolean {
  return text !== null;
}

export interface Examined {
  readonly coverage: Coverage;
  readonly conflicts: readonly Conflict[];
}

export function examineClaim(rawClaim: string, texts: readonly string[]): Examined {
  const claim = readStatement(rawClaim);
  const text = readStatement(texts.join('。\n'));
  if (isQuoted(claim.text, text.text)) return { coverage: coverageOf(claim, text, 0), conflicts: [] };
  const window = nearestWindow(claim, text);
  const names = compareNames(claim, text, window);
  const conflicts = [
    ...findDateConflicts(claim, text),
    ...findQuantityConflicts(claim, text, window),
    ...findFigureWordConflicts(claim, text),
    ...findNegationConflicts(claim, text, window),
    ...findDeniedClauses(claim, text),
    ...findDenialsBetween(claim, text),
    ...findOpposites(claim, text, window),
    ...findWidenings(claim, text),
    ...findDroppedExceptions(claim, text, window),
    ...findOrderConflicts(claim, text),
    ...findRankConflicts(claim, text),
    ...findCauseConflicts(claim, text),
    ...findSubjectConflicts(claim, text),
    ...findSourceConflicts(claim, text),
    ...names.conflicts,
    ...findSwaps(claim, text),
  ];
  return { coverage: coverageOf(claim, text, names.strangers), conflicts };
}

/** Whole clauses of the text, to the letter: whatever they say, it says. */
function isQuoted(claim: string, text: string): boolean {
  const words = claim.replace(/[。；;，,！!？?：:]+$/, '');
  const mark = /^[。；;，,！!？?：:]?$/;
  for (let at = text.indexOf(words); words !== '' && at >= 0; at = text.indexOf(words, at + 1))
    if (mark.test(text[at - 1] ?? '') && mark.test(text[at + words.length] ?? '')) return true;
  return false;
}
