// Sealing as a job: what old folders hold is sealed, and replacing keys brings everything under the new ones, whatever happens meanwhile.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { until } from '../../../test/support/until.ts';
import { silentLog } from '../../base/log.ts';
import { createFolderFiles, type Files, sha256Of } from '../files.ts';
import { createJobs, type Jobs } from '../jobs.ts';
import { type KeyRing, openKeyRing } from '../keys/key-ring.ts';
import { masterKeySource } from '../keys/master-key.ts';
import { openStore, type Store } from '../store.ts';
import { createSeal, type Seal } from './seal.ts';
import type { SealedJsonColumn, SealedTextColumn, SealedTextsColumn } from './sealed-columns.ts';
import { type Sealing, startSealing } from './sealing.ts';

interface NoteTables {
  note: { id: string; text: string; body: unknown; path: string[] };
}
interface Process {
  readonly store: Store;
  readonly seal: Seal;
  readonly ring: KeyRing;
  readonly jobs: Jobs;
  readonly files: Files;
  readonly text: SealedTextColumn;
  readonly body: SealedJsonColumn;
  readonly path: SealedTextsColumn;
  sealing: Sealing | undefined;
}

let database: TestDatabase;
let folder: string;
const processes: Process[] = [];
beforeEach(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'hengjian-sealing-'));
  await database.store.run('create table note (id uuid primary key, text text, body jsonb, path text[])');
});
afterEach(async () => {
  for (const { jobs, ring, store } of processes.splice(0)) {
    await jobs.stop();
    ring.close();
    if (store !== database.store) await store.close();
  }
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const master = () => masterKeySource({ file: join(folder, 'keys', 'master.key') });

/** A process as it stands after its rooms have declared their columns. */
async function openProcess(store = database.store): Promise<Process> {
  const ring = await openKeyRing({ store, master: master(), algorithm: 'aes-256-gcm', refreshMs: 100 });
  const seal = createSeal(ring);
  const purpose = 'answers';
  const opened: Process = {
    store,
    seal,
    ring,
    jobs: await createJobs(store, silentLog),
    files: createFolderFiles(join(folder, 'files'), seal),
    text: seal.columns.text({ table: 'note', column: 'text', purpose }),
    body: seal.columns.json({ table: 'note', column: 'body', purpose }),
    path: seal.columns.texts({ table: 'note', column: 'path', purpose }),
    sealing: undefined,
  };
  processes.push(opened);
  return opened;
}

async function start(one: Process): Promise<Sealing> {
  const { store, jobs, seal, ring, files } = one;
  one.sealing = await startSealing({
    store,
    jobs,
    seal,
    ring,
    master: master(),
    algorithm: 'aes-256-gcm',
    stocks: [files.stock],
    log: silentLog,
  });
  return one.sealing;
}

const settled = (sealing: Sealing): Promise<unknown> =>
  until('everything is sealed', async () => ((await sealing.state()).isWorking ? undefined : true));
const id = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const notes = () => database.store.tables<NoteTables>();
const write = async ({ text, body, path }: Process, number: number): Promise<void> => {
  const row = id(number);
  const values = { id: row, text: text.seal(row, `内容${number}`), body: body.seal(row, { number }), path: path.seal(row, ['章', '节']) };
  await notes().insertInto('note').values(values).execute();
};
const readAll = async ({ text, body, path }: Process) =>
  (await notes().selectFrom('note').selectAll().orderBy('id').execute()).map((row) => ({
    text: text.open(row.id, row.text),
    body: body.open(row.id, row.body),
    path: path.open(row.id, row.path),
  }));
const expected = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ text: `内容${index}`, body: { number: index }, path: ['章', '节'] }));
const writePlain = async (count: number): Promise<void> => {
  for (let number = 0; number < count; number += 1)
    await sql`insert into note values (${id(number)}, ${`内容${number}`}, ${JSON.stringify({ number })}::jsonb, ${['章', '节']})`.execute(
      notes(),
    );
};
const raw = async (): Promise<string> =>
  JSON.stringify((await sql`select row_to_json(note) as row from note`.execute(database.store.tables())).rows);
const keyIds = async (): Promise<number[]> => {
  const { rows } = await sql<{ id: number }>`select id from data_key where wrapped is not null`.execute(database.store.tables());
  return rows.map((row) => row.id).sort((left, right) => left - right);
};

test('rows of before there were keys are readable at once, sealed in the background, and then accepted no more', async () => {
  await writePlain(60);
  const process = await openProcess();
  expect(await readAll(process)).toEqual(expected(60));
  const sealing = await start(process);
  await settled(sealing);
  expect(await readAll(process)).toEqual(expected(60));
  expect(await raw()).not.toContain('内容');
  expect(await sealing.state()).toMatchObject({ done: 60, total: 60 });
  await sql`update note set text = '掉包' where id = ${id(1)}`.execute(notes());
  await expect(readAll(process)).rejects.toMatchObject({ code: 'sealed-value-refused' });
});

