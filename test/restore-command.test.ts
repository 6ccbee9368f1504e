// `backup` and `restore --verify` as a person runs them: from the embedded database into a folder, or onto a server where there is one.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { callApi } from '../bench/call-api.ts';
import { operations as answers } from '../src/answer/contract.ts';
import { operations as backups, verificationSchema } from '../src/backup/contract.ts';
import { operations as library } from '../src/knowledge/contract.ts';
import { operations as ledger } from '../src/ledger/contract.ts';
import { operations as status } from '../src/status/contract.ts';
import { openStore } from '../src/store/store.ts';
import { runFile, startServer } from './support/command.ts';
import { prepareDataFolder } from './support/prepared-database.ts';
import { until } from './support/until.ts';

const serverUrl = process.env['HENGJIAN_TEST_DATABASE_URL'];
let folder: string;
let question: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-restore-'));
  await prepareDataFolder(join(folder, 'data'));
  const server = await startServer({ folder });
  const bytes = new TextEncoder().encode('停车收费办法\n第一条 停车收费每小时五元。');
  const { document } = await callApi(server.url, library.importDocument, { name: '办法.txt' }, bytes);
  await until('it is read', async () =>
    (await callApi(server.url, library.getDocument, { documentId: document.id })).document.latest.state === 'ready' ? true : undefined,
  );
  question = '停车收费每小时多少元？';
  expect((await callApi(server.url, answers.ask, { question })).refused).toBe(false);
  await server.stop();
  await backUp();
}, 240_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function backUp(): Promise<void> {
  const { code, stderr } = await command('backup', '--to', join(folder, 'backups'));
  expect(code, stderr).toBe(0);
}

const command = (...args: readonly string[]) => runFile('src/cli/main.ts', args, { folder, env: { HENGJIAN_SOLO: 'on' } });

async function restoreInto(place: string, files = join(folder, 'unused')) {
  const keys = join(folder, 'data', 'keys');
  const from = ['--from', join(folder, 'backups'), '--key', join(keys, 'backup.key'), '--keys', keys];
  const { code, stdout, stderr } = await runFile('src/cli/main.ts', ['restore', ...from, '--into', place, '--verify', '--json'], {
    folder,
    env: { HENGJIAN_DATA: files },
  });
  const last = stdout.trim().split('\n').at(-1) ?? '';
  if (!last.includes('verification')) throw new Error(stderr);
  return { code, ...z.object({ verification: verificationSchema }).parse(JSON.parse(last)).verification };
}

test('a restored copy answers as before, its ledger verifies, and nothing is restored over it', { timeout: 180_000 }, async () => {
  const place = serverUrl ? await emptyDatabase(serverUrl) : join(folder, 'restored');
  const files = join(folder, 'restored');
  try {
    expect(await restoreInto(place, files)).toMatchObject({ code: 0, answer: 'same', faults: [] });
    await expect(restoreInto(place, files)).rejects.toThrow('已有数据');
  } finally {
    if (serverUrl) await onServer(serverUrl, `drop database ${new URL(place).pathname.slice(1)} with (force)`);
  }
});

// On the embedded database in both runs: once is enough.
test.skipIf(serverUrl)(
  'what a rehearsal by hand showed is on the site’s record and its last verified restore, as after one of its own',
  { timeout: 180_000 },
  async () => {
    const { code, backupId } = await restoreInto(join(folder, 'rehearsed'), join(folder, 'data'));
    expect(code).toBe(0);
    const server = await startServer({ folder, env: { HENGJIAN_BACKUP: join(folder, 'backups') } });
    const recorded = async () => (await callApi(server.url, ledger.listRecords, { action: 'backup-verified' })).records;
    const verifiedAt = async () => Date.parse((await callApi(server.url, status.getStatus, {})).backup.verifiedAt ?? '');
    const [byHand, ...others] = await recorded();
    const entry = { outcome: 'done', actor: { id: 'backup' }, subject: { kind: 'backup', id: backupId }, details: { answer: 'same' } };
    expect([byHand?.record, others]).toMatchObject([entry, []]);
    const before = await verifiedAt();
    expect(before).toBeGreaterThanOrEqual(Date.parse(byHand?.record.time ?? ''));

    // One of its own is put down once, by the site.
    const { run } = await callApi(server.url, backups.verifyBackup, { backupId });
    await until(
      'the site has rehearsed',
      async () => ((await callApi(server.url, backups.getBackupRun, { runId: run.id })).run.state === 'done' ? true : undefined),
      60_000,
    );
    expect((await recorded()).map(({ record }) => record)).toMatchObject([entry, entry]);
    expect(await verifiedAt()).toBeGreaterThan(before);
    await server.stop();
  },
);

// As above.
test.skipIf(serverUrl)(
  'a ledger that was changed before the backup is found by the rehearsal, which names the record',
  { timeout: 180_000 },
  async () => {
    const store = await openStore({ kind: 'embedded', folder: join(folder, 'data', 'database') });
    await sql`alter table ledger_record disable trigger all`.execute(store.tables());
    await sql`update ledger_record set body = replace(body, '"outcome":"done"', '"outcome":"failed"') where sequence = 2`.execute(
      store.tables(),
    );
    await sql`update ledger_record set body = body || ' ' where sequence = 2 and body not like '%"failed"%'`.execute(store.tables());
    await sql`alter table ledger_record enable trigger all`.execute(store.tables());
    await store.close();
    await backUp();
    const { code, faults } = await restoreInto(join(folder, 'falsified'));
    expect(code).toBe(1);
    expect(faults).toEqual([expect.stringContaining('第 2 条记录')]);
  },
);

async function emptyDatabase(url: string): Promise<string> {
  const name = `hengjian_test_${randomBytes(6).toString('hex')}`;
  await onServer(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
