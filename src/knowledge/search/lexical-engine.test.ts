// Runs on PGlite (pg_textsearch) and on a server (the portable engine): the same passages must come in the same order.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { claimAccessClass } from '../../access/access-class.ts';
import { claimDepartment } from '../../access/departments.ts';
import type { Grade } from '../../base/grade.ts';
import { collectionIdSchema, documentIdSchema, newId, passageIdSchema, type VersionId, versionIdSchema } from '../../base/ids.ts';
import { openStore } from '../../store/store.ts';
import type { LibraryTables } from '../tables.ts';
import { Bm25Index } from './bm25.ts';
import { createCitationLookup } from './citation.store.ts';
import { createLexicalEngine } from './choose-engine.ts';
import type { LexicalEngine } from './lexical-engine.ts';
import { searchableVersions, type SearchFilter } from './search-filter.ts';
import { segmentForIndex, segmentQuery } from './segment.ts';

interface Rule {
  readonly title: string;
  readonly articles: readonly string[];
  readonly department?: string;
  readonly grade?: Grade;
  readonly effectiveOn?: string;
  readonly expiredOn?: string;
  readonly documentNumber?: string;
}

const everything = 'all';
const collectionId = newId(collectionIdSchema);
let database: TestDatabase;
let engine: LexicalEngine;
const library = () => database.store.tables<LibraryTables>();

beforeAll(async () => {
  database = await openTestDatabase();
  engine = await createLexicalEngine(database.store);
});
beforeEach(async () => {
  await sql`truncate collection, access_class, document, document_version, passage`.execute(library());
  await library()
    .insertInto('collection')
    .values({ id: collectionId, name: '政策', created_at: new Date(0) })
    .execute();
});
afterAll(() => database.close());

test('passages come with the scores that the oracle gives', async () => {
  const articles = Array.from(
    { length: 120 },
    (_, n) =>
      `第${n + 1}条 ${'养老服务补贴由民政部门发放。'.repeat(n % 5)}${n % 3 === 0 ? '申请人持身份证申请高龄津贴。' : ''}${'另行规定。'.repeat(n % 7)}`,
  );
  await write({ title: '养老服务办法', articles });
  const oracle = new Bm25Index();
  for (const text of articles) oracle.add(segmentForIndex({ title: '养老服务办法', headingPath: [], text }));
  const query = segmentQuery('高龄津贴怎么申请');
  const expected = oracle.search(query, { limit: 30 });
  const found = await engine.search({ tokens: query, within: searchableVersions(everything, { asOf: undefined }), limit: 30 });
  expect(found).toHaveLength(30);
  // pg_textsearch rounds lengths only once rows have left its write buffer, so the newest rows score a few percent off.
  found.forEach(({ score }, rank) => expect(Math.abs(score / (expected[rank]?.score ?? 0) - 1)).toBeLessThan(0.05));
});

test('a rare kind of document fills the list from behind many better matches', async () => {
  for (let n = 0; n < 30; n += 1)
    await write({ title: `补贴办法${n}`, articles: Array.from({ length: 40 }, () => '补贴补贴补贴'), department: '财政局' });
  await write({
    title: '其他',
    articles: Array.from({ length: 12 }, (_, n) => `补贴${'的其他说明'.repeat(20 + n)}`),
    department: '民政局',
    grade: 'internal',
  });
  expect(await titles('补贴', { asOf: undefined, department: '民政局' }, 10)).toEqual(Array(10).fill('其他'));
});

test('only what may be read, is kept and is in force on the day is found', async () => {
  await write({ title: '旧办法', articles: ['补贴标准'], effectiveOn: '2020-01-01', expiredOn: '2024-01-01' });
  await write({ title: '新办法', articles: ['补贴标准'], effectiveOn: '2024-01-01' });
  await write({ title: '敏感办法', articles: ['补贴标准'], grade: 'sensitive' });
  const deleted = await write({ title: '已删除', articles: ['补贴标准'] });
  await sql`update document set deleted_at = now() where id = (select document_id from document_version where id = ${deleted})`.execute(
    library(),
  );
  expect(await titles('补贴', { asOf: '2023-12-31' })).toEqual(['敏感办法', '旧办法']);
  expect(await titles('补贴', { asOf: '2024-01-01' })).toEqual(['敏感办法', '新办法']);
  expect(await titles('补贴', { asOf: undefined, grade: 'sensitive' })).toEqual(['敏感办法']);
  const publicClass = await claimAccessClass(library(), { grade: 'public', departmentId: null, collectionId, grants: [] }, new Date(0));
  const publicOnly = searchableVersions([publicClass], { asOf: '2024-01-01' });
  expect(await engine.search({ tokens: segmentQuery('补贴'), within: publicOnly, limit: 10 })).toHaveLength(1);
});

