import { afterAll, beforeAll, expect, test } from 'vitest';
import { soloCaller } from '../access/access.ts';
import { openTestLedger } from '../../test/support/ledger.ts';
import { everything, openTestLibrary, type TestLibrary } from '../../test/support/library.ts';
import { testHash } from '../../test/support/token-hash.ts';
import { createKnowledge } from './knowledge.ts';
import { silentLog } from '../base/log.ts';
import { openStore } from '../store/store.ts';

let library: TestLibrary;
beforeAll(async () => {
  library = await openTestLibrary();
});
afterAll(() => library.close());

const rule = (amount: string): string => `白鹭市停车收费规定\n第一条 小型车停车每小时收费${amount}元。\n第二条 本规定由市交通局解释。`;

test('a new file becomes a document whose passages are searched', async () => {
  const { outcome, document, duplicateOf } = await library.bring('停车.txt', rule('五'), {
    collection: '交通',
    department: '交通局',
    grade: 'public',
  });
  expect({ outcome, duplicateOf }).toEqual({ outcome: 'created', duplicateOf: null });
  expect(document).toMatchObject({
    name: '停车.txt',
    title: '白鹭市停车收费规定',
    department: '交通局',
    grade: 'public',
    versionCount: 1,
    collection: { name: '交通' },
  });
  expect(document.latest).toMatchObject({ number: 1, state: 'ready', reason: null, progress: 1, format: 'txt' });
  expect(document.latest.passageCount).toBeGreaterThan(0);
  expect(await library.found('停车收费')).toEqual(['停车.txt']);
});

test('the same content under the same name changes nothing, a changed content is a new version', async () => {
  const first = await library.bring('垃圾分类.txt', '垃圾分类办法\n厨余垃圾每日清运一次。');
  const again = await library.bring('垃圾分类.txt', '垃圾分类办法\n厨余垃圾每日清运一次。');
  expect(again).toMatchObject({ outcome: 'unchanged', document: { id: first.document.id, versionCount: 1 } });
  const changed = await library.bring('垃圾分类.txt', '垃圾分类办法\n厨余垃圾每日清运两次。');
  expect(changed).toMatchObject({ outcome: 'new-version', document: { id: first.document.id, versionCount: 2, latest: { number: 2 } } });
});

test('a document whose grade nobody gave is internal', async () => {
  const { document } = await library.bring('无密级.txt', '本通知未标明密级。');
  expect(document.grade).toBe('internal');
});

test('a copy under another name is taken in and names the document that holds the same bytes', async () => {
  const original = await library.bring('原件.txt', '人才公寓每套租金为每月八百元。');
  const copy = await library.bring('副本.txt', '人才公寓每套租金为每月八百元。');
  expect(copy).toMatchObject({ outcome: 'created', duplicateOf: { id: original.document.id, name: '原件.txt' } });
});

test('a deleted document leaves lists, counts and search, and comes back by undoing or by importing it again', async () => {
  const { document } = await library.bring('临时措施.txt', '临时措施\n冬季取暖补贴每户二百元。');
  const listed = async () => (await library.knowledge.listDocuments(everything, { limit: 10, deleted: false, name: '临时措施' })).total;
  const { documents: before } = await library.knowledge.countAll(everything);

  const { document: gone } = await library.knowledge.setDeleted(soloCaller, document.id, true);
  expect(gone.deletedAt).not.toBeNull();
  expect(await library.found('冬季取暖补贴')).toEqual([]);
  expect(await listed()).toBe(0);
  expect((await library.knowledge.countAll(everything)).documents).toBe(before - 1);
  expect((await library.knowledge.listDocuments(everything, { limit: 10, deleted: true, name: '临时措施' })).total).toBe(1);

  await library.knowledge.setDeleted(soloCaller, document.id, false);
  expect(await library.found('冬季取暖补贴')).toEqual(['临时措施.txt']);

  await library.knowledge.setDeleted(soloCaller, document.id, true);
  expect(await library.bring('临时措施.txt', '临时措施\n冬季取暖补贴每户二百元。')).toMatchObject({
    outcome: 'unchanged',
    document: { deletedAt: null },
  });
  expect(await library.found('冬季取暖补贴')).toEqual(['临时措施.txt']);
  expect(await listed()).toBe(1);
});

test('a file that cannot be read is kept with its reason and may be read again', async () => {
  const { document } = await library.bring('照片.txt', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]));
  expect(document.latest).toMatchObject({ state: 'rejected', passageCount: 0 });
  expect(document.latest.reason).not.toBeNull();
  expect((await library.knowledge.countAll(everything)).rejected).toBeGreaterThan(0);

  const { document: queued } = await library.knowledge.readAgain(soloCaller, document.id);
  expect(queued.latest.state).not.toBe('ready');
  expect((await library.settled(document.id)).latest).toMatchObject({ state: 'rejected', reason: document.latest.reason });
});

test.each([
  ['空.txt', new Uint8Array(), 'empty'],
  ['截断.docx', new TextEncoder().encode('PK\u0003\u0004 half a file'), 'damaged'],
  ['表格.xls', new TextEncoder().encode('not a spreadsheet\0'), 'damaged'],
  ['表格.xlsx', new TextEncoder().encode('not a spreadsheet\0'), 'damaged'],
])('%s is rejected with a reason', async (name, bytes, reason) => {
  expect((await library.bring(name, bytes)).document.latest).toMatchObject({ state: 'rejected', reason });
});

