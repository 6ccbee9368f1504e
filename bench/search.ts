// Speed of search and of bulk loading at 100,000 passages in the embedded database, beside LanceDB's full-text search.
//   HENGJIAN_BENCH_DATA=<folder> npm run bench:search [-- --passages <number>]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { grades } from '../src/base/grade.ts';
import { silentLog } from '../src/base/log.ts';
import { searchableVersions, type VersionCondition } from '../src/knowledge/search/search-filter.ts';
import { SearchIndex } from '../src/knowledge/search/search-index.ts';
import { segmentForIndex, segmentQuery } from '../src/knowledge/search/segment.ts';
import type { LibraryTables } from '../src/knowledge/tables.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { testHash } from '../test/support/token-hash.ts';
import { printMeasurements } from './bars.ts';
import { classesOf, departments, effectiveOnOf, fillLibrary, type LibraryText } from './fill-library.ts';
import { manyTexts } from './many-texts.ts';
import { percentile } from './percentile.ts';
import { readQuestions } from './retrieval-sets.ts';

const { values: options } = parseArgs({ options: { passages: { type: 'string', default: '100000' } } });
const passageCount = Number(options.passages);
const limit = 50;
const warmUp = 50;
const measuredQueries = 300;
const rounds = 3;
/** As many passages at a time as an import writes. */
const passagesPerImportStep = 16;

const filter = { departments: departments.slice(0, 2), grades: grades.slice(0, 2), asOf: '2015-06-01' };
const everything = searchableVersions('all', { asOf: undefined });

const lanceReport = z.object({ ingestMs: z.number(), plain: z.array(z.number()), filtered: z.array(z.number()) });

const folder = mkdtempSync(join(tmpdir(), 'hengjian-bench-search-'));
try {
  await measure();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const texts = manyTexts(passageCount);
  const queries = readQuestions('stard-law')
    .slice(0, warmUp + measuredQueries)
    .map(({ text }) => segmentQuery(text));
  const place = { kind: 'embedded', folder: join(folder, 'data') } as const;
  const indexOver = (store: Store) =>
    new SearchIndex({ library: store.tables(), hash: testHash, log: silentLog, snapshotFile: join(folder, 'snapshot') });

  const store = await openStore(place);
  const index = indexOver(store);
  const ingestMs = await timed(async () => {
    await phase('writing the passages', () => fillLibrary(store.tables<LibraryTables>(), texts));
    await phase('taking them into the index', () => index.warm());
  });
  const indexMegabytes = process.memoryUsage().arrayBuffers / 2 ** 20;
  const plain = await phase('plain questions', () => bestQueryTimes(index, queries, everything));
  const scope = await classesOf(store.tables<LibraryTables>(), filter.departments, filter.grades);
  const narrowed = searchableVersions(scope, { asOf: filter.asOf });
  const filtered = await phase('filtered questions', () => bestQueryTimes(index, queries, narrowed));
  const whileAdding = await phase('questions while passages are added', () => queryTimesWhileAdding(store, index, queries, texts));
  await index.close();
  await store.close();

  let reopened: Store | undefined;
  const openMs = await timed(async () => {
    reopened = await openStore(place);
    const [first = []] = queries;
    await indexOver(reopened).look(everything, (view) => view.rank(first, limit));
  });
  await reopened?.close();

  const lance = await phase('LanceDB', () => measureLance(texts, queries));
  const docsPerSecond = (milliseconds: number) => (passageCount / milliseconds) * 1000;
  printMeasurements([
    { measure: 'plain p50', value: percentile(plain, 50), unit: ' ms' },
    { measure: 'plain p95', value: percentile(plain, 95), unit: ' ms' },
    { measure: 'filtered p50', value: percentile(filtered, 50), unit: ' ms' },
    { measure: 'filtered p95', value: percentile(filtered, 95), unit: ' ms' },
    { measure: 'LanceDB plain p50', value: percentile(lance.plain, 50), unit: ' ms' },
    { measure: 'LanceDB plain p95', value: percentile(lance.plain, 95), unit: ' ms' },
    { measure: 'LanceDB filtered p50', value: percentile(lance.filtered, 50), unit: ' ms' },
    { measure: 'LanceDB filtered p95', value: percentile(lance.filtered, 95), unit: ' ms' },
    { measure: 'plain p95, as a share of LanceDB', value: percentile(plain, 95) / percentile(lance.plain, 95), bar: { atMost: 0.75 } },
    {
      measure: 'filtered p95, as a share of LanceDB',
      value: percentile(filtered, 95) / percentile(lance.filtered, 95),
      bar: { atMost: 0.75 },
    },
    { measure: 'bulk load with segmentation', value: docsPerSecond(ingestMs), unit: ' passages/s' },
    { measure: 'LanceDB bulk load with segmentation', value: docsPerSecond(lance.ingestMs), unit: ' passages/s' },
    { measure: 'bulk load, as a share of LanceDB', value: lance.ingestMs / ingestMs, bar: { atLeast: 0.25 } },
    { measure: 'p95 while documents are added', value: percentile(whileAdding.times, 95), unit: ' ms', bar: { atMost: 60 } },
    { measure: 'passages added meanwhile', value: whileAdding.passagesPerSecond, unit: ' passages/s' },
    { measure: 'arrays of this process at the end of loading', value: indexMegabytes, unit: ' MB' },
    { measure: 'opening the folder to the first hit', value: openMs / 1000, unit: ' s', bar: { atMost: 3 } },
  ]);
}

