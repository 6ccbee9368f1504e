// What is due at set times is done by whoever opens the data to work on it, and not where a copy is only looked at.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/base/config.ts';
import { openStore } from '../src/store/store.ts';
import { prepareDataFolder } from './support/prepared-database.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-schedules-'));
  await prepareDataFolder(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const scheduled = ['retention_run', 'security_report', 'ledger_verification'];
async function doneWhenOpened(keepsSchedules: boolean): Promise<string[]> {
  const config = readConfig({ HENGJIAN_DATA: folder, HENGJIAN_DEMO: 'off', HENGJIAN_SOLO: 'on', HENGJIAN_LOG: 'silent' }, {});
  // Closing waits for what has begun.
  await (await createApp({ ...config, keepsSchedules })).close();
  const store = await openStore({ kind: 'embedded', folder: join(folder, 'database') });
  const done = [];
  for (const table of scheduled) if ((await store.run(`select * from ${table}`)).rows.length > 0) done.push(table);
  await store.close();
  return done;
}

test('a copy that is only looked at is left as it is; where the product works, what was missed is made up for', async () => {
  expect(await doneWhenOpened(false)).toEqual([]);
  expect(await doneWhenOpened(true)).toEqual(scheduled);
}, 120_000);
