import { copyFile, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { openTestSeal } from '../../test/support/seal.ts';
import { createFolderFiles, type Files, sha256Of } from './files.ts';
import type { Seal } from './seal/seal.ts';

let database: TestDatabase;
let seal: Seal;
let folder: string;
let files: Files;
beforeAll(async () => {
  database = await openTestDatabase();
  seal = await openTestSeal(database.store);
});
afterAll(() => database.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-files-'));
  files = createFolderFiles(folder, seal);
});

const bytes = new TextEncoder().encode('原文的字节');
const stored = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
const pathOf = (address: string): string => join(folder, address.slice(0, 2), `${address}.sealed`);
const plainPathOf = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256);
const damage = async (path: string): Promise<void> => {
  const sealed = await readFile(path);
  const last = sealed.byteLength - 1;
  await writeFile(path, sealed.with(last, (sealed[last] ?? 0) ^ 1));
};

test('the same content is stored once, also when it comes many times at once', async () => {
  const addresses = await Promise.all(Array.from({ length: 8 }, () => files.put(bytes)));
  expect(new Set(addresses).size).toBe(1);
  expect(await stored()).toEqual([`${addresses[0]}.sealed`]);
  expect(Buffer.from(await files.get(addresses[0] ?? '')).equals(bytes)).toBe(true);
});

test('neither the content nor its SHA-256 can be told from what is on disk', async () => {
  const address = await files.put(bytes);
  expect((await readFile(pathOf(address))).includes(Buffer.from(bytes))).toBe(false);
  expect(address).not.toBe(sha256Of(bytes));
  expect(files.addressesOf(bytes)).toContain(address);
});

test('an empty file is content too', async () => {
  expect(await files.get(await files.put(new Uint8Array()))).toHaveLength(0);
});

test('a file that was damaged on disk is not handed out', async () => {
  const address = await files.put(bytes);
  await damage(pathOf(address));
  await expect(files.get(address)).rejects.toMatchObject({ code: 'not-found' });
});

test('a file that stands in the place of another is not handed out', async () => {
  const address = await files.put(bytes);
  const other = await files.put(new TextEncoder().encode('另一份原文'));
  await copyFile(pathOf(other), pathOf(address));
  await expect(files.get(address)).rejects.toMatchObject({ code: 'not-found' });
});

test('a damaged file is made good by storing its content again', async () => {
  const address = await files.put(bytes);
  await damage(pathOf(address));
  await files.put(bytes);
  expect(Buffer.from(await files.get(address)).equals(bytes)).toBe(true);
});

test('a file from before files were sealed is still handed out by its SHA-256, unless it was damaged', async () => {
  const sha256 = sha256Of(bytes);
  await mkdir(dirname(plainPathOf(sha256)), { recursive: true });
  await writeFile(plainPathOf(sha256), bytes);
  expect(Buffer.from(await files.get(sha256)).equals(bytes)).toBe(true);
  await writeFile(plainPathOf(sha256), '原文的字符');
  await expect(files.get(sha256)).rejects.toMatchObject({ code: 'not-found' });
});

test('a file that is not there is named as missing', async () => {
  await expect(files.get(sha256Of(bytes))).rejects.toMatchObject({ code: 'not-found' });
});

test('a folder that cannot be written to is named with the reason', async () => {
  const blocked = join(folder, 'a-file');
  await writeFile(blocked, '');
  await expect(createFolderFiles(join(blocked, 'below'), seal).put(bytes)).rejects.toMatchObject({
    code: 'storage-unwritable',
    details: { cause: 'ENOTDIR' },
  });
});
