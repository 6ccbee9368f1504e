// Answers a question of a set with the extractive engine, and scores the answer.
import type { ConfidenceModel } from '../src/answer/extract/confidence.ts';
import { extractAnswer } from '../src/answer/extract/extract.ts';
import type { PolicyLibrary } from './policy-library.ts';
import { type GoldItem, type Prediction, type RowScore, scoreRow } from './score-policyqa.ts';

export interface Answered {
  readonly item: GoldItem;
  readonly prediction: Prediction & { readonly found: Prediction['citations'] };
  readonly note: string;
  readonly row: RowScore;
}

export interface Judging {
  readonly model?: ConfidenceModel;
  readonly answeredFrom?: number;
}

export function answerGold(item: GoldItem, library: PolicyLibrary, judging: Judging = {}): Answered {
  const passages = library.retrieve(item.question);
  const documents = new Map(passages.map((passage) => [passage.passageId, passage.documentId]));
  const extraction = extractAnswer({ question: item.question, passages, ...judging });
  const isAnswer = extraction.kind === 'answered';
  const quotes = (isAnswer ? extraction.sentences : extraction.found).map(({ text, passageId }) => ({
    doc: documents.get(passageId) ?? '',
    quote: text,
  }));
  const prediction = {
    id: item.id,
    answer: isAnswer ? quotes.map(({ quote }) => quote).join('\n') : '',
    citations: isAnswer ? quotes : [],
    refused: !isAnswer,
    found: isAnswer ? [] : quotes,
  };
  const note = `${extraction.kind} ${extraction.confidence.toFixed(2)} ${isAnswer ? '' : JSON.stringify(extraction.reason ?? {})}`;
  return { item, prediction, note, row: scoreRow(item, prediction, library.texts) };
}
