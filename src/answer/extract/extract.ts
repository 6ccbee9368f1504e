// The extractive engine: answers from retrieved passages by quoting them, without a model, or says why it does not.
// Pure: the same question and passages give the same extraction. README.md says how it decides.
import { type Candidate, findCandidates } from './candidates.ts';
import { citedArticle } from './cited-article.ts';
import { compose, quote } from './compose.ts';
import { answerThreshold, type ConfidenceModel, confidenceModel, confidenceOf, readSigns, type Signs } from './confidence.ts';
import type { EvidencePassage, Extraction, Gap } from './evidence.ts';
import { findGap } from './gap.ts';
import { isOutOfScope } from './out-of-scope.ts';
import { type Question, readQuestion } from './question.ts';
import { type Ranked, rank } from './rank.ts';
import { weigh, type Weights } from './support.ts';
import { trimToClauses } from './trim.ts';

export interface ExtractionInput {
  readonly question: string;
  readonly passages: readonly EvidencePassage[];
  /** For measuring other weights than the shipped ones. */
  readonly model?: ConfidenceModel;
}

/** Sentences that are looked at for one that answers; they must carry nearly as much of the question as the best. */
const contenders = 5;
const contenderShare = 0.8;
/** What is shown as found when nothing is asserted. */
const foundCount = 2;
/** Below this share of the question a sentence is not worth showing. */
const leastSupportShown = 0.25;

export function extractAnswer({ question: raw, passages, model = confidenceModel }: ExtractionInput): Extraction {
  const question = readQuestion(raw);
  if (isOutOfScope(question.text)) return { kind: 'out-of-scope', found: [], confidence: 1 };
  if (question.isVague) return { kind: 'needs-clarification', found: [], confidence: 1 };
  const candidates = findCandidates(passages);
  const article = citedArticle(question.text, candidates);
  if (article.length > 0) return { kind: 'answered', sentences: quote(article, new Map()), confidence: 1 };
  const view = examine(question, candidates);
  if (view === undefined) return { kind: 'not-found', found: [], confidence: 0, reason: { kind: 'no-evidence' } };
  const { best, gap, signs, ranked, weights } = view;
  const confidence = confidenceOf(signs, model);
  if (gap === undefined && confidence >= answerThreshold) {
    const others = ranked.filter((other) => other !== best).slice(0, contenders);
    return { kind: 'answered', sentences: compose(question, best, others, weights), confidence };
  }
  const found = [best, ...ranked.filter((other) => other !== best)]
    .filter((each) => each.support >= leastSupportShown)
    .slice(0, foundCount);
  return {
    kind: found.length === 0 ? 'not-found' : 'not-sure',
    found: found.map(({ candidate }) => trimToClauses(candidate, weights)),
    confidence: gap === undefined ? confidence : Math.min(confidence, answerThreshold / 2),
    reason: gap ?? { kind: 'low-confidence' },
  };
}

export interface Examination {
  readonly best: Ranked;
  readonly gap: Gap | undefined;
  readonly signs: Signs;
  readonly ranked: readonly Ranked[];
  readonly weights: Weights;
}

/** The sentence that comes nearest to an answer and what is known of it; undefined when there is nothing to look at. */
export function examine(question: Question, candidates: readonly Candidate[]): Examination | undefined {
  const weights = weigh(question, candidates);
  const ranked = rank(question, candidates, weights);
  const first = ranked[0];
  if (first === undefined) return undefined;
  const near = ranked.slice(0, contenders).filter((each) => each.support >= first.support * contenderShare);
  const judged = near.map((each) => ({ each, gap: findGap(question, each.candidate, candidates) }));
  // A contradiction ranked above every clean sentence is what the question is about; other gaps only pass the turn on.
  const decisive = judged.find(({ gap }) => gap === undefined || gap.kind === 'contradicted') ?? judged[0];
  const best = decisive?.each ?? first;
  const signs = readSigns(question, best.candidate, candidates, weights);
  return { best, gap: decisive?.gap, signs, ranked, weights };
}
