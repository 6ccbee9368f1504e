// The ledger: tamperings of exports located, records verified each second, what the ledger adds to an answer, and how many entries
// go in each second.
//   npm run bench:ledger [-- --tamperings 1200 --records 20000 --answers 200]     on PGlite, or on a new database of the server that DATABASE_URL names
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { operations as answers } from '../src/answer/contract.ts';
import { type App, createApp } from '../src/app.ts';
import { readConfig } from '../src/base/config.ts';
import { prepareRequest } from '../src/base/prepare-request.ts';
import { operations as demo } from '../src/demo/contract.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { Group } from '../src/ledger/rows-with.ts';
import { exportFileName, verifyExport } from '../src/ledger/verify-export.ts';
import { operations as status } from '../src/status/contract.ts';
import { until } from '../test/support/until.ts';
import { type Measurement, printMeasurements } from './bars.ts';
import { openBenchPlace } from './bench-database.ts';
import { entryNumber, exportOf, locateTamperings } from './ledger-tamperings.ts';

const { values: options } = parseArgs({
  options: {
    tamperings: { type: 'string', default: '1200' },
    records: { type: 'string', default: '20000' },
    answers: { type: 'string', default: '200' },
  },
});
const rounds = 3;
const deadlineMs = 300_000;

const place = await openBenchPlace('ledger');
const data = join(place.folder, 'data');
const app = await createApp(
  readConfig({ HENGJIAN_DATA: data, HENGJIAN_DEMO: 'on', HENGJIAN_SOLO: 'on', DATABASE_URL: place.env['DATABASE_URL'] }, {}),
);
try {
  await until('the demo is read', demoIsRead, deadlineMs);
  console.log(place.env['DATABASE_URL'] ? 'PostgreSQL' : 'PGlite');
  printMeasurements([
    ...(await measureAnswers(Number(options.answers))),
    ...(await measureAppending(Number(options.records))),
    await measureVerifying(),
    ...(await locateTamperings(Number(options.tamperings))),
  ]);
} finally {
  await app.close();
  await place.remove();
}

async function demoIsRead(): Promise<true | undefined> {
  const { jobs } = status.getStatus.reply.output.parse(await (await send('GET', '/api/status', null)).json());
  return jobs.queued + jobs.active === 0 ? true : undefined;
}

function send(method: string, url: string, body: string | null): Promise<Response> {
  const headers = { host: '127.0.0.1', 'content-type': 'application/json' };
  return Promise.resolve(app.http.fetch(new Request(new URL(url, 'http://127.0.0.1'), { method, headers, body })));
}

/** The same questions in turn with the ledger and without, through the HTTP door but not the network, which would hide a share of it. */
async function measureAnswers(count: number): Promise<Measurement[]> {
  const { questions } = demo.listDemoQuestions.reply.output.parse(await (await send('GET', '/api/demo/questions', null)).json());
  const ask = async (index: number): Promise<number> => {
    const { method, url, body } = prepareRequest(answers.ask, { question: questions[index % questions.length]?.question ?? '' });
    const startedAt = performance.now();
    await (await send(method, url, body)).text();
    return performance.now() - startedAt;
  };
  const [withIt, without]: [number[], number[]] = [[], []];
  for (let warm = 0; warm < 2 * questions.length; warm += 1) await ask(warm);
  for (let index = 0; index < count; index += 1) {
    // Which comes first changes, since the second finds warm caches.
    const first = index % 2 === 0;
    for (const isWith of [first, !first])
      (isWith ? withIt : without).push(await (isWith ? ask(index) : withoutLedger(app, () => ask(index))));
  }
  const share = median(withIt.map((ms, index) => ms - (without[index] ?? 0))) / median(withIt);
  return [
    { measure: 'an answer with the ledger, median', value: median(withIt), unit: ' ms' },
    { measure: 'an answer without it, median', value: median(without), unit: ' ms' },
    { measure: 'what the ledger adds, share of the answer', value: share, bar: { atMost: 0.1 } },
  ];
}

/** Nothing is put on record; what goes with records is written as it would be without a ledger, each row by itself. */
async function withoutLedger<Result>({ ledger, store }: App, work: () => Promise<Result>): Promise<Result> {
  const silent: Partial<Ledger> = {
    async append(_, ...alongside) {
      const group = new Group();
      for (const one of alongside) one.join(group);
      const calls = group.functions().map((name, index) => `${name}($${index + 1}::jsonb)`);
      await store.run(`select ${['true', ...calls].join(' and ')}`, group.values());
      return { sequence: 0, hash: '' };
    },
  };
  const { append } = ledger;
  Object.assign(ledger, silent);
  try {
    return await work();
  } finally {
    Object.assign(ledger, { append });
  }
}

async function measureAppending(count: number): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const [senders, share] of [
    [1, 0.1],
    [16, 0.3],
    [256, 0.6],
  ] as const) {
    const entries = Math.ceil(count * share);
    let next = 0;
    const startedAt = performance.now();
    await Promise.all(
      Array.from({ length: senders }, async () => {
        while (next < entries) await app.ledger.append(entryNumber((next += 1)));
      }),
    );
    const perSecond = entries / ((performance.now() - startedAt) / 1000);
    measurements.push({ measure: `entries appended, ${senders} at a time`, value: perSecond, unit: '/s' });
  }
  return measurements;
}

async function measureVerifying(): Promise<Measurement> {
  const lines = await exportOf(app.ledger);
  const file = join(place.folder, exportFileName);
  await writeFile(file, `${lines.join('\n')}\n`);
  let best = 0;
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    const { records, isWhole } = await verifyExport(file, { notes: [], keys: [] });
    if (!isWhole) throw new Error('the export does not verify');
    best = Math.max(best, records / ((performance.now() - startedAt) / 1000));
  }
  return { measure: `records verified from a file (${lines.length} lines)`, value: best, unit: '/s', bar: { atLeast: 50_000 } };
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