test('a rotation leaves nothing under the old keys, which are destroyed, and everything reads as before', async () => {
  const process = await openProcess();
  const sealing = await start(process);
  await settled(sealing);
  for (let number = 0; number < 40; number += 1) await write(process, number);
  const address = await process.files.put(new TextEncoder().encode('原件'));
  const before = await keyIds();
  const rawBefore = await raw();
  await sealing.rotate();
  await settled(sealing);
  const after = await keyIds();
  expect(after.filter((key) => before.includes(key))).toHaveLength(3);
  expect(after).toHaveLength(before.length);
  expect(await readAll(process)).toEqual(expected(40));
  expect(Buffer.from(await process.files.get(address)).toString()).toBe('原件');
  expect(await raw()).not.toBe(rawBefore);
});

test('reads and writes go on while keys are replaced, in this process and in another', async () => {
  const first = await openProcess();
  const second = database.url === undefined ? first : await openProcess(await openStore({ kind: 'server', url: database.url }));
  const sealing = await start(first);
  if (second !== first) await start(second);
  await settled(sealing);
  for (let number = 0; number < 50; number += 1) await write(first, number);
  await sealing.rotate();
  let written = 50;
  do {
    const writer = written % 2 === 0 ? first : second;
    await write(writer, written);
    written += 1;
    // As between two requests.
    await new Promise((resolve) => setImmediate(resolve));
    const rows = await notes()
      .selectFrom('note')
      .selectAll()
      .where('id', 'in', [id(written % 50), id(written - 1)])
      .execute();
    for (const reader of [first, second]) {
      if (reader !== writer) await reader.ring.refresh();
      expect(rows.map((row) => reader.text.open(row.id, row.text)).sort()).toEqual([`内容${written % 50}`, `内容${written - 1}`].sort());
    }
  } while ((await sealing.state()).isWorking);
  await second.ring.refresh();
  for (const process of [first, second]) expect(await readAll(process)).toEqual(expected(written));
});

test('a rotation that was cut off goes on at the next start, and another cannot begin before it has ended', async () => {
  const first = await openProcess();
  await settled(await start(first));
  for (let number = 0; number < 60; number += 1) await write(first, number);
  const before = await keyIds();
  // As a process leaves it that dies right after new keys were made.
  await first.jobs.stop();
  await first.sealing?.rotate();
  await expect(first.sealing?.rotate()).rejects.toMatchObject({ code: 'conflict' });
  expect(await readAll(first)).toEqual(expected(60));
  const second = await openProcess();
  expect(await readAll(second)).toEqual(expected(60));
  const sealing = await start(second);
  await settled(sealing);
  expect(await readAll(second)).toEqual(expected(60));
  expect((await keyIds()).filter((key) => before.includes(key))).toHaveLength(3);
});

test('a new master key opens the same data, and the old one opens nothing', async () => {
  const process = await openProcess();
  const sealing = await start(process);
  await settled(sealing);
  await write(process, 0);
  const file = join(folder, 'keys', 'master.key');
  const old = await readFile(file, 'utf8');
  const rawBefore = await raw();
  await sealing.rotateMaster();
  expect(await readFile(file, 'utf8')).not.toBe(old);
  expect(await raw()).toBe(rawBefore);
  expect(await readAll(await openProcess())).toEqual(expected(1));
  await writeFile(file, old);
  await expect(openProcess()).rejects.toMatchObject({ code: 'master-key-wrong' });
});

test('a new master key that was cut off before or after it counted is settled by the next start', async () => {
  const process = await openProcess();
  await settled(await start(process));
  await write(process, 0);
  const file = join(folder, 'keys', 'master.key');
  const key = await readFile(file, 'utf8');
  // Before: a next key that wraps nothing.
  await writeFile(`${file}.next`, randomBytes(32).toString('base64'));
  expect(await readAll(await openProcess())).toEqual(expected(1));
  expect(await readdir(join(folder, 'keys'))).toEqual(['master.key']);
  // After: the key that wraps everything is still called next.
  await writeFile(`${file}.next`, key);
  await writeFile(file, randomBytes(32).toString('base64'));
  expect(await readAll(await openProcess())).toEqual(expected(1));
  expect(await readFile(file, 'utf8')).toBe(key);
});

test('plain files of before are sealed, and a damaged one is kept but not taken for an original', async () => {
  const { files } = await openProcess();
  const [whole, damaged] = [Buffer.from('完好'), Buffer.from('损坏')];
  const path = (sha256: string): string => join(folder, 'files', sha256.slice(0, 2), sha256);
  for (const [bytes, content] of [
    [whole, whole],
    [damaged, Buffer.from('坏掉')],
  ] as const) {
    await mkdir(join(path(sha256Of(bytes)), '..'), { recursive: true });
    await writeFile(path(sha256Of(bytes)), content);
  }
  expect((await files.listPlain()).sort()).toEqual([sha256Of(whole), sha256Of(damaged)].sort());
  const address = await files.sealPlain(sha256Of(whole));
  await files.sealPlain(sha256Of(damaged));
  for (const sha256 of await files.listPlain()) await files.removePlain(sha256);
  expect(Buffer.from(await files.get(address)).toString()).toBe('完好');
  await expect(files.get(sha256Of(damaged))).rejects.toMatchObject({ code: 'not-found' });
  expect(await files.listPlain()).toEqual([]);
});
