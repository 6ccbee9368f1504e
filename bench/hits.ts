// `npm run bench:hits`: what a page of fifty hits costs through the HTTP API, beside a page of one.
//   HENGJIAN_BENCH_DATA=<folder> npm run bench:hits
import { join } from 'node:path';
import { operations as library } from '../src/knowledge/contract.ts';
import { startServer } from '../test/support/command.ts';
import { prepareDataFolder } from '../test/support/prepared-database.ts';
import { until } from '../test/support/until.ts';
import { printMeasurements } from './bars.ts';
import { openBenchPlace } from './bench-database.ts';
import { callApi } from './call-api.ts';
import { manyTexts } from './many-texts.ts';
import { percentile } from './percentile.ts';
import { readQuestions } from './retrieval-sets.ts';

const documentCount = 40;
const textsPerDocument = 50;
const warmUp = 20;
const measured = 200;
const rounds = 3;

const place = await openBenchPlace('hits', '');
await prepareDataFolder(join(place.folder, 'data'));
const server = await startServer(place);
try {
  await importTexts();
  const questions = readQuestions('stard-law')
    .slice(0, warmUp + measured)
    .map(({ text }) => text);
  const many = await bestTimes(questions, 50);
  const one = await bestTimes(questions, 1);
  printMeasurements([
    { measure: 'hits of a page of fifty, at the median', value: percentile(many.hits, 50) },
    { measure: 'a page of fifty hits, p50', value: percentile(many.times, 50), unit: ' ms' },
    { measure: 'a page of fifty hits, p95', value: percentile(many.times, 95), unit: ' ms' },
    { measure: 'a page of one hit, p50', value: percentile(one.times, 50), unit: ' ms' },
    { measure: 'a page of one hit, p95', value: percentile(one.times, 95), unit: ' ms' },
  ]);
} finally {
  await server.stop();
  await place.remove();
}

async function importTexts(): Promise<void> {
  const texts = manyTexts(documentCount * textsPerDocument);
  for (let number = 0; number < documentCount; number += 1) {
    const part = texts.slice(number * textsPerDocument, (number + 1) * textsPerDocument);
    const bytes = new TextEncoder().encode(part.map(({ text }) => text).join('\n\n'));
    await callApi(server.url, library.importDocument, { name: `${number + 1}.txt` }, bytes);
  }
  await until(
    'all are read',
    async () =>
      (await callApi(server.url, library.listDocuments, { state: 'ready', limit: 1 })).total === documentCount ? true : undefined,
    300_000,
  );
}

/** Of three rounds the best time of each question: the rest is other work on the machine. */
async function bestTimes(questions: readonly string[], limit: number): Promise<{ times: number[]; hits: number[] }> {
  const times = new Map<string, number>();
  const hits = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, query] of questions.entries()) {
      const startedAt = performance.now();
      const found = await callApi(server.url, library.searchPassages, { query, limit });
      if (index < warmUp) continue;
      times.set(query, Math.min(times.get(query) ?? Number.POSITIVE_INFINITY, performance.now() - startedAt));
      hits.set(query, found.hits.length);
    }
  }
  return { times: [...times.values()], hits: [...hits.values()] };
}
