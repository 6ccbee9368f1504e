// Answers the questions on the policy documents with the extractive engine and scores the answers: with the weights as shipped,
// and with weights fitted without the documents asked about.
//   HENGJIAN_BENCH_DATA=<folder> npm run eval:policyqa -- [--verbose] [--fit] [--out answers.jsonl]
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ConfidenceModel, confidenceModel } from '../src/answer/extract/confidence.ts';
import { extractAnswer } from '../src/answer/extract/extract.ts';
import { fitConfidence, foldCount, foldsOf } from './confidence-folds.ts';
import { dataPath } from './data-path.ts';
import { openPolicyLibrary, readGold } from './policy-library.ts';
import { type GoldItem, type Prediction, type RowScore, scoreRow, summarise } from './score-policyqa.ts';

interface Answered {
  readonly item: GoldItem;
  readonly prediction: Prediction & { readonly found: Prediction['citations'] };
  readonly note: string;
  readonly row: RowScore;
}

const { values: options } = parseArgs({
  options: { out: { type: 'string' }, verbose: { type: 'boolean', default: false }, fit: { type: 'boolean', default: false } },
});
const library = await openPolicyLibrary(dataPath('policy-documents'), dataPath('policyqa', 'reference'));
const dev = readGold(dataPath('policyqa', 'dev.jsonl'));
/** Other questions on the same documents, in words further from theirs. */
const second = readGold(join(import.meta.dirname, 'policyqa-second.jsonl'));

if (options.fit) console.log('weights fitted to all questions', fitConfidence([...dev, ...second], library));
const foldOf = foldsOf([...dev, ...second]);
const foldModels = Array.from(
  { length: foldCount },
  (_, fold) =>
    fitConfidence(
      [...dev, ...second].filter((item) => foldOf.get(item) !== fold),
      library,
    ).model,
);
const unseen = (item: GoldItem) => foldModels[foldOf.get(item) ?? 0] ?? confidenceModel;

const started = performance.now();
const shipped = dev.map((item) => answer(item, confidenceModel));
console.log(`${((performance.now() - started) / dev.length).toFixed(1)} ms a question, retrieval included`);
console.table({
  dev: figures(shipped),
  'dev, cross-validated': figures(dev.map((item) => answer(item, unseen(item)))),
  second: figures(second.map((item) => answer(item, confidenceModel))),
  'second, cross-validated': figures(second.map((item) => answer(item, unseen(item)))),
});
if (options.verbose) [...shipped, ...second.map((item) => answer(item, confidenceModel))].forEach(printFailure);
if (options.out !== undefined) writeFileSync(options.out, shipped.map(({ prediction }) => `${JSON.stringify(prediction)}\n`).join(''));

function answer(item: GoldItem, model: ConfidenceModel): Answered {
  const passages = library.retrieve(item.question);
  const documents = new Map(passages.map((passage) => [passage.passageId, passage.documentId]));
  const extraction = extractAnswer({ question: item.question, passages, model });
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

function figures(answers: readonly Answered[]): Record<string, number> {
  const lengths = answers.filter(({ prediction }) => !prediction.refused).map(({ prediction }) => prediction.answer.length);
  const summary = summarise(
    answers.map(({ row }) => row),
    lengths,
  );
  return Object.fromEntries(Object.entries(summary).map(([name, value]: [string, number]) => [name, Number(value.toFixed(3))]));
}

function printFailure({ item, prediction, note, row }: Answered): void {
  const failed = item.answerable ? !(row.isFull && row.coversEvidence) : !row.abstained;
  if (failed || row.preciseCitations < row.citations)
    console.log(`${failed ? 'FAILED' : 'IMPRECISE'} ${item.id} ${item.type} ${item.question}\n    ${note}\n    ${prediction.answer}`);
}
