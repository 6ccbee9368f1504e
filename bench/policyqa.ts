// Answers the questions on the policy documents with the extractive engine and scores the answers.
//   HENGJIAN_BENCH_DATA=<folder> npm run eval:policyqa [-- --out answers.jsonl] [-- --verbose]
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { extractAnswer } from '../src/answer/extract/extract.ts';
import { dataFolder, openPolicyLibrary, type PolicyLibrary, readGold } from './policy-library.ts';
import { type GoldItem, type Prediction, scoreRow, summarise } from './score-policyqa.ts';

const { values: options } = parseArgs({ options: { out: { type: 'string' }, verbose: { type: 'boolean', default: false } } });
const data = dataFolder();
const library = await openPolicyLibrary(join(data, 'policy-documents'));

evaluate('dev', readGold(join(data, 'policyqa', 'dev.jsonl')));
evaluate('second set', readGold(join(import.meta.dirname, 'policyqa-second.jsonl')));

function evaluate(name: string, gold: readonly GoldItem[]): void {
  const started = performance.now();
  const answers = gold.map((item) => ({ item, ...ask(item, library) }));
  const milliseconds = (performance.now() - started) / gold.length;
  const rows = answers.map(({ item, prediction }) => scoreRow(item, prediction, library.texts));
  const lengths = answers.filter(({ prediction }) => !prediction.refused).map(({ prediction }) => prediction.answer.length);
  console.log(`\n${name}, ${milliseconds.toFixed(1)} ms a question`);
  console.table({ [name]: rounded(summarise(rows, lengths)) });
  rows.forEach((row, place) => {
    const failed = row.item.answerable ? !(row.isFull && row.coversEvidence) : !row.abstained;
    const imprecise = row.preciseCitations < row.citations;
    if (options.verbose && (failed || imprecise))
      console.log(
        `${failed ? 'FAIL' : 'imprecise'} ${row.item.id} ${row.item.type} ${row.item.question}\n     ${answers[place]?.note}\n     ${answers[place]?.prediction.answer}`,
      );
  });
  if (options.out)
    writeFileSync(options.out, answers.map(({ prediction }) => `${JSON.stringify(prediction)}\n`).join(''), {
      flag: name === 'dev' ? 'w' : 'a',
    });
}

function ask(
  { id, question }: GoldItem,
  { retrieve }: PolicyLibrary,
): { prediction: Prediction & { found: Prediction['citations'] }; note: string } {
  const passages = retrieve(question);
  const documents = new Map(passages.map((passage) => [passage.passageId, passage.documentId]));
  const extraction = extractAnswer({ question, passages });
  const note = `${extraction.kind} ${extraction.confidence.toFixed(2)} ${extraction.kind === 'answered' ? '' : JSON.stringify(extraction.reason ?? {})}`;
  const quoted = (extraction.kind === 'answered' ? extraction.sentences : extraction.found).map(({ text, passageId }) => ({
    doc: documents.get(passageId) ?? '',
    quote: text,
  }));
  const answered = extraction.kind === 'answered';
  return {
    note,
    prediction: {
      id,
      answer: answered ? quoted.map(({ quote }) => quote).join('\n') : '',
      citations: answered ? quoted : [],
      refused: !answered,
      found: answered ? [] : quoted,
    },
  };
}

function rounded(figures: object): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(Number(value).toFixed(3))]));
}
