// What the gateway costs, everything on, beside a bare proxy on Fastify and the Portkey gateway, in the same run before the same model server.
// Targets take turns in short rounds, so that what else the machine does meets all alike. Needs `wrk`.
//   npm run bench:gateway [-- --seconds 3 --rounds 3 --concurrency 1,16]     PostgreSQL: HENGJIAN_TEST_DATABASE_URL or the usual one here
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Measurement, printMeasurements } from './bars.ts';
import { breakStreams } from './gateway/break-streams.ts';
import { commitMs } from './gateway/commit-time.ts';
import { drive, type Driven, hasWrk } from './gateway/drive.ts';
import { installProxies, startFastify, startHengjian, startModelServer, startPortkey, type Target } from './gateway/targets.ts';
import { percentile } from './percentile.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    concurrency: { type: 'string', default: '1,16' },
    only: { type: 'string', default: 'direct,bare Fastify,Portkey,PostgreSQL,PGlite' },
  },
});
const [seconds, rounds] = [Number(options.seconds), Number(options.rounds)];
const concurrencies = options.concurrency.split(',').map(Number);
const only = options.only.split(',');
const postgres = process.env['HENGJIAN_TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

const messages = [
  { role: 'system', content: '你是政策问答助手，只依据给出的材料回答。' },
  { role: 'user', content: '请问高龄津贴的申领条件和办理流程是什么？需要准备哪些材料？' },
];
const scenarios = {
  json: { isStream: false, bars: { cpu: 1.5, perSecond: 0.7, ofPortkey: 5 } },
  'SSE of 64 tokens': { isStream: true, bars: { cpu: 1.8, perSecond: 0.65, ofPortkey: 3 } },
};
const warmUp = { concurrency: 8, seconds: 2 };

if (!hasWrk()) {
  console.error('需要 wrk（apt-get install wrk）。 This bench needs wrk: apt-get install wrk.');
  process.exit(2);
}
installProxies();
const folder = mkdtempSync(join(tmpdir(), 'hengjian-bench-gateway-'));
const started: Target[] = [];
try {
  await measure();
} finally {
  for (const target of started.toReversed()) await target.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const upstream = await startModelServer();
  started.push(upstream);
  if (only.includes('bare Fastify')) started.push(await startFastify(upstream.base));
  if (only.includes('Portkey')) started.push(await startPortkey(upstream.base));
  if (only.includes('PostgreSQL')) started.push(await startHengjian('PostgreSQL', upstream.base, postgres));
  if (only.includes('PGlite')) started.push(await startHengjian('PGlite', upstream.base, ''));
  console.log(`${new Date().toISOString().slice(0, 10)}, Node ${process.version}, medians of ${rounds} rounds of ${seconds} s`);
  for (const [scenario, { isStream, bars }] of Object.entries(scenarios)) {
    const body = JSON.stringify({ model: 'fake-chat', messages, stream: isStream });
    await setFaults(upstream, { tokens: 64 });
    for (const target of started) await drive(target, { body, ...warmUp }, folder);
    for (const concurrency of concurrencies) {
      const driven = await driveInTurn({ body, concurrency, seconds });
      console.log(`\n${scenario}, ${concurrency} at once`);
      console.table(Object.fromEntries([...driven].map(([name, one]) => [name, shown(one)])));
      const [direct, bare, portkey, ours] = ['direct', 'bare Fastify', 'Portkey', 'PostgreSQL'].map((name) => driven.get(name));
      if (direct && bare && portkey && ours) printMeasurements(await against({ direct, bare, portkey, ours }, concurrency, bars));
    }
  }
  for (const target of started.filter(({ name }) => name === 'PostgreSQL' || name === 'PGlite')) {
    const { broken, passedForWhole, wholeThatFailed } = await breakStreams(target, (faults) => setFaults(upstream, faults));
    console.log(`\nstreams that break, ${target.name}`);
    printMeasurements([
      { measure: 'streams broken', value: broken },
      { measure: 'of them, that looked whole to the client', value: passedForWhole, bar: { atMost: 0 } },
      { measure: 'whole ones between them that failed', value: wholeThatFailed, bar: { atMost: 0 } },
    ]);
  }
}

async function driveInTurn(load: Parameters<typeof drive>[1]): Promise<Map<string, Driven>> {
  const samples = new Map<string, Driven[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const target of started) samples.set(target.name, [...(samples.get(target.name) ?? []), await drive(target, load, folder)]);
  return new Map([...samples].map(([name, all]) => [name, median(all)]));
}

function median(all: readonly Driven[]): Driven {
  const of = (pick: (one: Driven) => number): number => percentile(all.map(pick), 50);
  return {
    requests: all.reduce((sum, { requests }) => sum + requests, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    perSecond: of(({ perSecond }) => perSecond),
    p50Ms: of(({ p50Ms }) => p50Ms),
    p99Ms: of(({ p99Ms }) => p99Ms),
    cpuMicros: of(({ cpuMicros }) => cpuMicros),
  };
}

function shown({ perSecond, p50Ms, p99Ms, cpuMicros, failed }: Driven) {
  return { 'a second': Math.round(perSecond), 'p50 ms': p50Ms, 'p99 ms': p99Ms, 'CPU us': Math.round(cpuMicros), failed };
}

interface Compared {
  readonly direct: Driven;
  readonly bare: Driven;
  readonly portkey: Driven;
  readonly ours: Driven;
}

/** On the server; the embedded database is shown in the table. */
async function against(
  { direct, bare, portkey, ours }: Compared,
  concurrency: number,
  bars: { readonly cpu: number; readonly perSecond: number; readonly ofPortkey: number },
): Promise<Measurement[]> {
  if (concurrency === 1) {
    const commits = 2 * (await commitMs(postgres));
    return [
      { measure: 'two commits of this database', value: commits, unit: ' ms' },
      { measure: 'p50 beyond direct and the commits', value: ours.p50Ms - direct.p50Ms - commits, unit: ' ms', bar: { atMost: 1 } },
    ];
  }
  return [
    { measure: 'CPU of a request, of bare', value: ours.cpuMicros / bare.cpuMicros, unit: 'x', bar: { atMost: bars.cpu } },
    { measure: 'requests a second, of bare', value: ours.perSecond / bare.perSecond, unit: 'x', bar: { atLeast: bars.perSecond } },
    { measure: 'requests a second, of Portkey', value: ours.perSecond / portkey.perSecond, unit: 'x', bar: { atLeast: bars.ofPortkey } },
  ];
}

async function setFaults({ base }: Target, faults: object): Promise<void> {
  await fetch(new URL('/__faults', base), { method: 'POST', body: JSON.stringify(faults) });
}
