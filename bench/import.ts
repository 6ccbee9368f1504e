// How fast a newcomer gets a first cited answer, how much memory that takes, how fast clean documents are imported through the
// API, and how fast an existing data folder is opened. A page is 1,000 characters of reading text.
//   npm run bench:import     on PGlite, or on a new database of the server that DATABASE_URL names
import { readFileSync } from 'node:fs';
import { operations as answers } from '../src/answer/contract.ts';
import { operations as demo } from '../src/demo/contract.ts';
import { operations as knowledge } from '../src/knowledge/contract.ts';
import { type Serving, startServer } from '../test/support/command.ts';
import { until } from '../test/support/until.ts';
import { type Measurement, printMeasurements } from './bars.ts';
import { openBenchPlace } from './bench-database.ts';
import { callApi } from './call-api.ts';
import { type CleanFormat, writeClean } from './clean-documents.ts';
import { createRandom } from './small-documents.ts';

const formats: readonly CleanFormat[] = ['txt', 'html', 'docx'];
const documentsPerFormat = 20;
const charactersPerDocument = 10_000;
const charactersPerPage = 1000;
const deadlineMs = 300_000;

const place = await openBenchPlace('import');
try {
  printMeasurements([...(await measureFirstAnswer()), ...(await measureImport())]);
} finally {
  await place.remove();
}

async function measureFirstAnswer(): Promise<Measurement[]> {
  const startedAt = performance.now();
  const server = await startServer({ folder: place.folder, env: { ...place.env, HENGJIAN_DEMO: 'on' } });
  const servingMs = performance.now() - startedAt;
  const { questions } = await callApi(server.url, demo.listDemoQuestions, {});
  const question = questions[0]?.question ?? '';
  await until(
    'the first demo question is answered',
    async () => ((await callApi(server.url, answers.ask, { question })).refused ? undefined : true),
    deadlineMs,
  );
  const answerMs = performance.now() - startedAt;
  const answerBytes = residentBytes(server.child.pid);
  await allRead(server);
  const readBytes = residentBytes(server.child.pid);
  await server.stop();
  return [
    { measure: 'empty folder to the first page', value: servingMs / 1000, unit: ' s' },
    { measure: 'empty folder to the first cited answer', value: answerMs / 1000, unit: ' s', bar: { atMost: 60 } },
    { measure: 'resident at the first answer, with children', value: answerBytes / 2 ** 20, unit: ' MB', bar: { atMost: 500 } },
    { measure: 'resident when the demo is read, with children', value: readBytes / 2 ** 20, unit: ' MB' },
  ];
}

async function measureImport(): Promise<Measurement[]> {
  const startedAt = performance.now();
  const server = await startServer(place);
  const startMs = performance.now() - startedAt;
  const speeds: Measurement[] = [];
  let [allPages, allSeconds] = [0, 0];
  for (const format of formats) {
    const { pages, seconds } = await importFormat(server, format);
    speeds.push({ measure: `import of ${format}`, value: pages / seconds, unit: ' pages/s' });
    allPages += pages;
    allSeconds += seconds;
  }
  const bytes = residentBytes(server.child.pid);
  await server.stop();
  return [
    ...speeds,
    { measure: `import of all (${allPages.toFixed(0)} pages)`, value: allPages / allSeconds, unit: ' pages/s', bar: { atLeast: 50 } },
    { measure: 'resident after importing, with children', value: bytes / 2 ** 20, unit: ' MB' },
    { measure: 'existing folder to the first page', value: startMs / 1000, unit: ' s', bar: { atMost: 3 } },
  ];
}

async function importFormat(server: Serving, format: CleanFormat): Promise<{ pages: number; seconds: number }> {
  const random = createRandom(formats.indexOf(format) + 1);
  const files: { name: string; bytes: Uint8Array<ArrayBuffer> }[] = [];
  for (let number = 1; number <= documentsPerFormat; number += 1)
    files.push({ name: `规定${number}.${format}`, bytes: await writeClean(format, number, charactersPerDocument, random) });
  const startedAt = performance.now();
  for (const { name, bytes } of files) await callApi(server.url, knowledge.importDocument, { name, collection: format }, bytes);
  await allRead(server);
  const seconds = (performance.now() - startedAt) / 1000;
  const { collections } = await callApi(server.url, knowledge.listCollections, {});
  const collectionId = collections.find(({ name }) => name === format)?.id;
  const { documents } = await callApi(server.url, knowledge.listDocuments, { collectionId, limit: 100 });
  const characters = documents.reduce((sum, { latest }) => sum + latest.characterCount, 0);
  return { pages: characters / charactersPerPage, seconds };
}

async function allRead({ url }: Serving): Promise<void> {
  for (const state of ['queued', 'reading'] as const) {
    await until(
      `no document is ${state}`,
      async () => ((await callApi(url, knowledge.listDocuments, { state, limit: 1 })).total === 0 ? true : undefined),
      deadlineMs,
    );
  }
}

/** Of a process and all below it (Linux). */
function residentBytes(pid: number | undefined): number {
  const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((child) => child !== '');
  return kilobytes * 1024 + children.reduce((sum, child) => sum + residentBytes(Number(child)), 0);
}
