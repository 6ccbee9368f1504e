import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { everything, openTestLibrary, type TestLibrary } from '../../test/support/library.ts';
import { soloCaller } from '../access/access.ts';
import { createDemo, type Demo } from './demo.ts';

const folder = join(import.meta.dirname, '..', '..', 'demo');
const unread = { read: async () => ({ kind: 'rejected', reason: 'empty' }) as const, close: () => {} };
let library: TestLibrary;
let demo: Demo;
let manifest: { file: string }[];

beforeAll(async () => {
  library = await openTestLibrary({ reader: unread });
  demo = createDemo({ folder, knowledge: library.knowledge });
  manifest = JSON.parse(await readFile(join(folder, 'library.json'), 'utf8')) as { file: string }[];
});
afterAll(() => library.close());

const names = async (deleted = false) =>
  (await library.knowledge.listDocuments(everything, { limit: 100, deleted })).documents.map(({ name }) => name).sort();

test('loading that was interrupted is completed at the next start', async () => {
  const [first] = manifest;
  await library.knowledge.importFile(soloCaller, { name: first?.file ?? '', bytes: new Uint8Array() });
  await demo.load(soloCaller);
  expect(await names()).toEqual(manifest.map(({ file }) => file).sort());
});

test('what was deleted stays deleted', async () => {
  const [document] = (await library.knowledge.listDocuments(everything, { limit: 1, deleted: false })).documents;
  if (!document) throw new Error('the demo is empty');
  await library.knowledge.setDeleted(soloCaller, document.id, true);
  await demo.load(soloCaller);
  expect(await names(true)).toEqual([document.name]);
});

test('a library with a document of its own is left alone', async () => {
  await library.knowledge.importFile(soloCaller, { name: '自有文件.txt', bytes: new Uint8Array() });
  const before = await names();
  await demo.load(soloCaller);
  expect(await names()).toEqual(before);
});
