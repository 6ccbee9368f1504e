import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { openTestLedger, type TestLedger } from '../../test/support/ledger.ts';
import { until } from '../../test/support/until.ts';
import { silentLog } from '../base/log.ts';
import { clockTroubles } from './troubles.ts';
import { type ClockWatch, watchClock } from './clock-watch.ts';

let database: TestDatabase;
let ledger: TestLedger;
let runningMs = 0;
let putByMs = 0;
const clock = { now: () => new Date(Date.parse('2026-03-01T04:00:00Z') + runningMs + putByMs) };
const watches: ClockWatch[] = [];
const watch = async (): Promise<ClockWatch> => {
  const opened = await watchClock({ clock, ledger, log: silentLog, runningMs: () => runningMs, lookEveryMs: 5 });
  watches.push(opened);
  return opened;
};
const onRecord = async () =>
  (await ledger.list({ action: 'clock-changed', limit: 10 })).records.map(({ record }) => record.details['seconds']);

beforeAll(async () => {
  database = await openTestDatabase();
  ledger = await openTestLedger(database.store, clock);
});
afterAll(async () => {
  for (const one of watches) await one.stop();
  await ledger.close();
  await database.close();
});

test('a clock that runs on, however long, is no jump; one that is put back or forward is told and put on record', async () => {
  const { lastJump } = await watch();
  runningMs += 5 * 3_600_000;
  putByMs += 2_000;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(lastJump()).toBeUndefined();
  putByMs -= 3 * 3_600_000;
  await until('it is told', () => lastJump());
  expect(lastJump()?.seconds).toBe(-10_800);
  expect(clockTroubles(lastJump())[0]?.zh).toContain('倒退了 3 小时');
  putByMs += 3 * 86_400_000;
  await until('the next one is told', () => ((lastJump()?.seconds ?? 0) > 0 ? true : undefined));
  expect(clockTroubles(lastJump())[0]?.en).toContain('forward by 3 days');
  await until('both are on record', async () => ((await onRecord()).length === 2 ? true : undefined));
  expect(await onRecord()).toEqual([3 * 86_400, -10_800]);
  runningMs += 25 * 3_600_000;
  expect(lastJump()).toBeUndefined();
  expect(clockTroubles(undefined)).toEqual([]);
});

test('a clock that stands before what is on record at the start is told at once', async () => {
  await ledger.append({ action: 'service-started', actor: { kind: 'system', id: 'service' } });
  putByMs -= 86_400_000 * 2;
  const { lastJump } = await watch();
  expect(lastJump()?.seconds).toBeLessThanOrEqual(-86_400);
});
