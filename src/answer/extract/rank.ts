// Orders the sentences by how well each alone would answer.
import { type Asks, holdsAnswer } from './asked-for.ts';
import type { Candidate } from './candidates.ts';
import { type Measure, sameMeasure } from '../mentions/measure.ts';
import { isPreamble, isQuestion, wantsPreamble } from './preamble.ts';
import type { Question } from './question.ts';
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';
import { carries } from './wording.ts';
import { saysPart, standsInPart } from './service-guide.ts';
import { supportOf, type Weights, weightOf } from './support.ts';

export interface Ranked {
  readonly candidate: Candidate;
  readonly support: number;
  readonly score: number;
}

/** What is asked for being there, then the question's own wording, decide between sentences of like support. */
const answerBonus = 0.15;
const wordingBonus = 0.1;
/** The part of a service guide that is asked about is the place to look; what opens a text, or asks itself, is not. */
const partBonus = 0.5;
/** Words that ask for a part of a guide, whatever the service. */
const ofGuide = /材料|资料|证件|手续|流程|程序|步骤|办理|申[请报领办]|准备|携?带|提[交供]|电话|地[址点方]|窗口|部门/;
const asidePenalty = 0.4;

export function rank(question: Question, candidates: readonly Candidate[], weights: Weights): Ranked[] {
  return candidates
    .map((candidate) => {
      const support = supportOf(candidate, weights);
      const answers = missingKinds(question, candidate).length === 0 ? answerBonus : 0;
      const place = isAside(question, candidate) ? -asidePenalty : partBonus * partShare(question, candidate, weights);
      return { candidate, support, score: support + answers + place + wordingBonus * sharedWording(question, candidate) };
    })
    .sort((a, b) => b.score - a.score);
}

function isAside(question: Question, { normalized }: Candidate): boolean {
  return isQuestion(normalized) || (isPreamble(normalized) && !wantsPreamble(question.text));
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
  return [...question.asks].filter((asks) => !holdsAnswer(asks, candidate, measures));
}

/** Quantities that the question does not already name. */
function newMeasures(question: Question, candidate: Candidate): Measure[] {
  const asked = [...question.measures, ...question.years];
  return candidate.measures.filter((measure) => !asked.some((known) => sameMeasure(known, measure)));
}

function sharedWording({ pairs }: Question, candidate: Candidate): number {
  return pairs.length === 0 ? 0 : pairs.filter((pair) => candidate.normalized.includes(pair)).length / pairs.length;
}
