// What `hengjian parse` makes of files of every kind and of hostile ones, beside what is expected of each.
//   HENGJIAN_BENCH_DATA=<folder> npm run bench:documents [-- --verbose --ocr tesseract]
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { runFile } from '../test/support/command.ts';
import { printMeasurements } from './bars.ts';
import { percentile } from './percentile.ts';
import { expectedSchema, resultSchema, scoreFile, type Scored } from './score-documents.ts';

const { values: options } = parseArgs({
  options: { verbose: { type: 'boolean', default: false }, ocr: { type: 'string', default: 'ppocr' } },
});
const data = process.env['HENGJIAN_BENCH_DATA'] ?? '';
const folder = join(data, 'documents');
if (!existsSync(join(folder, 'expected.json'))) {
  console.error(`缺少测试数据 missing: ${join(data || 'HENGJIAN_BENCH_DATA', 'documents/expected.json')}`);
  process.exit(2);
}

const { files } = expectedSchema.parse(JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')));
const names = Object.keys(files).filter((name) => existsSync(join(folder, name)));
const startedAt = performance.now();
const { stdout } = await runFile('src/cli/main.ts', ['parse', '--json', ...names.map((name) => join(folder, name))], {
  folder: data,
  env: { HENGJIAN_OCR: options.ocr },
});
const seconds = (performance.now() - startedAt) / 1000;
const results = new Map(
  stdout
    .trim()
    .split('\n')
    .map((line) => resultSchema.parse(JSON.parse(line)))
    .map((result) => [basename(result.file), result]),
);

const scored = Object.entries(files).map(([name, expected]) => ({ name, scored: scoreFile(expected, results.get(name)) }));
for (const { name, scored: one } of scored) if (one.faults.length > 0) console.log(`${name}: ${one.faults.join(', ')}`);
if (options.verbose)
  for (const { name, scored: one } of scored)
    if (one.errorRate) console.log(`${name}: ${(one.errorRate * 100).toFixed(2)} % of characters`);

const sum = (pick: (one: Scored) => number): number => scored.reduce((total, { scored: one }) => total + pick(one), 0);
const rates = scored.flatMap(({ scored: { errorRate } }) => (errorRate === undefined ? [] : [errorRate]));
printMeasurements([
  { measure: 'files', value: scored.length },
  { measure: 'as expected', value: scored.filter(({ scored: { faults } }) => faults.length === 0).length, bar: { atLeast: scored.length } },
  { measure: 'hidden texts shown', value: sum(({ leaks }) => leaks), bar: { atMost: 0 } },
  { measure: 'character error, median', value: percentile(rates, 50), bar: { atMost: 0.005 } },
  { measure: 'character error, worst', value: Math.max(...rates) },
  { measure: 'table cells kept', value: sum(({ cellsKept }) => cellsKept) / sum(({ cells }) => cells), bar: { atLeast: 0.95 } },
  { measure: 'metadata right', value: sum(({ fieldsRight }) => fieldsRight) / sum(({ fields }) => fields), bar: { atLeast: 0.95 } },
  { measure: 'seconds for all, starting included', value: seconds },
]);
