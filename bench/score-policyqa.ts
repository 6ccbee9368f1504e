// Scores answers to questions on policy documents. The counting is that of the project's policy Q&A scorer:
// answer points must stand in the answer, a citation is valid when its quotation stands in the named document, and precise when it
// covers the evidence or holds an answer point; a refused row asserts nothing, so its citations are not judged.
import { z } from 'zod';

/** Each point is a list of wordings, one of which must stand in the answer. */
const points = z.array(z.array(z.string()));
export const goldItemSchema = z.object({
  id: z.string(),
  question: z.string(),
  answerable: z.boolean(),
  type: z.enum(['answerable', 'not_in_documents', 'false_premise']),
  answer_points: points,
  evidence_doc: z.string().nullable(),
  evidence_quote: z.string().nullable(),
  correction_points: points.optional(),
});
export type GoldItem = z.infer<typeof goldItemSchema>;

export interface Prediction {
  readonly id: string;
  readonly answer: string;
  readonly citations: readonly { readonly doc: string; readonly quote: string }[];
  readonly refused: boolean;
}

/** Texts by document name without extension, each in all the forms in which it may be quoted. */
export type Texts = ReadonlyMap<string, readonly string[]>;

export interface RowScore {
  readonly item: GoldItem;
  readonly refused: boolean;
  readonly pointsHit: number;
  readonly citations: number;
  readonly validCitations: number;
  readonly preciseCitations: number;
  readonly coversEvidence: boolean;
  readonly isFull: boolean;
  /** Refused, or corrected a false premise in its own words. */
  readonly abstained: boolean;
}

export interface Summary {
  readonly items: number;
  readonly fullWithEvidence: number;
  readonly full: number;
  readonly pointRecall: number;
  readonly citationValidity: number;
  readonly citationPrecision: number;
  readonly abstentionPrecision: number;
  readonly abstentionRecall: number;
  readonly falseRefusals: number;
  readonly medianAnswerCharacters: number;
}

const shortestQuotation = 6;
const longestQuotation = 300;
const correctionCue = /不符|有误|不准确|不成立|并非|不是|前提|更正|纠正|实际上|其实|不一致|应为|而是|不正确|没有这/;

export function scoreRow(item: GoldItem, prediction: Prediction, texts: Texts): RowScore {
  const { answer, refused } = prediction;
  const citations = refused ? [] : prediction.citations.map((citation) => judgeCitation(item, citation, texts));
  const pointsHit = refused ? 0 : item.answer_points.filter((wordings) => wordings.some((wording) => holds(answer, wording))).length;
  const coversEvidence = citations.some((citation) => citation.covers);
  const isFull = item.answerable && !refused && pointsHit === item.answer_points.length;
  return {
    item,
    refused,
    pointsHit,
    citations: citations.length,
    validCitations: citations.filter((citation) => citation.isValid).length,
    preciseCitations: citations.filter((citation) => citation.isPrecise).length,
    coversEvidence,
    isFull,
    abstained: refused || isCorrected(item, prediction, coversEvidence),
  };
}

export function summarise(rows: readonly RowScore[], answerLengths: readonly number[]): Summary {
  const count = (list: readonly RowScore[], test: (row: RowScore) => boolean) => list.filter(test).length;
  const sum = (pick: (row: RowScore) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const answerable = rows.filter((row) => row.item.answerable);
  const rightlyAbstained = count(rows, (row) => !row.item.answerable && row.abstained);
  const falseRefusals = count(answerable, (row) => row.refused);
  return {
    items: rows.length,
    fullWithEvidence: count(answerable, (row) => row.isFull && row.coversEvidence) / answerable.length,
    full: count(answerable, (row) => row.isFull) / answerable.length,
    pointRecall:
      answerable.reduce((total, row) => total + row.pointsHit, 0) /
      answerable.reduce((total, row) => total + row.item.answer_points.length, 0),
    citationValidity: sum((row) => row.validCitations) / sum((row) => row.citations),
    citationPrecision: sum((row) => row.preciseCitations) / sum((row) => row.citations),
    abstentionPrecision: rightlyAbstained / (rightlyAbstained + falseRefusals),
    abstentionRecall: rightlyAbstained / (rows.length - answerable.length),
    falseRefusals,
    medianAnswerCharacters: answerLengths.toSorted((a, b) => a - b)[answerLengths.length >> 1] ?? 0,
  };
}

/** Letters and digits only: how two texts are compared. */
export function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s"'“”‘’「」『』、，。；：？！,;:?!()（）《》<>[\]【】·•\-—_*#|`~]/g, '');
}

function judgeCitation(
  item: GoldItem,
  { doc, quote }: Prediction['citations'][number],
  texts: Texts,
): { isValid: boolean; covers: boolean; isPrecise: boolean } {
  const plain = bare(quote);
  const document = texts.get(doc.replace(/\.(?:txt|md|docx|pdf|html)$/, '')) ?? [];
  const isValid = plain.length >= shortestQuotation && plain.length <= longestQuotation && document.some((text) => text.includes(plain));
  if (!isValid) return { isValid, covers: false, isPrecise: false };
  const evidence = bare(item.evidence_quote ?? '');
  const shared = evidence === '' ? 0 : longestCommonRun(plain, evidence);
  const covers = shared > 0 && shared >= 0.6 * Math.min(evidence.length, plain.length) && shared >= 0.5 * evidence.length;
  return { isValid, covers, isPrecise: covers || item.answer_points.some((wordings) => wordings.some((wording) => holds(quote, wording))) };
}

function isCorrected(item: GoldItem, { answer, citations }: Prediction, coversEvidence: boolean): boolean {
  if (item.type !== 'false_premise' || !coversEvidence) return false;
  const ownWords = citations
    .map((citation) => bare(citation.quote))
    .filter((quote) => quote.length >= shortestQuotation)
    .reduce((text, quote) => text.split(quote).join(''), bare(answer));
  return (
    correctionCue.test(ownWords) && (item.correction_points ?? []).some((wordings) => wordings.some((wording) => holds(answer, wording)))
  );
}

/** Whether the text has the wording; a number must not be part of a longer one (61 in 161). */
function holds(text: string, wording: string): boolean {
  const [within, sought] = [withNumbersApart(text), withNumbersApart(wording)];
  if (sought === '') return false;
  for (let at = within.indexOf(sought); at >= 0; at = within.indexOf(sought, at + 1)) {
    const splitsBefore = /^\d/.test(sought) && /[\d.]/.test(within[at - 1] ?? '');
    const splitsAfter = /\d$/.test(sought) && /\d/.test(within[at + sought.length] ?? '');
    if (!splitsBefore && !splitsAfter) return true;
  }
  return false;
}

function withNumbersApart(text: string): string {
  return bare(
    text
      .replace(/(\d),(\d{3})(?!\d)/g, '$1$2')
      .normalize('NFKC')
      .replace(/(\d)[^\d.\w%/\u4e00-\u9fff]+(?=\d)/g, '$1\u0001'),
  );
}

function longestCommonRun(one: string, other: string): number {
  let longest = 0;
  let previous = new Uint16Array(other.length + 1);
  for (let i = 1; i <= one.length; i += 1) {
    const current = new Uint16Array(other.length + 1);
    for (let j = 1; j <= other.length; j += 1) {
      if (one[i - 1] !== other[j - 1]) continue;
      const run = (previous[j - 1] ?? 0) + 1;
      current[j] = run;
      if (run > longest) longest = run;
    }
    previous = current;
  }
  return longest;
}
