// What a question takes for granted, held against the sentence that speaks of it: 有效期为3年，到期怎么延续 where the text has 5年,
// 为什么要参加 where it has 不参加. A question whether something is so takes nothing for granted, and 我交了3个月 is no rule.
import type { Candidate } from './candidates.ts';
import type { Gap } from './evidence.ts';
import { interrogatives } from './interrogative.ts';
import { wordingsOfSame } from './lay-words.ts';
import { findMeasures, type Measure, sameMeasure } from './measure.ts';
import type { Question } from './question.ts';
import { surroundingsOf, type Weights } from './support.ts';
import { carries } from './wording.ts';

interface Conflict {
  readonly candidate: Candidate;
  readonly gap: Gap;
}

/** A sentence speaks of the premise when it carries this share of its weight; headings and title help at a discount. */
const leastShare = 0.75;
const aroundShare = 0.8;
/** Other sentences that fit nearly as well may confirm it. */
const nearlyAsWell = 0.9;

export function findPremiseConflict(question: Question, candidates: readonly Candidate[], weights: Weights): Conflict | undefined {
  if (question.asks.has('permission')) return undefined;
  for (const premise of premisesOf(question.text)) {
    const subject = [...weights.keys()].filter((wording) => premise.includes(wording));
    const ranked = candidates
      .map((candidate) => ({ candidate, share: shareOf(subject, candidate, weights) }))
      .filter(({ share }) => share >= leastShare)
      .sort((a, b) => b.share - a.share);
    const near = ranked.filter(({ share }) => share >= (ranked[0]?.share ?? 0) * nearlyAsWell).map(({ candidate }) => candidate);
    const conflict = figureConflict(premise, near) ?? negationConflict(premise, near, question.words);
    if (conflict) return conflict;
  }
  return undefined;
}

/** Clauses that ask nothing, and all that 为什么 asks the reason of. */
function premisesOf(text: string): string[] {
  const clauses = text.split(/[，。,;；？?]/).filter((clause) => clause !== '');
  return clauses.filter((clause) => /为什么|为何/.test(clause) || (clauses.length > 1 && clause.search(interrogatives) < 0));
}

function shareOf(subject: readonly string[], candidate: Candidate, weights: Weights): number {
  const around = surroundingsOf(candidate);
  let [held, total] = [0, 0];
  for (const wording of subject) {
    const weight = weights.get(wording) ?? 0;
    total += weight;
    if (carries(candidate.normalized, wording)) held += weight;
    else if (around.some((text) => carries(text, wording))) held += weight * aroundShare;
  }
  return total === 0 ? 0 : held / total;
}

const states = /(?:是|为|达到?|仅|只有|罚款?|收费?|收取|要|至少|最[多少高低])$/;

function figureConflict(premise: string, near: readonly Candidate[]): Conflict | undefined {
  for (const stated of findMeasures(premise)) {
    if (stated.kind === 'year' || stated.unit === '' || !states.test(premise.slice(0, stated.start))) continue;
    if (near.some(({ measures }) => measures.some((measure) => sameMeasure(measure, stated)))) continue;
    for (const candidate of near) {
      const rival = candidate.measures.find((measure) => isComparable(measure, stated));
      if (rival) return { candidate, gap: { kind: 'contradicted', asked: stated.text, found: rival.text } };
    }
  }
  return undefined;
}

function isComparable(one: Measure, other: Measure): boolean {
  return one.unit === other.unit && one.kind === other.kind;
}

/** Up to the next mark; 逾期不办理的， is a condition, not a statement. */
const denials =
  /(?:不得|不再|不需要?|无需|不用|不予|不|未|免)(?!得|超过|足|满|同|低于|高于|少于|动产|断|仅|但|只|久|论|管|可|良|妨|便|利|服|明|法|符|少|大|太|限|到)(\p{Script=Han}{2,12})/gu;

/** 申请公租房，收入不能超过多少 only says what is spoken of; 要参加, 已经办了, 都收费 take something for granted. */
const asserts = /为什么|为何|[要须需应会都是已了]|可以|能|收费|收取/;
/** 已有住房的，不得申请 denies it to some, and not as such. */
const conditional = /的[，,][^。；;]*$/;

function negationConflict(premise: string, near: readonly Candidate[], words: readonly string[]): Conflict | undefined {
  if (/[不没未无免非]/.test(premise) || !asserts.test(premise)) return undefined;
  const isCharge = /收费|收取|要钱/.test(premise);
  for (const candidate of near) {
    if (isCharge && candidate.normalized.includes('免费'))
      return { candidate, gap: { kind: 'contradicted', asked: '收费', found: '免费' } };
    for (const { 0: found, 1: denied = '', index } of candidate.normalized.matchAll(denials)) {
      if (/的(?:$|[，,；;])/.test(candidate.normalized.slice(index, index + found.length + 1))) continue;
      if (conditional.test(candidate.normalized.slice(0, index))) continue;
      const verb = words.find((word) => premise.includes(word) && wordingsOfSame(word).some((same) => denied.startsWith(same)));
      if (verb !== undefined) return { candidate, gap: { kind: 'contradicted', asked: verb, found: found.slice(0, 8) } };
    }
  }
  return undefined;
}
