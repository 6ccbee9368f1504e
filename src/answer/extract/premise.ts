// What a question takes for granted, held against the sentences that speak of it: 有效期为3年，到期怎么延续 where the text has 5年,
// 为什么要参加 where it has 不参加. A question whether something is so takes nothing for granted, and 我交了3个月 is no rule.
import type { Conflict as ClaimConflict } from '../verify/conflict.ts';
import { examineClaim } from '../verify/verify.ts';
import { signsOf, supportOf as supportOfClaim } from '../verify/support.ts';
import { findMeasures } from '../mentions/measure.ts';
import { findRanges, fitsRange } from '../mentions/ranges.ts';
import type { Candidate } from './candidates.ts';
import type { Gap } from './evidence.ts';
import { interrogatives } from './interrogative.ts';
import { wordingsOfSame } from './lay-words.ts';
import { type Question, readQuestion } from './question.ts';
import { supportOf, weigh } from './support.ts';
import { carries } from './wording.ts';

interface Conflict {
  readonly candidate: Candidate;
  readonly gap: Gap;
}

interface Speaking {
  readonly candidate: Candidate;
  /** How much of the premise the sentence carries, were nothing against it. */
  readonly carried: number;
  readonly against: ClaimConflict | undefined;
}

/** A sentence speaks of the premise when it carries this share of its weight, and nearly as much as the one that carries most. */
const leastShare = 0.5;
const nearlyAsMuch = 0.85;
const mostSentences = 4;

export function findPremiseConflict(question: Question, candidates: readonly Candidate[]): Conflict | undefined {
  if (question.asks.has('permission')) return undefined;
  for (const premise of premisesOf(question.text)) {
    const speaking = sentencesOn(premise, candidates);
    const conflict = statedOtherwise(speaking) ?? deniedWithin(premise, speaking, question.words);
    if (conflict) return conflict;
  }
  return undefined;
}

/** Clauses that ask nothing, and all that 为什么 asks the reason of. */
function premisesOf(text: string): string[] {
  const clauses = text.split(/[，。,;；？?]/).filter((clause) => clause !== '');
  return clauses
    .filter((clause) => asksWhy.test(clause) || (clauses.length > 1 && clause.search(interrogatives) < 0))
    .map((clause) => clause.replace(asksWhy, ''));
}

const asksWhy = /为什么|为何/;

function sentencesOn(premise: string, candidates: readonly Candidate[]): Speaking[] {
  const weights = weigh(readQuestion(premise), candidates);
  const ranked = candidates
    .map((candidate) => ({ candidate, share: supportOf(candidate, weights) }))
    .sort((a, b) => b.share - a.share)
    .slice(0, mostSentences);
  const least = Math.max(leastShare, (ranked[0]?.share ?? 0) * nearlyAsMuch);
  return ranked
    .filter(({ share }) => share >= least)
    .map(({ candidate }) => {
      const { coverage, conflicts } = examineClaim(premise, [candidate.normalized]);
      return {
        candidate,
        carried: supportOfClaim(signsOf(coverage)),
        against: conflicts.find((one) => isTold(one, premise) && !isCase(one, candidate)),
      };
    });
}

/** Names are looked for by the gaps; a date that is all that the clause says states nothing. */
const toldKinds = new Set<ClaimConflict['kind']>(['number', 'unit', 'date', 'negation', 'modality', 'comparison', 'scope']);
const leastBesidesDate = 4;

function isTold({ kind, claim, text }: ClaimConflict, premise: string): boolean {
  return toldKinds.has(kind) && text !== null && (kind !== 'date' || premise.length - claim.length >= leastBesidesDate);
}

/** 8公里 is the case of 5公里至10公里, no other figure. */
function isCase({ kind, claim }: ClaimConflict, { normalized, measures }: Candidate): boolean {
  const ranges = findRanges(normalized, measures);
  return kind === 'number' && findMeasures(claim).some((asked) => fitsRange(asked, ranges) === true);
}

/** What stands against it counts unless another sentence says the same as the premise at least as fully. */
function statedOtherwise(speaking: readonly Speaking[]): Conflict | undefined {
  const otherwise = speaking.find(({ against }) => against !== undefined);
  if (!otherwise?.against) return undefined;
  if (speaking.some(({ against, carried }) => against === undefined && carried >= otherwise.carried)) return undefined;
  return {
    candidate: otherwise.candidate,
    gap: { kind: 'contradicted', asked: otherwise.against.claim, found: otherwise.against.text ?? '' },
  };
}

/** Up to the next mark; 逾期不办理的， is a condition, not a statement. */
const denials =
  /(?:不得|不再|不需要?|无需|不用|不予|不|未|免)(?!得|超过|足|满|同|低于|高于|少于|动产|断|仅|但|只|久|论|管|可|良|妨|便|利|服|明|法|符|少|大|太|限|到)(\p{Script=Han}{2,12})/gu;

/** 申请公租房，收入不能超过多少 only says what is spoken of; 要参加, 已经办了, 都收费 take something for granted. */
const asserts = /[要须需应会都是已了]|可以|能|收费|收取/;
/** 已有住房的，不得申请 denies it to some, and not as such; 户口簿遗失的，不需要登报 does, to who asks about a 户口簿. */
const conditional = /[^，,。；;]*的[，,][^。；;]*$/;

/** 要收违约金 where the text has 不收取违约金: a word of daily life for what the text denies in its own. */
function deniedWithin(premise: string, speaking: readonly Speaking[], words: readonly string[]): Conflict | undefined {
  if (/[不没未无免非]/.test(premise) || !asserts.test(premise)) return undefined;
  for (const { candidate } of speaking) {
    for (const { 0: found, 1: denied = '', index } of candidate.normalized.matchAll(denials)) {
      if (/的(?:$|[，,；;])/.test(candidate.normalized.slice(index, index + found.length + 1))) continue;
      const [condition] = conditional.exec(candidate.normalized.slice(0, index)) ?? [];
      if (condition !== undefined && !words.some((word) => premise.includes(word) && carries(condition, word))) continue;
      const verb = words.find((word) => premise.includes(word) && wordingsOfSame(word).some((same) => denied.startsWith(same)));
      if (verb !== undefined) return { candidate, gap: { kind: 'contradicted', asked: verb, found: found.slice(0, 8) } };
    }
  }
  return undefined;
}