test('what another replica adds, rewrites and takes away is seen at the next search', async () => {
  const other = database.url === undefined ? engine : await createLexicalEngine(await openReplica(database.url));
  const search = async () =>
    (await other.search({ tokens: segmentQuery('津贴'), within: searchableVersions(everything, { asOf: undefined }), limit: 10 })).length;
  expect(await search()).toBe(0);
  const version = await write({ title: '津贴办法', articles: ['高龄津贴', '护理津贴'] });
  expect(await search()).toBe(2);
  await library()
    .transaction()
    .execute(async (transaction) => {
      await sql`delete from passage where version_id = ${version} and ordinal = 0`.execute(transaction);
      await sql`update document_version set passage_count = 1 where id = ${version}`.execute(transaction);
    });
  expect(await search()).toBe(1);
  await sql`update document_version set state = 'queued' where id = ${version}`.execute(library());
  expect(await search()).toBe(0);
  await closeReplicas();
});

test('a question that shares no word with any passage finds nothing', async () => {
  await write({ title: '办法', articles: ['补贴标准'] });
  expect(await titles('qwerty', { asOf: undefined })).toEqual([]);
  expect(await titles('？！', { asOf: undefined })).toEqual([]);
});

test('a citation leads to its article, to the edition that is meant, and to the document of that number', async () => {
  await write({
    title: '云州市养犬管理条例（2015）',
    articles: ['第一条 旧的总则', '第二条 旧的犬只登记'],
    effectiveOn: '2015-01-01',
    expiredOn: '2023-01-01',
  });
  await write({
    title: '云州市养犬管理条例',
    articles: ['第一条 总则', '第二条 犬只登记'],
    effectiveOn: '2023-01-01',
    documentNumber: '云政发〔2023〕3号',
  });
  const find = createCitationLookup(library());
  const texts = async (query: string, filter: SearchFilter) => {
    const ids = await find(query, searchableVersions(everything, filter), 10);
    const rows = await library().selectFrom('passage').select(['id', 'text']).execute();
    return ids.map((id) => rows.find((row) => row.id === id)?.text);
  };
  expect(await texts('《养犬管理条例》第二条', { asOf: undefined })).toEqual(['第二条 犬只登记', '第二条 旧的犬只登记']);
  expect(await texts('《养犬管理条例》第2条', { asOf: '2020-06-01' })).toEqual(['第二条 旧的犬只登记']);
  expect(await texts('云州市养犬管理条例（2015）第二条', { asOf: undefined })).toEqual(['第二条 旧的犬只登记']);
  expect(await texts('根据云政发[2023]3号，犬只怎么登记', { asOf: undefined })).toEqual(['第二条 犬只登记', '第一条 总则']);
  expect(await texts('《养猫管理条例》第二条', { asOf: undefined })).toEqual([]);
});

async function titles(query: string, filter: SearchFilter, limit = 10): Promise<string[]> {
  const hits = await engine.search({ tokens: segmentQuery(query), within: searchableVersions(everything, filter), limit });
  const rows = await library()
    .selectFrom('passage')
    .innerJoin('document', 'document.id', 'passage.document_id')
    .select(['passage.id', 'title'])
    .execute();
  return hits.map(({ passageId }) => rows.find((row) => row.id === passageId)?.title ?? '').toSorted();
}

async function write({
  title,
  articles,
  department = '',
  grade = 'public',
  effectiveOn,
  expiredOn,
  documentNumber,
}: Rule): Promise<VersionId> {
  const documentId = newId(documentIdSchema);
  const versionId = newId(versionIdSchema);
  await library()
    .transaction()
    .execute(async (transaction) => {
      const departmentId = department === '' ? null : await claimDepartment(transaction, department, new Date(0));
      await transaction
        .insertInto('document')
        .values({
          id: documentId,
          collection_id: collectionId,
          name: documentId,
          title,
          access_class_id: await claimAccessClass(transaction, { grade, departmentId, collectionId, grants: [] }, new Date(0)),
          created_at: new Date(0),
          deleted_at: null,
        })
        .execute();
      await transaction
        .insertInto('document_version')
        .values({
          id: versionId,
          document_id: documentId,
          number: 1,
          sha256: '',
          byte_length: 0,
          state: 'ready',
          reason: null,
          format: 'txt',
          encoding: null,
          page_count: null,
          document_number: documentNumber ?? null,
          issuer: null,
          published_on: null,
          effective_on: effectiveOn ?? null,
          expired_on: expiredOn ?? null,
          dates_given: false,
          replaced_at: null,
          imported_at: new Date(0),
          reading: null,
        })
        .execute();
      const passages = articles.map((text, ordinal) => ({
        id: newId(passageIdSchema),
        document_id: documentId,
        version_id: versionId,
        ordinal,
        heading_path: [],
        article: text.startsWith('第') ? String(ordinal + 1) : null,
        paragraph: ordinal,
        page: null,
        reading_start: 0,
        reading_end: text.length,
        text,
        tokens: segmentForIndex({ title, headingPath: [], text }).join(' '),
        origin: '[]',
      }));
      await transaction.insertInto('passage').values(passages).execute();
    });
  return versionId;
}

const replicas: { close(): Promise<void> }[] = [];
async function openReplica(url: string) {
  const replica = await openStore({ kind: 'server', url });
  replicas.push(replica);
  return replica;
}
async function closeReplicas(): Promise<void> {
  for (const replica of replicas.splice(0)) await replica.close();
}
