import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scope } from '../access/access.ts';
import type { Document } from './contract.ts';
import { everything, openTestLibrary, type TestLibrary } from '../../test/support/library.ts';

const scopes: Record<string, Scope> = {
  'of public grade only': { grades: ['public'], departments: 'all' },
  'of another department': { grades: ['public', 'internal', 'sensitive', 'important'], departments: ['教育局'] },
  'of nothing': { grades: [], departments: [] },
};

let library: TestLibrary;
let secret: Document;

beforeAll(async () => {
  library = await openTestLibrary();
  ({ document: secret } = await library.bring('应急预案.txt', '数据泄露应急预案\n第一条 应急指挥电话每季度更换一次。', {
    grade: 'sensitive',
    department: '大数据局',
    collection: '内部制度',
  }));
});
afterAll(() => library.close());

describe.each(Object.entries(scopes))('a caller %s', (_, scope) => {
  test('does not find the document by searching, nor by naming it', async () => {
    expect(await library.found('应急指挥电话', {}, scope)).toEqual([]);
    expect(await library.found('《数据泄露应急预案》第一条', {}, scope)).toEqual([]);
  });

  test('does not see it in lists, collections, departments or counts', async () => {
    expect(await library.knowledge.listDocuments(scope, { limit: 10, deleted: false })).toEqual({
      documents: [],
      nextCursor: null,
      total: 0,
    });
    expect(await library.knowledge.listCollections(scope)).toEqual({ collections: [], departments: [] });
    expect(await library.knowledge.countAll(scope)).toEqual({ documents: 0, passages: 0, rejected: 0, waiting: 0 });
  });

  test('cannot open it by its ids', async () => {
    const { knowledge } = library;
    const missing = { code: 'not-found' };
    await expect(knowledge.getDocument(scope, secret.id)).rejects.toMatchObject(missing);
    await expect(knowledge.getReadingText(scope, secret.latest.id)).rejects.toMatchObject(missing);
    await expect(knowledge.getOriginal(scope, secret.latest.id)).rejects.toMatchObject(missing);
    await expect(knowledge.readSpan(scope, secret.latest.id, 0, 5)).rejects.toMatchObject(missing);
    expect((await knowledge.listPassages(scope, secret.latest.id, undefined, 10)).passages).toEqual([]);
  });

  test('cannot change, delete, restore or read it again', async () => {
    const { knowledge } = library;
    const missing = { code: 'not-found' };
    await expect(knowledge.updateDocument(scope, secret.id, { grade: 'public' })).rejects.toMatchObject(missing);
    await expect(knowledge.setDeleted(scope, secret.id, true)).rejects.toMatchObject(missing);
    await expect(knowledge.readAgain(scope, secret.id)).rejects.toMatchObject(missing);
    expect((await knowledge.getDocument(everything, secret.id)).document).toEqual(secret);
  });

  test('cannot lower its grade, revive it or put a version on it by importing its name', async () => {
    const bytes = new TextEncoder().encode('冒名内容');
    await expect(
      library.knowledge.importFile(scope, { name: '应急预案.txt', collection: '内部制度', bytes, grade: 'public', department: '教育局' }),
    ).rejects.toMatchObject({ code: 'permission-denied' });
    expect((await library.knowledge.getDocument(everything, secret.id)).document).toEqual(secret);
  });
});

test('a caller whose scope holds the grade and the department sees the document', async () => {
  const scope: Scope = { grades: ['sensitive'], departments: ['大数据局'] };
  expect(await library.found('应急指挥电话', {}, scope)).toEqual(['应急预案.txt']);
  expect((await library.knowledge.getDocument(scope, secret.id)).document.name).toBe('应急预案.txt');
});

test('a caller is not told that the same bytes are there in a document that he may not read', async () => {
  const { bytes } = await library.knowledge.getOriginal(everything, secret.latest.id);
  const scope: Scope = { grades: ['public'], departments: ['教育局'] };
  const copy = await library.knowledge.importFile(scope, { name: '抄件.txt', bytes, grade: 'public', department: '教育局' });
  expect(copy).toMatchObject({ outcome: 'created', duplicateOf: null });
});
