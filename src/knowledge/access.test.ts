import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { soloCaller } from '../access/access.ts';
import { claimAccessClass } from '../access/access-class.ts';
import type { Scope } from '../access/scope.ts';
import { collectionIdSchema } from '../base/ids.ts';
import type { Writer } from './place-document.ts';
import type { LibraryTables } from './tables.ts';
import type { Document } from './contract.ts';
import { everything, openTestLibrary, type TestLibrary } from '../../test/support/library.ts';

let library: TestLibrary;
let secret: Document;
/** What each may read; nothing that is secret. */
const scopes: Record<string, Scope> = { 'of nothing': [], 'of other classes': [] };

beforeAll(async () => {
  library = await openTestLibrary();
  ({ document: secret } = await library.bring('应急预案.txt', '数据泄露应急预案\n第一条 应急指挥电话每季度更换一次。', {
    grade: 'sensitive',
    department: '大数据局',
    collection: '内部制度',
  }));
  scopes['of other classes'] = [await classOf({ grade: 'public' }), await classOf({ grade: 'sensitive', isOther: true })];
});
afterAll(() => library.close());

/** The class of the secret document, or one that differs from it. */
async function classOf({ grade, isOther = false }: { grade: 'public' | 'sensitive'; isOther?: boolean }) {
  const place = await tables()
    .selectFrom('document')
    .innerJoin('access_class', 'access_class.id', 'document.access_class_id')
    .where('document.id', '=', secret.id)
    .select(['department_id as departmentId', 'access_class.collection_id as collectionId'])
    .executeTakeFirstOrThrow();
  return claimAccessClass(tables(), { ...place, grade, grants: [], ...(isOther ? { departmentId: null } : {}) }, library.clock.now());
}
const tables = () => library.store.tables<LibraryTables>();

/** Reads and writes what is in the scope, and nothing else. */
const writerWith = (scope: Scope): Writer => ({
  person: soloCaller.person,
  by: soloCaller.by,
  scope,
  departmentId: null,
  writing: { scope, allows: ({ grade, departmentId }) => grade !== 'sensitive' && departmentId === null },
});

describe.each(['of nothing', 'of other classes'])('a caller %s', (name) => {
  let scope: Scope;
  beforeAll(() => {
    scope = scopes[name] ?? [];
  });

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
    await expect(knowledge.getOriginal({ ...soloCaller, scope }, secret.latest.id)).rejects.toMatchObject(missing);
    await expect(knowledge.readSpan(scope, secret.latest.id, 0, 5)).rejects.toMatchObject(missing);
    expect((await knowledge.listPassages(scope, secret.latest.id, undefined, 10)).passages).toEqual([]);
  });

  test('cannot change, delete, restore or read it again', async () => {
    const { knowledge } = library;
    const missing = { code: 'not-found' };
    await expect(knowledge.updateDocument(writerWith(scope), secret.id, { grade: 'public' })).rejects.toMatchObject(missing);
    await expect(knowledge.setDeleted(writerWith(scope), secret.id, true)).rejects.toMatchObject(missing);
    await expect(knowledge.readAgain(writerWith(scope), secret.id)).rejects.toMatchObject(missing);
    expect((await knowledge.getDocument(everything, secret.id)).document).toEqual(secret);
  });

  test('makes a document of its own by importing its name, and learns nothing of the other', async () => {
    const bytes = new TextEncoder().encode('同名的另一份文件');
    const about = { name: '应急预案.txt', collection: '内部制度', bytes };
    const { document } = await library.knowledge.importFile(writerWith(scope), { ...about, grade: 'public' });
    expect(document).toMatchObject({ name: '应急预案.txt', department: '', grade: 'public', versionCount: 1 });
    expect(document.id).not.toBe(secret.id);
    expect((await library.knowledge.getDocument(everything, secret.id)).document).toEqual(secret);
  });
});

test('a caller whose scope holds its class sees the document', async () => {
  const scope: Scope = [await classOf({ grade: 'sensitive' })];
  expect(await library.found('应急指挥电话', {}, scope)).toEqual(['应急预案.txt']);
  expect((await library.knowledge.getDocument(scope, secret.id)).document.name).toBe('应急预案.txt');
});

test('a caller who may read a document but not write it cannot change it, and cannot put another where he may not write', async () => {
  const scope: Scope = [await classOf({ grade: 'sensitive' })];
  const reader = { ...writerWith([]), scope };
  const denied = { code: 'permission-denied' };
  await expect(library.knowledge.updateDocument(reader, secret.id, { title: '改名' })).rejects.toMatchObject(denied);
  await expect(library.knowledge.setDeleted(reader, secret.id, true)).rejects.toMatchObject(denied);
  await expect(library.knowledge.readAgain(reader, secret.id)).rejects.toMatchObject(denied);
  await expect(library.knowledge.updateDocument(writerWith(scope), secret.id, { grade: 'sensitive' })).rejects.toMatchObject(denied);
  await expect(
    library.knowledge.importFile(reader, { name: '夹带.txt', bytes: new TextEncoder().encode('内容'), grade: 'sensitive' }),
  ).rejects.toMatchObject(denied);
});

test('a document that changes its grade moves to another class, and the scopes follow', async () => {
  const { document } = await library.bring('会议纪要.txt', '会议纪要\n供水管网改造由水务集团实施。', {
    grade: 'internal',
    collection: '内部制度',
  });
  const [before, after] = await Promise.all(
    (['internal', 'important'] as const).map((grade) =>
      claimAccessClass(tables(), { grade, departmentId: null, collectionId: document.collection.id, grants: [] }, library.clock.now()),
    ),
  );
  expect(await library.found('供水管网', {}, before ? [before] : [])).toEqual(['会议纪要.txt']);
  await library.knowledge.updateDocument(soloCaller, document.id, { grade: 'important' });
  expect(await library.found('供水管网', {}, before ? [before] : [])).toEqual([]);
  expect(await library.found('供水管网', {}, after ? [after] : [])).toEqual(['会议纪要.txt']);
});

test('a name that is taken by a document which the caller may read but not write is free to him', async () => {
  const { document } = await library.bring('通知.txt', '甲局通知\n第一条 甲。', {
    collection: '往来',
    grade: 'internal',
    department: '甲局',
  });
  const editor: Writer = { ...soloCaller, writing: { scope: [], allows: () => true } };
  const own = await library.knowledge.importFile(editor, {
    name: '通知.txt',
    bytes: new TextEncoder().encode('乙局通知\n第一条 乙。'),
    collection: '往来',
    department: '乙局',
  });
  expect(own).toMatchObject({ outcome: 'created', document: { department: '乙局', versionCount: 1 } });
  expect(own.document.id).not.toBe(document.id);
  expect((await library.knowledge.listDocuments(everything, { limit: 10, deleted: false, name: '通知.txt' })).total).toBe(2);
});

test('a caller is not told that the same bytes are there in a document that he may not read', async () => {
  const { bytes } = await library.knowledge.getOriginal(soloCaller, secret.latest.id);
  const collectionId = collectionIdSchema.parse(crypto.randomUUID());
  await tables().insertInto('collection').values({ id: collectionId, name: '抄件', created_at: library.clock.now() }).execute();
  const own = await claimAccessClass(tables(), { grade: 'public', departmentId: null, collectionId, grants: [] }, library.clock.now());
  const copy = await library.knowledge.importFile(writerWith([own]), { name: '抄件.txt', bytes, grade: 'public', collection: '抄件' });
  expect(copy).toMatchObject({ outcome: 'created', duplicateOf: null });
});
