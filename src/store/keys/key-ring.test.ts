// The key ring opens with the right master key and with no other, and all processes on a database hold the same keys.
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { sentence } from '../../base/errors.ts';
import { openStore } from '../store.ts';
import { createValueSeal, type ValueSeal } from '../seal/value-seal.ts';
import { openKeyRing } from './key-ring.ts';
import { masterKeySource, type MasterKeySettings } from './master-key.ts';
import { purposes } from './purposes.ts';

let database: TestDatabase;
let folder: string;
let file: string;
beforeEach(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'hengjian-keys-'));
  file = join(folder, 'keys', 'master.key');
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const open = async (settings: Partial<MasterKeySettings> = {}, store = database.store): Promise<ValueSeal> =>
  createValueSeal(await openKeyRing({ store, master: masterKeySource({ file, ...settings }), algorithm: 'aes-256-gcm' }));
const place = 'run.question 1';
const newKey = (): string => randomBytes(32).toString('base64');

test('the first start makes a master key that its owner alone can read, and later starts use it', async () => {
  const sealed = (await open()).sealText('answers', place, '提问');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await open()).openText('answers', place, sealed)).toBe('提问');
});

test('the master key is nowhere in the database, nor are the data keys', async () => {
  await open();
  const { rows } = await sql`select * from data_key`.execute(database.store.tables());
  expect(rows).toHaveLength(purposes.length);
  expect(JSON.stringify(rows)).not.toContain((await readFile(file, 'utf8')).trim());
});

test('data whose master key is missing does not open, and no other key is made', async () => {
  await open();
  await rm(file);
  await expect(open()).rejects.toMatchObject({ code: 'master-key-missing', details: { where: file } });
  await expect(stat(file)).rejects.toThrow();
  expect(sentence('master-key-missing', { where: file }, 'zh')).toContain('放回');
});

test('data whose master key is another one does not open', async () => {
  await open();
  await writeFile(file, newKey());
  await expect(open()).rejects.toMatchObject({ code: 'master-key-wrong' });
});

test('a key file that holds no key is named, not replaced', async () => {
  await open();
  await writeFile(file, 'half a ke');
  await expect(open()).rejects.toMatchObject({ code: 'master-key-unusable', details: { where: file } });
  expect(await readFile(file, 'utf8')).toBe('half a ke');
});

test('the key may come from the environment, or from a command that prints it', async () => {
  const key = newKey();
  const sealed = (await open({ key })).sealText('answers', place, '提问');
  const script = join(folder, 'kms');
  await writeFile(script, `#!/bin/sh\necho ${key}\n`);
  await chmod(script, 0o700);
  expect((await open({ command: script })).openText('answers', place, sealed)).toBe('提问');
  await expect(stat(file)).rejects.toThrow();
});

test('a command that fails, and one that prints no key, are told apart from a missing key and show nothing of what they print', async () => {
  for (const command of ['echo wrong-and-secret; exit 3', 'echo wrong-and-secret']) {
    const error: unknown = await open({ command }).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'master-key-unusable', details: { where: 'HENGJIAN_MASTER_KEY_COMMAND' } });
    expect(JSON.stringify(error)).not.toContain('secret');
    expect(String(error)).not.toContain('secret');
  }
});

test('a new key from the environment takes over from the previous one, which then opens nothing', async () => {
  const [first, second] = [newKey(), newKey()];
  const sealed = (await open({ key: first })).sealText('answers', place, '提问');
  await expect(open({ key: second })).rejects.toMatchObject({ code: 'master-key-wrong' });
  expect((await open({ key: second, previousKey: first })).openText('answers', place, sealed)).toBe('提问');
  expect((await open({ key: second })).openText('answers', place, sealed)).toBe('提问');
  await expect(open({ key: first })).rejects.toMatchObject({ code: 'master-key-wrong' });
});

test('a row of the key table that was tampered with opens nothing', async () => {
  await open();
  await sql`update data_key set accepts_plain = not accepts_plain where purpose = 'secrets'`.execute(database.store.tables());
  await expect(open()).rejects.toMatchObject({ code: 'master-key-wrong' });
});

test('a process that had no time to look at the keys looks before it seals, and refuses only when it cannot', async ({ skip }) => {
  const { url } = database;
  if (url === undefined) return skip('an embedded database has one process');
  const store = await openStore({ kind: 'server', url });
  const ring = await openKeyRing({ store, master: masterKeySource({ file }), algorithm: 'aes-256-gcm', refreshMs: 100 });
  starve(700);
  expect(() => ring.active('answers')).toThrow(expect.objectContaining({ code: 'keys-out-of-date' }));
  await ring.lookIfOverdue();
  expect(ring.active('answers').purpose).toBe('answers');
  await store.close();
  starve(700);
  await ring.lookIfOverdue();
  expect(() => ring.active('answers')).toThrow(expect.objectContaining({ code: 'keys-out-of-date' }));
  ring.close();
});

/** As when the machine does other things: no timer of this process runs meanwhile. */
function starve(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test('processes that start together on a new database agree on the keys', async ({ skip }) => {
  const { url } = database;
  if (url === undefined) return skip('an embedded database has one process');
  const stores = await Promise.all([1, 2, 3].map(() => openStore({ kind: 'server', url })));
  const seals = await Promise.all(stores.map((store) => open({}, store)));
  const sealed = seals.map((seal) => seal.sealText('answers', place, '提问'));
  for (const seal of seals) for (const value of sealed) expect(seal.openText('answers', place, value)).toBe('提问');
  await Promise.all(stores.map((store) => store.close()));
});
