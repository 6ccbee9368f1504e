// `npm run bench:quota`: how exactly processes keep one quota, and what it costs a request.
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { soloCaller } from '../src/access/access.ts';
import { systemClock } from '../src/base/clock.ts';
import { silentLog } from '../src/base/log.ts';
import { createQuota } from '../src/quota/quota.ts';
import { openTestLedger } from '../test/support/ledger.ts';
import { openBenchPlace } from './bench-database.ts';
import { type Measurement, printMeasurements } from './bars.ts';
import type { Counted, Task } from './quota/use-up.ts';

const processes = 2;
const atOnce = 16;
const requests = 2_000;
const tokens = 1_000_000;

const url = process.env['DATABASE_URL'];
if (url === undefined || url === '') throw new Error('DATABASE_URL: two processes need a server');
const place = await openBenchPlace('quota', url);
const store = await place.open();
const ledger = await openTestLedger(store, systemClock);
const quota = await createQuota({ store, ledger, clock: systemClock, log: silentLog, pathOf: async () => [] });
try {
  printMeasurements([
    ...(await measure('requests', requests, 'even')),
    ...(await measure('tokens', tokens, 'even')),
    ...(await measure('tokens', tokens, 'one idle')),
    ...(await cost()),
  ]);
} finally {
  await quota.close();
  await ledger.close();
  await store.close();
  await place.remove();
}

/** Both ask until each was refused many times in a row; what they used then is held against the limit. */
async function measure(kind: 'requests' | 'tokens', amount: number, how: 'even' | 'one idle'): Promise<Measurement[]> {
  const scenario = await limited(kind, amount);
  const task: Task = { kind: 'use-up', url: place.env['DATABASE_URL'] ?? '', scenario, atOnce, most: Number.POSITIVE_INFINITY };
  const counted = await Promise.all(
    Array.from({ length: processes }, (_, index) => run(how === 'one idle' && index > 0 ? { ...task, most: atOnce } : task)),
  );
  const sum = (of: (one: Counted) => number): number => counted.reduce((total, one) => total + of(one), 0);
  const used = sum((one) => (kind === 'requests' ? one.admitted : one.tokens));
  const name = `${kind}, ${how === 'even' ? 'both ask' : 'one stops early'}`;
  return [
    { measure: `${name}: admitted`, value: sum(({ admitted }) => admitted) },
    { measure: `${name}: over the limit`, value: Math.max(0, (used / amount - 1) * 100), unit: ' %', bar: { atMost: 5 } },
    { measure: `${name}: left when all were refused`, value: Math.max(0, (1 - used / amount) * 100), unit: ' %' },
    {
      measure: `${name}: exchanges with the database, for 100 admitted`,
      value: (sum(({ statements }) => statements) / sum(({ admitted }) => admitted)) * 100,
    },
  ];
}

async function cost(): Promise<Measurement[]> {
  const plenty = 1e12;
  const [free, measured] = [randomUUID(), await limited('tokens', plenty)];
  await quota.set(soloCaller, { kind: 'scenario', subject: measured, measure: 'requests', period: 'month', amount: plenty });
  const url = place.env['DATABASE_URL'] ?? '';
  const without = await run({ kind: 'time', url, scenario: free, atOnce, most: 400_000 });
  const within = await run({ kind: 'time', url, scenario: measured, atOnce, most: 400_000 });
  return [
    { measure: 'CPU of a request whose subjects have no quota, us', value: without.cpuUs },
    { measure: 'CPU of a request under two quotas, reserved and settled, us', value: within.cpuUs },
  ];
}

async function limited(measure: 'requests' | 'tokens', amount: number): Promise<string> {
  const name = `bench-${randomUUID()}`;
  await store.run(
    `insert into scenario (id, name, version, title, purpose, input_grade, collection_ids, engine, created_at)
     values ($1, $2, 1, $2, $2, 'public', '{}', 'relay', now())`,
    [randomUUID(), name],
  );
  await quota.set(soloCaller, { kind: 'scenario', subject: name, measure, period: 'day', amount });
  return name;
}

async function run(task: Task): Promise<Counted> {
  const child: ChildProcess = fork(new URL('./quota/use-up.ts', import.meta.url), [JSON.stringify(task)]);
  const [counted] = (await once(child, 'message')) as [Counted];
  await once(child, 'exit');
  return counted;
}