async function queryTimes(index: SearchIndex, queries: readonly string[][], within: VersionCondition): Promise<number[]> {
  const times: number[] = [];
  for (const tokens of queries) times.push(await timed(() => index.look(within, (view) => view.rank(tokens, limit))));
  return times.slice(warmUp);
}

/** Of three rounds the best time of each question, on both sides: the rest is other work on the machine. */
async function bestQueryTimes(index: SearchIndex, queries: readonly string[][], within: VersionCondition): Promise<number[]> {
  const best: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const times = await queryTimes(index, queries, within);
    for (const [place, time] of times.entries()) best[place] = Math.min(best[place] ?? time, time);
  }
  return best;
}

async function queryTimesWhileAdding(
  store: Store,
  index: SearchIndex,
  queries: readonly string[][],
  texts: readonly LibraryText[],
): Promise<{ times: number[]; passagesPerSecond: number }> {
  let isDone = false;
  let added = 0;
  const adding = (async () => {
    while (!isDone) {
      const step = texts.slice(added, added + passagesPerImportStep).map(({ title, text }) => ({ title: `${title} ${added}`, text }));
      await fillLibrary(store.tables<LibraryTables>(), step);
      added += step.length;
    }
  })();
  const start = performance.now();
  const times = await queryTimes(index, queries, everything);
  const seconds = (performance.now() - start) / 1000;
  isDone = true;
  await adding;
  return { times, passagesPerSecond: added / seconds };
}

/** The same tokens, the same questions, the same filter. */
function measureLance(texts: readonly LibraryText[], queries: readonly string[][]): z.infer<typeof lanceReport> {
  const home = join(import.meta.dirname, 'lancedb');
  if (!existsSync(join(home, 'node_modules')))
    execFileSync('npm', ['install', '--no-save', '--no-audit', '--no-fund'], { cwd: home, stdio: 'inherit' });
  const start = performance.now();
  const turns = new Map([...new Set(texts.map(({ title }) => title))].map((title, turn) => [title, turn]));
  const rows = texts.map(({ title, text }, id) => {
    const turn = turns.get(title) ?? 0;
    const tokens = segmentForIndex({ title, headingPath: [], text }).join(' ');
    return {
      id,
      tokens,
      department: departments[turn % departments.length],
      grade: grades[turn % grades.length],
      effective_on: effectiveOnOf(turn),
    };
  });
  const segmentationMs = performance.now() - start;
  writeFileSync(join(folder, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const inList = (values: readonly string[]) => `(${values.map((value) => `'${value}'`).join(', ')})`;
  const where = `department in ${inList(filter.departments)} and grade in ${inList(filter.grades)} and effective_on <= '${filter.asOf}'`;
  writeFileSync(
    join(folder, 'queries.json'),
    JSON.stringify({ queries: queries.map((tokens) => tokens.join(' ')), filter: where, limit, warmUp, rounds }),
  );
  const output = execFileSync(
    process.execPath,
    ['measure.js', join(folder, 'lance'), join(folder, 'rows.jsonl'), join(folder, 'queries.json')],
    { cwd: home, encoding: 'utf8' },
  );
  const report = lanceReport.parse(JSON.parse(output));
  return { ...report, ingestMs: report.ingestMs + segmentationMs };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** What takes minutes says where it is. */
async function phase<Result>(name: string, work: () => Promise<Result> | Result): Promise<Result> {
  const start = performance.now();
  const result = await work();
  process.stderr.write(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  return result;
}
