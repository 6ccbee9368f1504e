// Orders the sentences by how well each alone would answer.
import { type Asks, holdsAnswer } from './asked-for.ts';
import type { Candidate } from './candidates.ts';
import { type Measure, sameMeasure } from '../mentions/measure.ts';
import { findRanges, fitsRange } from '../mentions/ranges.ts';
import { isPreamble, isQuestion, wantsPreamble } from './preamble.ts';
import type { Question } from './question.ts';
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';
import { carries } from './wording.ts';
import { saysPart, standsInPart } from './service-guide.ts';
import { holdsUnit } from './units-asked.ts';
import { supportOf, surroundingsOf, type Weights, weightOf } from './support.ts';

export interface Ranked {
  readonly candidate: Candidate;
  readonly support: number;
  readonly score: number;
}

/** What is asked for being there, then the question's own wording, decide between sentences of like support. */
const answerBonus = 0.15;
const wordingBonus = 0.1;
/** 8公里 asks for the case of 5公里至10公里, and not for that of 5公里以内. */
const caseBonus = 0.15;
/** Of like sentences the one of a document about the matter, found first by the search, and for a list what looks like one. */
const titleBonus = 0.2;
const retrievedBonus = 0.05;
const listBonus = 0.1;
/** The part of a service guide that is asked about is the place to look; what opens a text, or asks itself, is not. */
const partBonus = 0.5;
/** Words that ask for a part of a guide, whatever the service. */
const ofGuide = /材料|资料|证件|手续|流程|程序|步骤|办理|申[请报领办]|准备|携?带|提[交供]|电话|地[址点方]|窗口|部门/;
const asidePenalty = 0.4;

export function rank(question: Question, candidates: readonly Candidate[], weights: Weights): Ranked[] {
  const titleShare = titleShares(weights);
  return candidates
    .map((candidate) => {
      const support = supportOf(candidate, weights);
      const answers = missingKinds(question, candidate).length === 0 ? answerBonus : 0;
      const place = isAside(question, candidate) ? -asidePenalty : partBonus * partShare(question, candidate, weights);
      return {
        candidate,
        support,
        score:
          support +
          titleBonus * titleShare(candidate) +
          answers +
          place +
          wordingBonus * sharedWording(question, candidate) +
          caseBonus * caseFit(question, candidate) +
          listBonus * (question.asks.has('list') && listsSomething(candidate) ? 1 : 0) +
          retrievedBonus / candidate.passage.rank,
      };
    })
    .sort((a, b) => b.score - a.score);
}

/** By the share of the question that the title of its document carries. */
function titleShares(weights: Weights): (candidate: Candidate) => number {
  const known = new Map<string, number>();
  return (candidate) => {
    const title = surroundingsOf(candidate).at(-1) ?? '';
    const share = known.get(title) ?? weightOf(weights, (wording) => carries(title, wording));
    known.set(title, share);
    return share;
  };
}

/** 应当提交下列材料： and its items, A、B和C. */
function listsSomething({ text }: Candidate): boolean {
  return /[:：]$|^[（(][一二三四五六七八九十\d]+[）)]|[、,，].+[、,，]/.test(text);
}

/** 1 where a figure of the question meets a range of the sentence, -1 where it meets none of them. */
function caseFit({ measures }: Question, candidate: Candidate): number {
  if (measures.length === 0 || candidate.measures.length === 0) return 0;
  const ranges = findRanges(candidate.normalized, candidate.measures);
  const fits = measures.map((measure) => fitsRange(measure, ranges)).filter((fit) => fit !== undefined);
  return fits.length === 0 ? 0 : fits.some(Boolean) ? 1 : -1;
}

/** （一）生活津贴。 heads what follows. */
const caption = /^[（(][一二三四五六七八九十\d]+[）)]\p{Script=Han}{2,6}。$/u;

function isAside(question: Question, { normalized }: Candidate): boolean {
  return caption.test(normalized) || isQuestion(normalized) || (isPreamble(normalized) && !wantsPreamble(question.text));
}

/** Of a guide only that of the service asked about counts: by the share of the question that its title carries. */
function partShare({ parts }: Question, candidate: Candidate, weights: Weights): number {
  if (!parts.some((part) => standsInPart(part, candidate) && saysPart(part, candidate))) return 0;
  const title = normalizeForSearch(candidate.passage.title);
  const ofService = (wording: string): boolean => !ofGuide.test(wording);
  const all = weightOf(weights, ofService);
  return all === 0 ? 0 : weightOf(weights, (wording) => ofService(wording) && carries(title, wording)) / all;
}

/** Kinds of answer that the question expects and the sentence does not hold. */
export function missingKinds(question: Question, candidate: Candidate): Asks[] {
  const measures = newMeasures(question, candidate);
  const missing = [...question.asks].filter((asks) => !holdsAnswer(asks, candidate, measures));
  const lacksUnit = question.units.length > 0 && !holdsUnit(question.units, candidate.normalized, measures);
  return lacksUnit && missing.length === 0 ? ['amount'] : missing;
}

/** Quantities that the question does not already name. */
function newMeasures(question: Question, candidate: Candidate): Measure[] {
  const asked = [...question.measures, ...question.years];
  return candidate.measures.filter((measure) => !asked.some((known) => sameMeasure(known, measure)));
}

function sharedWording({ pairs }: Question, candidate: Candidate): number {
  return pairs.length === 0 ? 0 : pairs.filter((pair) => candidate.normalized.includes(pair)).length / pairs.length;
}
