// What sealing costs: the same library, once sealed and once as it would be without, imported, searched and asked in turn.
//   npm run bench:sealing [-- --documents 60]     on PGlite, or on new databases of the server that DATABASE_URL names
import { createChanges } from '../src/access/changes/changes.ts';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { soloCaller } from '../src/access/access.ts';
import { systemClock } from '../src/base/clock.ts';
import { silentLog } from '../src/base/log.ts';
import { createKnowledge } from '../src/knowledge/knowledge.ts';
import { createReader } from '../src/knowledge/reading/read-in-child.ts';
import { builtInScenario, createScenarios } from '../src/scenarios/scenarios.ts';
import { createFolderFiles, sha256Of } from '../src/store/files.ts';
import { ensureFolder } from '../src/store/folder-lock.ts';
import { createJobs } from '../src/store/jobs.ts';
import type { Seal } from '../src/store/seal/seal.ts';
import type { Store } from '../src/store/store.ts';
import { openTestLedger } from '../test/support/ledger.ts';
import { openTestSeal } from '../test/support/seal.ts';
import { testHash } from '../test/support/token-hash.ts';
import { until } from '../test/support/until.ts';
import { type Measurement, printMeasurements } from './bars.ts';
import { openBenchPlace } from './bench-database.ts';
import { writeClean } from './clean-documents.ts';
import { createRandom } from './small-documents.ts';
import { openAnswers } from '../test/support/answers.ts';

const { values: options } = parseArgs({ options: { documents: { type: 'string', default: '60' } } });
const documents = Number(options.documents);
const charactersPerDocument = 10_000;
const charactersPerPage = 1000;
const queries = [
  '临时救助申请人应当在几个工作日内补正',
  '城市道路停车退回多收的费用',
  '居住证签注公示名单',
  '养老服务设施备案',
  '灵活就业补贴书面告知',
];
const rounds = 20;

interface Figures {
  readonly pagesPerSecond: number;
  readonly searchP95: number;
  readonly answerMs: number;
  readonly bytes: number;
}

// In turn, and the better of two: whoever goes first warms the machine, and other work on it comes and goes.
const [firstPlain, firstSealed] = [await measurePlain(), await measureSealed()];
const plain = better(firstPlain, await measurePlain());
const sealed = better(firstSealed, await measureSealed());
const ratio = (of: keyof Figures): number => sealed[of] / plain[of];
printMeasurements([
  ...figuresOf('plain', plain),
  ...figuresOf('sealed', sealed),
  { measure: 'import: sealed / plain', value: ratio('pagesPerSecond'), unit: '' },
  { measure: 'search p95: sealed / plain', value: ratio('searchP95'), unit: '' },
  { measure: 'answer: sealed / plain', value: ratio('answerMs'), unit: '' },
  { measure: 'database: sealed / plain', value: ratio('bytes'), unit: '' },
]);

function measurePlain(): Promise<Figures> {
  return measure(async () => plainSeal());
}

function measureSealed(): Promise<Figures> {
  return measure((store) => openTestSeal(store));
}

function better(one: Figures, other: Figures): Figures {
  return {
    pagesPerSecond: Math.max(one.pagesPerSecond, other.pagesPerSecond),
    searchP95: Math.min(one.searchP95, other.searchP95),
    answerMs: Math.min(one.answerMs, other.answerMs),
    bytes: Math.min(one.bytes, other.bytes),
  };
}

function figuresOf(name: string, { pagesPerSecond, searchP95, answerMs, bytes }: Figures): Measurement[] {
  return [
    { measure: `${name}: import`, value: pagesPerSecond, unit: ' pages/s', ...(name === 'sealed' ? { bar: { atLeast: 50 } } : {}) },
    { measure: `${name}: search p95`, value: searchP95, unit: ' ms' },
    { measure: `${name}: answer, median`, value: answerMs, unit: ' ms' },
    { measure: `${name}: database`, value: bytes / 2 ** 20, unit: ' MB' },
  ];
}

async function measure(openSeal: (store: Store) => Promise<Seal>): Promise<Figures> {
  const place = await openBenchPlace('sealing');
  await ensureFolder(join(place.folder, 'data'));
  const store = await place.open();
  const seal = await openSeal(store);
  const clock = systemClock;
  const files = createFolderFiles(join(place.folder, 'files'), seal);
  const jobs = await createJobs(store, silentLog);
  const reader = createReader({ children: 1 });
  const ledger = await openTestLedger(store, clock);
  const knowledge = await createKnowledge({ store, seal, files, jobs, reader, ledger, tokenHash: testHash, clock, log: silentLog });
  const scenarios = await createScenarios({ store, ledger, changes: createChanges({ store, ledger, clock }), clock });
  const answer = openAnswers({ store, seal, reader, knowledge, ledger, clock }, { scenarios });
  try {
    const random = createRandom(1);
    const contents = [];
    for (let number = 1; number <= documents; number += 1) contents.push(await writeClean('txt', number, charactersPerDocument, random));
    const startedAt = performance.now();
    for (const [index, bytes] of contents.entries()) await knowledge.importFile(soloCaller, { name: `规定${index}.txt`, bytes });
    await until('all is read', async () => ((await knowledge.countAll('all')).waiting === 0 ? true : undefined), 600_000);
    const seconds = (performance.now() - startedAt) / 1000;
    const filter = { collectionIds: [], anyValidity: true };
    const searches = await timesOf((query) => knowledge.search('all', { query, limit: 50, filter }));
    const asking = await timesOf((question) => answer.ask(soloCaller, { question, scenario: builtInScenario, asOf: null }));
    return {
      pagesPerSecond: (documents * charactersPerDocument) / charactersPerPage / seconds,
      searchP95: searches[Math.floor(searches.length * 0.95)] ?? 0,
      answerMs: asking[Math.floor(asking.length / 2)] ?? 0,
      bytes: await store.databaseBytes(),
    };
  } finally {
    await knowledge.close();
    await jobs.stop();
    reader.close();
    await ledger.close();
    await store.close();
    await place.remove();
  }
}

/** Ascending; the first round is not counted. */
async function timesOf(work: (text: string) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1)
    for (const query of queries) {
      const startedAt = performance.now();
      await work(query);
      if (round > 0) times.push(performance.now() - startedAt);
    }
  return times.toSorted((left, right) => left - right);
}

/** As the library would be written without sealing. */
function plainSeal(): Seal {
  function open(row: string, stored: string): string;
  function open(row: string, stored: string | null): string | null;
  function open(_: string, stored: string | null): string | null {
    return stored;
  }
  return {
    columns: {
      text: () => ({ seal: (_, text) => text, open }),
      json: () => ({ seal: (_, value) => JSON.stringify(value), open: (_, stored) => stored }),
      texts: () => ({ seal: (_, texts) => [...texts], open: (_, stored) => [...stored] }),
      declared: () => [],
    },
    hash: (_, value) => sha256Of(Buffer.from(value)),
    originals: { seal: (_, bytes) => Buffer.from(bytes), open: (_, bytes) => Buffer.from(bytes), isCurrent: () => true },
  };
}
