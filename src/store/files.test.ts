import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createFolderFiles, type Files, sha256Of } from './files.ts';

let folder: string;
let files: Files;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-files-'));
  files = createFolderFiles(folder);
});

const bytes = new TextEncoder().encode('原文的字节');
const stored = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
const pathOf = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256);

test('the same content is stored once, also when it comes many times at once', async () => {
  const names = await Promise.all(Array.from({ length: 8 }, () => files.put(bytes)));
  expect(new Set(names)).toEqual(new Set([sha256Of(bytes)]));
  expect(await stored()).toEqual([sha256Of(bytes)]);
  expect(Buffer.from(await files.get(sha256Of(bytes))).equals(bytes)).toBe(true);
});

test('an empty file is content too', async () => {
  expect(await files.get(await files.put(new Uint8Array()))).toHaveLength(0);
});

test('a file that was damaged on disk is not handed out', async () => {
  const sha256 = await files.put(bytes);
  await writeFile(pathOf(sha256), '原文的字符');
  await expect(files.get(sha256)).rejects.toMatchObject({ code: 'not-found' });
});

test('a damaged file is made good by storing its content again', async () => {
  const sha256 = await files.put(bytes);
  await writeFile(pathOf(sha256), '原文的字符');
  await files.put(bytes);
  expect(Buffer.from(await files.get(sha256)).equals(bytes)).toBe(true);
});

test('a file that is not there is named as missing', async () => {
  await expect(files.get(sha256Of(bytes))).rejects.toMatchObject({ code: 'not-found' });
});

test('a folder that cannot be written to is named with the reason', async () => {
  const blocked = join(folder, 'a-file');
  await writeFile(blocked, '');
  await expect(createFolderFiles(join(blocked, 'below')).put(bytes)).rejects.toMatchObject({
    code: 'storage-unwritable',
    details: { cause: 'ENOTDIR' },
  });
});