test('reading a document again gives the same passages, once', async () => {
  const { document } = await library.bring('供水.txt', '供水办法\n第一条 居民用水按阶梯计价。\n第二条 水表每五年更换一次。');
  const passages = async () =>
    (await library.knowledge.listPassages(everything, document.latest.id, undefined, 100)).passages.map(({ ordinal, text }) => ({
      ordinal,
      text,
    }));
  const before = await passages();
  await library.knowledge.readAgain(soloCaller, document.id);
  await library.settled(document.id);
  expect(await passages()).toEqual(before);
  expect(await library.found('阶梯计价')).toEqual(['供水.txt']);
});

test.each([
  ['../../etc/passwd.txt'],
  ['a/../../b.txt'],
  ['报告\u202Etxt.exe.txt'],
  ['报\u200B告.txt'],
  ['行\n尾.txt'],
  ['零\u0000字节.txt'],
  ['///'],
])('the name %j is refused', async (name) => {
  await expect(library.knowledge.importFile(soloCaller, { name, bytes: new TextEncoder().encode('内容') })).rejects.toMatchObject({
    code: 'invalid-input',
  });
});

test.each([
  ['/var/tmp/绝对.txt', 'var/tmp/绝对.txt'],
  ['子目录\\文件.txt', '子目录/文件.txt'],
  ['./子目录//./文件.txt', '子目录/文件.txt'],
])('the name %j is kept as %j', async (given, kept) => {
  const { document } = await library.knowledge.importFile(soloCaller, {
    name: given,
    bytes: new TextEncoder().encode('第一条 名称测试。'),
  });
  expect(document.name).toBe(kept);
});

test('the same name imported many times at once is one document with one version for each content', async () => {
  const contents = ['甲', '乙', '丙', '甲', '乙', '丙'].map((word) => new TextEncoder().encode(`第一条 并发导入${word}。`));
  const results = await Promise.all(
    contents.map((bytes) => library.knowledge.importFile(soloCaller, { name: '并发.txt', bytes, collection: '并发' })),
  );
  const ids = new Set(results.map(({ document }) => document.id));
  expect(ids.size).toBe(1);
  for (const id of ids) {
    const { versions } = await library.knowledge.getDocument(everything, id);
    expect(new Set(versions.map(({ number }) => number)).size).toBe(versions.length);
    expect(results.filter(({ outcome }) => outcome !== 'unchanged')).toHaveLength(versions.length);
  }
});

test('two replicas that import the same name at once make one document', async ({ skip }) => {
  const { url } = library.database;
  if (url === undefined) return skip('an embedded database has one process');
  const other = await openStore({ kind: 'server', url });
  const idleJobs = { ...library.jobs, start: async () => {} };
  const replicaLedger = await openTestLedger(other, library.clock);
  const replica = await createKnowledge({
    store: other,
    seal: library.seal,
    files: library.files,
    jobs: idleJobs,
    reader: { read: () => Promise.reject(new Error('unused')), close: () => {} },
    ledger: replicaLedger,
    tokenHash: testHash,
    clock: library.clock,
    log: silentLog,
  });
  const names = Array.from({ length: 8 }, (_, index) => `副本间/${index}.txt`);
  const bytes = new TextEncoder().encode('第一条 两个副本同时导入。');
  const results = await Promise.all(
    names.flatMap((name) => [library.knowledge, replica].map((one) => one.importFile(soloCaller, { name, bytes, collection: '副本间' }))),
  );
  expect(new Set(results.map(({ document }) => document.id)).size).toBe(names.length);
  expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(names.length);
  expect(results.filter(({ outcome }) => outcome === 'unchanged')).toHaveLength(names.length);
  await replicaLedger.close();
  await other.close();
});

test('imports, changes, deletions, further readings and reads of originals are on the ledger, names and titles only as commitments', async () => {
  const { document } = await library.bring('入账.txt', '第一条 入账的文件。');
  await library.knowledge.updateDocument(soloCaller, document.id, { title: '新的标题', grade: 'sensitive' });
  await library.knowledge.setDeleted(soloCaller, document.id, true);
  await library.knowledge.setDeleted(soloCaller, document.id, false);
  await library.knowledge.readAgain(soloCaller, document.id);
  await library.settled(document.id);
  await library.knowledge.getOriginal(soloCaller, document.latest.id);
  const { records } = await library.ledger.list({ limit: 9, subject: document.id });
  expect(records.map(({ record }) => record.action).reverse()).toEqual([
    'document-imported',
    'document-changed',
    'document-deleted',
    'document-restored',
    'document-reread',
    'original-read',
  ]);
  expect(records.every(({ record }) => record.actor.id === soloCaller.person)).toBe(true);
  expect(JSON.stringify(records)).not.toMatch(/\p{Script=Han}/u);
});

test('a change whose record cannot be written is not made', async () => {
  const { document } = await library.bring('不入账.txt', '第一条 未入账的文件。');
  await library.store.run('alter table ledger_record rename to ledger_record_away');
  const refused = await Promise.allSettled([
    library.knowledge.setDeleted(soloCaller, document.id, true),
    library.knowledge.getOriginal(soloCaller, document.latest.id),
    library.knowledge.importFile(soloCaller, { name: '也不入账.txt', bytes: new TextEncoder().encode('第一条 无。') }),
  ]);
  await library.store.run('alter table ledger_record_away rename to ledger_record');
  for (const one of refused) expect(one).toMatchObject({ status: 'rejected', reason: { code: 'ledger-unavailable' } });
  expect((await library.knowledge.getDocument(soloCaller.scope, document.id)).document.deletedAt).toBeNull();
  expect((await library.knowledge.listDocuments(soloCaller.scope, { limit: 9, name: '也不入账', deleted: false })).documents).toEqual([]);
});
