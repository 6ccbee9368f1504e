// The daily backup by a clock that is moved: once a day, made up for when missed, and not kept back by a clock that was ahead.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { openTestLedger, type TestLedger } from '../../test/support/ledger.ts';
import { until } from '../../test/support/until.ts';
import { silentLog } from '../base/log.ts';
import { createJobs, type Jobs } from '../store/jobs.ts';
import { createBackup } from './backup.ts';

let database: TestDatabase;
let ledger: TestLedger;
let jobs: Jobs;
let folder: string;
const logged: string[] = [];
const clock = { time: '2026-03-01T17:00:00Z', now: () => new Date(clock.time) };

beforeAll(async () => {
  database = await openTestDatabase();
  ledger = await openTestLedger(database.store, clock);
  jobs = await createJobs(database.store, silentLog);
  folder = await mkdtemp(join(tmpdir(), 'hengjian-schedule-'));
  await mkdir(join(folder, 'data'));
});
afterAll(async () => {
  await jobs.stop();
  await ledger.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** Starts the room, which looks at once, and waits until what it began has ended. Resolves to the moments of the backups made, newest first. */
async function lookAt(time: string): Promise<string[]> {
  clock.time = time;
  const backup = await createBackup({
    store: database.store,
    jobs,
    ledger,
    clock,
    log: { ...silentLog, error: (event, error) => void logged.push(`${event}: ${String(error)}`) },
    dataFolder: join(folder, 'data'),
    productVersion: '0.0.0',
    settings: {
      folder: join(folder, 'backups'),
      at: '02:00',
      keep: { daily: 7, weekly: 4, monthly: 12 },
      key: { file: join(folder, 'backup.key') },
      includesMasterKey: false,
    },
    rehearse: () => Promise.reject(new Error('nothing is rehearsed here')),
  });
  await backup.stop();
  return until('what was begun has ended', async () => {
    const { runs } = await backup.overview();
    const failed = runs.find(({ state }) => state === 'failed');
    if (failed) throw new Error(logged.join('; '));
    return runs.every(({ state }) => state === 'done') ? runs.map(({ createdAt }) => createdAt.slice(0, 16)) : undefined;
  });
}

test('a backup is made once a day at its time in China, and made up for when it was missed', async () => {
  expect(await lookAt('2026-03-01T17:00:00Z')).toEqual(['2026-03-01T17:00']);
  expect(await lookAt('2026-03-01T17:59:00Z')).toEqual(['2026-03-01T17:00']);
  expect(await lookAt('2026-03-01T18:00:00Z')).toEqual(['2026-03-01T18:00', '2026-03-01T17:00']);
  expect(await lookAt('2026-03-02T17:59:00Z')).toHaveLength(2);
  // The service was down at two o'clock on two days.
  expect((await lookAt('2026-03-04T09:00:00Z'))[0]).toBe('2026-03-04T09:00');
});

test('backups go on although one was made while the clock was ahead by a year', async () => {
  expect((await lookAt('2027-03-04T09:00:00Z'))[0]).toBe('2027-03-04T09:00');
  expect(await lookAt('2026-03-04T19:00:00Z')).toContain('2026-03-04T19:00');
  expect(await lookAt('2026-03-05T19:00:00Z')).toContain('2026-03-05T19:00');
});
