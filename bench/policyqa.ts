// Answers the questions on the policy documents with the extractive engine and scores the answers: with the weights as shipped,
// and with weights fitted without the documents asked about.
//   HENGJIAN_BENCH_DATA=<folder> npm run eval:policyqa -- [--verbose] [--fit] [--calibrate [--keep]] [--out answers.jsonl]
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type ConfidenceModel, confidenceModel } from '../src/answer/extract/confidence.ts';
import { extractAnswer } from '../src/answer/extract/extract.ts';
import { type Answered, answerGold } from './answer-gold.ts';
import { calibrate, type Weighed } from './calibration.ts';
import { fitInFolds, type QuestionSet } from './confidence-folds.ts';
import { dataPath } from './data-path.ts';
import { openPolicyLibrary, type PolicyLibrary, readGold } from './policy-library.ts';
import { type GoldItem, summarise } from './score-policyqa.ts';

const { values: options } = parseArgs({
  options: {
    out: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    fit: { type: 'boolean', default: false },
    /** What each threshold holds back; kept: for the page on which it is set. */
    calibrate: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});
const policies = await openPolicyLibrary(dataPath('policy-documents'), { reference: dataPath('policyqa', 'reference') });
const civicFolder = join(import.meta.dirname, 'civicqa');
const civic = await openPolicyLibrary(join(civicFolder, 'documents'));
const officeFolder = join(import.meta.dirname, 'officeqa');
const office = await openPolicyLibrary(join(officeFolder, 'documents'));
const demo = await openPolicyLibrary(join(import.meta.dirname, '..', 'demo', 'library'), {
  leftOut: new Set([
    '霁川市公共租赁住房管理办法（2021）.docx',
    '霁川市企业稳岗扩岗临时补贴办法.pdf',
    '关于清理整顿城区自行车棚的通告（扫描件）.pdf',
  ]),
});
const sets: readonly QuestionSet[] = [
  { name: 'dev', library: policies, items: readGold(dataPath('policyqa', 'dev.jsonl')) },
  /** Other questions on the same documents, in words further from theirs. */
  { name: 'second', library: policies, items: readGold(join(import.meta.dirname, 'policyqa-second.jsonl')) },
  { name: 'civic', library: civic, items: readGold(join(civicFolder, 'questions.jsonl')) },
  /** How something is done, where, with which papers. */
  { name: 'howto', library: demo, items: readGold(join(import.meta.dirname, 'howto', 'questions.jsonl')) },
  /** Rules for offices, in the words of who asks: on the documents that rules were written with, and on those that they were not. */
  { name: 'office, read', library: office, items: readGold(join(officeFolder, 'read.jsonl')) },
  { name: 'office, unread', library: office, items: readGold(join(officeFolder, 'unread.jsonl')) },
];

const { fitted, unseen } = fitInFolds(sets);
if (options.fit) console.log('weights fitted to all questions', fitted);
const started = performance.now();
const shipped = sets.map((set) => ({ ...set, answers: set.items.map((item) => answerGold(item, set.library)) }));
const elapsedMs = performance.now() - started;
const questionCount = sets.reduce((total, { items }) => total + items.length, 0);
console.log(`${(elapsedMs / questionCount).toFixed(1)} ms a question, retrieval included`);
console.table(
  Object.fromEntries(
    shipped.flatMap(({ name, library, items, answers }) => [
      [name, figures(answers)],
      [`${name}, cross-validated`, figures(items.map((item) => answerGold(item, library, { model: unseen(library) })))],
    ]),
  ),
);
if (options.calibrate) {
  const all = (modelOf: (library: PolicyLibrary) => ConfidenceModel) =>
    sets.flatMap(({ library, items }) => items.map((item) => weigh(item, library, modelOf(library))));
  calibrate(
    'answeredFrom',
    all(() => confidenceModel),
    all(unseen),
    options.keep,
  );
}
if (options.verbose) shipped.flatMap(({ answers }) => answers).forEach(printFailure);
if (options.out !== undefined) {
  const predictions = shipped[0]?.answers.map(({ prediction }) => `${JSON.stringify(prediction)}\n`) ?? [];
  writeFileSync(options.out, predictions.join(''));
}

/** How sure it would have to be required to be for the question to be refused. */
function weigh({ question, answerable }: GoldItem, library: PolicyLibrary, model: ConfidenceModel): Weighed {
  const { kind, confidence } = extractAnswer({ question, passages: library.retrieve(question), model, answeredFrom: 0 });
  return { isSound: answerable, passesUpTo: kind === 'answered' ? confidence : -1 };
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
