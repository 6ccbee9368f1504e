// The extractive engine: answers from retrieved passages by quoting them, without a model, or says why it does not.
// Pure: the same question and passages give the same extraction. README.md says how it decides.
import { usualChecks } from '../../scenarios/checks-contract.ts';
import { findCandidates } from './candidates.ts';
import { withClasses } from './class-labels.ts';
import { citedArticle } from './cited-article.ts';
import { compose, quote } from './compose.ts';
import { type ConfidenceModel, confidenceModel, confidenceOf } from './confidence.ts';
import type { EvidencePassage, Extraction } from './evidence.ts';
import { type Examination, examine } from './examine.ts';
import { findGap } from './gap.ts';
import { inWordsOfText } from './in-words-of-text.ts';
import { isOutOfScope } from './out-of-scope.ts';
import { readQuestion } from './question.ts';
import { trimToClauses } from './trim.ts';

export interface ExtractionInput {
  readonly question: string;
  readonly passages: readonly EvidencePassage[];
  /** Below this confidence nothing is asserted. */
  readonly answeredFrom?: number;
  /** For measuring other weights than the shipped ones. */
  readonly model?: ConfidenceModel;
}

/** What is shown as found when nothing is asserted; below this share of the question a sentence is not worth showing. */
const foundCount = 2;
const leastSupportShown = 0.25;
/** A sentence with a gap is never believed, however well it fits. */
const mostConfidenceWithGap = usualChecks.answeredFrom / 2;

export function extractAnswer({
  question: raw,
  passages,
  answeredFrom = usualChecks.answeredFrom,
  model = confidenceModel,
}: ExtractionInput): Extraction {
  const asked = readQuestion(raw);
  if (isOutOfScope(asked.text)) return { kind: 'out-of-scope', found: [], confidence: 1 };
  if (asked.isVague) return { kind: 'needs-clarification', found: [], confidence: 1 };
  const candidates = findCandidates(passages);
  const question = withClasses(readQuestion(inWordsOfText(raw, candidates)), candidates);
  const article = citedArticle(question.text, candidates);
  if (article.length > 0) return { kind: 'answered', sentences: quote(article, new Map()), confidence: 1 };
  const view = examine(question, candidates);
  if (view === undefined) return { kind: 'not-found', found: [], confidence: 0, reason: { kind: 'no-evidence' } };
  const confidence = confidenceOf(view.signs, model);
  if (view.gap !== undefined || confidence < answeredFrom) return refuse(view, confidence);
  const clean = view.others.filter(({ candidate }) => findGap(question, candidate, candidates) === undefined);
  return { kind: 'answered', sentences: compose(question, view.best, clean, view.weights), confidence };
}

function refuse({ best, gap, others, weights }: Examination, confidence: number): Extraction {
  const found = [best, ...others].filter(({ support }) => support >= leastSupportShown).slice(0, foundCount);
  return {
    kind: found.length === 0 ? 'not-found' : 'not-sure',
    found: found.map(({ candidate }) => trimToClauses(candidate, weights)),
    confidence: gap === undefined ? confidence : Math.min(confidence, mostConfidenceWithGap),
    reason: gap ?? { kind: 'low-confidence' },
  };
}
