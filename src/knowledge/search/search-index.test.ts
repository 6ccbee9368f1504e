import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { openTestSeal } from '../../../test/support/seal.ts';
import { testHash, tokenHashWith } from '../../../test/support/token-hash.ts';
import { claimAccessClass } from '../../access/access-class.ts';
import type { Scope } from '../../access/scope.ts';
import type { Grade } from '../../base/grade.ts';
import type { CollectionId, VersionId } from '../../base/ids.ts';
import { silentLog } from '../../base/log.ts';
import { openStore } from '../../store/store.ts';
import { indexAgain } from '../index-again.ts';
import type { Library } from '../library.store.ts';
import { type LibrarySeal, sealLibrary } from '../sealed-library.ts';
import type { LibraryTables } from '../tables.ts';
import { resolveCitation } from './citation.ts';
import { citedPassages, citedVersions } from './citation.store.ts';
import { type SearchFilter, searchableVersions } from './search-filter.ts';
import { SearchIndex } from './search-index.ts';
import { segmentQuery } from './segment.ts';
import { addCollection, type Rule, writeRule } from './test-rules.ts';
import type { TokenHash } from './token-hash.ts';

let database: TestDatabase;
let collectionId: CollectionId;
let index: SearchIndex;
let sealed: LibrarySeal;
const library = (): Library => database.store.tables<LibraryTables>();
const write = (rule: Rule, hash: TokenHash = testHash) => writeRule(library(), collectionId, rule, hash);

beforeAll(async () => {
  database = await openTestDatabase();
  sealed = sealLibrary(await openTestSeal(database.store, { acceptsPlain: true }));
});
beforeEach(async () => {
  await sql`truncate collection, access_class, department, document, document_version, passage cascade`.execute(library());
  collectionId = await addCollection(library());
  index = new SearchIndex({ library: library(), hash: testHash, log: silentLog });
});
afterAll(() => database.close());

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
  await ofVersion(deleted, sql`update document set deleted_at = now()`);
  expect(await titles('补贴', { asOf: '2023-12-31' })).toEqual(['敏感办法', '旧办法']);
  expect(await titles('补贴', { asOf: '2024-01-01' })).toEqual(['敏感办法', '新办法']);
  expect(await titles('补贴', { asOf: undefined, grade: 'sensitive' })).toEqual(['敏感办法']);
  expect(await titles('补贴', { asOf: '2024-01-01' }, 10, await classesOfGrade('public'))).toEqual(['新办法']);
  await ofVersion(deleted, sql`update document set deleted_at = null`);
  expect(await titles('补贴', { asOf: '2024-01-01' })).toEqual(['已删除', '敏感办法', '新办法']);
});

test('every change is seen by the next search, also by another replica and while a transaction is open', async () => {
  const replica = database.url === undefined ? undefined : await openStore({ kind: 'server', url: database.url });
  const searcher = replica ? new SearchIndex({ library: replica.tables(), hash: testHash, log: silentLog }) : index;
  const count = async () => (await hitsOf(searcher, '津贴')).length;
  expect(await count()).toBe(0);
  const version = await write({ title: '津贴办法', articles: ['高龄津贴', '护理津贴'] });
  expect(await count()).toBe(2);
  await library()
    .transaction()
    .execute(async (transaction) => {
      await sql`delete from passage where version_id = ${version} and ordinal = 0`.execute(transaction);
      await sql`update document_version set passage_count = 1 where id = ${version}`.execute(transaction);
      if (replica) expect(await count()).toBe(2);
    });
  expect(await count()).toBe(1);
  await sql`update document_version set state = 'queued' where id = ${version}`.execute(library());
  expect(await count()).toBe(0);
  await sql`update document_version set state = 'ready' where id = ${version}`.execute(library());
  expect(await count()).toBe(1);
  await sql`update document_version set replaced_at = now() where id = ${version}`.execute(library());
  expect(await count()).toBe(0);
  await replica?.close();
});

test('transactions that commit in another order than they began are all seen', async ({ skip }) => {
  const { url } = database;
  if (url === undefined) return skip('an embedded database has one connection');
  const first = await library().startTransaction().execute();
  await writeWithin(first, '先开始的津贴');
  await write({ title: '后开始的办法', articles: ['津贴'] });
  expect(await titles('津贴', { asOf: undefined })).toEqual(['后开始的办法']);
  await first.commit().execute();
  expect(await titles('津贴', { asOf: undefined })).toEqual(['先开始的津贴', '后开始的办法']);
});

test('a document whose grade changes moves to the class of those who may read it now', async () => {
  const version = await write({ title: '津贴办法', articles: ['高龄津贴'] });
  await write({ title: '别的办法', articles: ['护理津贴'], grade: 'internal' });
  const readers = await classesOfGrade('public');
  expect(await titles('津贴', { asOf: undefined }, 10, readers)).toEqual(['津贴办法']);
  const moved = await claimAccessClass(library(), { grade: 'internal', departmentId: null, collectionId, grants: [] }, new Date(0));
  await ofVersion(version, sql`update document set access_class_id = ${moved}`);
  expect(await titles('津贴', { asOf: undefined }, 10, readers)).toEqual([]);
  expect(await titles('津贴', { asOf: undefined }, 10, await classesOfGrade('internal'))).toEqual(['别的办法', '津贴办法']);
});

test('a department that is renamed is searched by its new name', async () => {
  await write({ title: '津贴办法', articles: ['高龄津贴'], department: '民政局' });
  expect(await titles('津贴', { asOf: undefined, department: '民政局' })).toEqual(['津贴办法']);
  await sql`update department set name = '民政和养老局'`.execute(library());
  expect(await titles('津贴', { asOf: undefined, department: '民政局' })).toEqual([]);
  expect(await titles('津贴', { asOf: undefined, department: '民政和养老局' })).toEqual(['津贴办法']);
});

test('rows that a backup brought from another database are seen like those written here', async () => {
  await write({ title: '恢复的办法', articles: ['津贴'] });
  await sql`alter table document_version disable trigger user`.execute(library());
  await sql`update document_version set changed_in = '999999999'`.execute(library());
  await sql`alter table document_version enable trigger user`.execute(library());
  expect(await titles('津贴', { asOf: undefined })).toEqual(['恢复的办法']);
  const { rows } = await sql`select from document_version where changed_in = '999999999'`.execute(library());
  expect(rows).toHaveLength(0);
});

test('a question that shares no word with any passage finds nothing', async () => {
  await write({ title: '办法', articles: ['补贴标准'] });
  expect(await titles('qwerty', { asOf: undefined })).toEqual([]);
  expect(await titles('？！', { asOf: undefined })).toEqual([]);
});

test('the database holds no word of a passage among its tokens', async () => {
  await write({ title: '津贴办法', articles: ['高龄津贴'] });
  const { rows } = await sql<{ tokens: Uint8Array }>`select tokens from passage`.execute(library());
  const stored = Buffer.concat(rows.map(({ tokens }) => tokens));
  expect(stored.length).toBeGreaterThan(0);
  for (const word of ['津贴', '高龄', '津', '高']) expect(stored.includes(word)).toBe(false);
});

test('a citation leads to its article, to the edition that is meant, and to the document of that number', async () => {
  await write({
    title: '云州市养犬管理条例（2015）',
    articles: ['第一条 旧的总则', '第二条 旧的犬只登记'],
    effectiveOn: '2015-01-01',
    expiredOn: '2023-01-01',
  });
  const current = await write({
    title: '云州市养犬管理条例',
    articles: ['第一条 总则', '第二条 犬只登记'],
    effectiveOn: '2023-01-01',
    documentNumber: '云政发〔2023〕3号',
  });
  expect(await citedTexts('《养犬管理条例》第二条', { asOf: undefined })).toEqual(['第二条 犬只登记', '第二条 旧的犬只登记']);
  expect(await citedTexts('《养犬管理条例》第2条', { asOf: '2020-06-01' })).toEqual(['第二条 旧的犬只登记']);
  expect(await citedTexts('云州市养犬管理条例（2015）第二条', { asOf: undefined })).toEqual(['第二条 旧的犬只登记']);
  expect(await citedTexts('根据云政发[2023]3号，犬只怎么登记', { asOf: undefined })).toEqual(['第二条 犬只登记', '第一条 总则']);
  expect(await citedTexts('《养猫管理条例》第二条', { asOf: undefined })).toEqual([]);
  await ofVersion(current, sql`update document set title = '云州市文明养犬条例'`);
  expect(await citedTexts('《云州市文明养犬条例》第二条', { asOf: undefined })).toEqual(['第二条 犬只登记']);
});

describe('tokens of another recipe', () => {
  const earlier = tokenHashWith('an earlier key');

  test('are made anew in memory until the stored ones are, so that searches find the passages all the while', async () => {
    const long = Array.from({ length: 40 }, (_, n) => `第${n + 1}条 高龄津贴第${n}项`);
    await write({ title: '津贴办法', articles: long }, earlier);
    const current = await write({ title: '别的办法', articles: ['津贴'] });
    expect(await hitsOf(index, '津贴')).toHaveLength(41);
    const before = await tokensOf(current);
    await indexAgain({ library: library(), sealed, hash: testHash, log: silentLog });
    expect(await recipes()).toEqual([testHash.recipe]);
    expect(await tokensOf(current)).toEqual(before);
    expect(await hitsOf(index, '津贴')).toHaveLength(41);
    expect(await hitsOf(new SearchIndex({ library: library(), hash: testHash, log: silentLog }), '津贴')).toHaveLength(41);
  });

  test('are left where the work stopped, and the next run goes on from there', async () => {
    for (const title of ['甲', '乙', '丙']) await write({ title, articles: ['津贴'] }, earlier);
    let versions = 0;
    const failing: TokenHash = {
      ...testHash,
      of(token) {
        if (token === 'c丙') throw new Error('stopped');
        if (token === 'c乙') versions += 1;
        return testHash.of(token);
      },
    };
    await expect(indexAgain({ library: library(), sealed, hash: failing, log: silentLog })).rejects.toThrow('stopped');
    expect(await recipes()).toEqual([testHash.recipe, earlier.recipe].toSorted());
    await indexAgain({ library: library(), sealed, hash: { ...failing, of: testHash.of }, log: silentLog });
    expect(await recipes()).toEqual([testHash.recipe]);
    expect(versions).toBe(1);
  });
});

describe('a snapshot', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hengjian-snapshot-'));
    file = join(folder, 'search', 'index');
    return () => rm(folder, { recursive: true });
  });
  /** The tokens that a search after reopening read from the database: passages that it did not have. */
  const reopen = async (hash = testHash) => {
    const reopened = new SearchIndex({ library: library(), hash, log: silentLog, snapshotFile: file });
    const hits = await hitsOf(reopened, '津贴');
    return { reopened, hits };
  };
  const keep = async () => {
    const { reopened } = await reopen();
    await reopened.close();
    return readFile(file);
  };
  /** Taken away behind the index's back: only a snapshot still knows them. */
  const loseTokens = () => sql`update passage set tokens = ''`.execute(library());

  test('spares reading the passages again', async () => {
    await write({ title: '津贴办法', articles: ['高龄津贴', '护理津贴'] });
    await write({ title: '内部津贴', articles: ['津贴'], grade: 'internal' });
    const before = await hitsOf(index, '津贴');
    await keep();
    await loseTokens();
    expect((await reopen()).hits).toEqual(before);
  });

  test('is caught up with what has changed since', async () => {
    const changed = await write({ title: '津贴办法', articles: ['高龄津贴', '护理津贴'] });
    await write({ title: '别的津贴', articles: ['津贴'] });
    await keep();
    await write({ title: '新的津贴', articles: ['新津贴'] });
    await sql`delete from passage where version_id = ${changed} and ordinal = 1`.execute(library());
    await sql`update document_version set passage_count = 1 where id = ${changed}`.execute(library());
    const { hits } = await reopen();
    expect(hits).toHaveLength(3);
    expect(hits).toEqual(await hitsOf(index, '津贴'));
  });

  test.each([
    ['damaged', (bytes: Buffer) => bytes.fill(1, bytes.length - 20)],
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['something else', () => Buffer.from('{}'.repeat(100))],
  ])('that is %s is not used, and the next one is whole again', async (_, spoil) => {
    await write({ title: '津贴办法', articles: ['高龄津贴', '护理津贴'] });
    await writeFile(file, spoil(await keep()));
    expect((await reopen()).hits).toHaveLength(2);
    await rm(file);
    await keep();
    await loseTokens();
    expect((await reopen()).hits).toHaveLength(2);
  });

  test('of another recipe is not used', async () => {
    await write({ title: '津贴办法', articles: ['高龄津贴'] });
    await keep();
    const { hits } = await reopen(tokenHashWith('another key'));
    expect(hits).toHaveLength(1);
  });

  test('of a library that is gone knows nothing of the next one', async () => {
    await write({ title: '津贴办法', articles: ['高龄津贴'] });
    await keep();
    await sql`truncate document, document_version, passage cascade`.execute(library());
    expect((await reopen()).hits).toEqual([]);
  });

  test('that disagrees with the database is found out, named and made anew, and what agrees is left', async () => {
    await write({ title: '别的办法', articles: ['津贴'] });
    const version = await write({ title: '津贴办法', articles: ['高龄津贴', '护理津贴'] });
    const before = await keep();
    await sql`update passage set tokens = '' where version_id = ${version} and ordinal = 1`.execute(library());
    const { reopened, hits } = await reopen();
    expect(hits).toHaveLength(3);
    expect(await faultsOf(reopened)).toEqual([version]);
    expect(await hitsOf(reopened, '津贴')).toHaveLength(2);
    expect((await readFile(file)).equals(before)).toBe(false);
    expect(await faultsOf(reopened)).toEqual([]);
    await reopened.close();
    await loseTokens();
    expect((await reopen()).hits).toHaveLength(2);
  });

  test('is compared while documents come, change and go, and none of them is taken for damaged', async () => {
    const versions: VersionId[] = [];
    for (let n = 0; n < 30; n += 1) versions.push(await write({ title: `津贴${n}`, articles: ['高龄津贴', '护理津贴'] }));
    const { reopened } = await reopen();
    const found: string[] = [];
    for await (const { faults } of reopened.check()) {
      found.push(...faults);
      await write({ title: '新来的津贴', articles: ['津贴'] });
      if (versions[0]) await ofVersion(versions[0], sql`update document set deleted_at = now()`);
      await sql`update passage set tokens = '' where version_id = ${versions[1]}`.execute(library());
      await sql`update document_version set passage_count = 2 where id = ${versions[1]}`.execute(library());
    }
    expect(found).toEqual([]);
    expect(await faultsOf(reopened)).toEqual([]);
    await reopened.close();
  });

  test('that cannot be written stops no search', async () => {
    await write({ title: '津贴办法', articles: ['高龄津贴'] });
    const blocked = new SearchIndex({ library: library(), hash: testHash, log: silentLog, snapshotFile: join(file, 'below') });
    await writeFile(join(folder, 'search'), '');
    expect(await hitsOf(blocked, '津贴')).toHaveLength(1);
    await blocked.close();
  });
});

async function faultsOf(searched: SearchIndex): Promise<string[]> {
  const found: string[] = [];
  for await (const { faults } of searched.check()) found.push(...faults);
  return found;
}

async function hitsOf(searched: SearchIndex, query: string, limit = 100) {
  return searched.look(searchableVersions('all', { asOf: undefined }), (view) => view.rank(segmentQuery(query), limit));
}

async function titles(query: string, filter: SearchFilter, limit = 10, scope: Scope = 'all'): Promise<string[]> {
  const hits = await index.look(searchableVersions(scope, filter), (view) => view.rank(segmentQuery(query), limit));
  const rows = await library()
    .selectFrom('passage')
    .innerJoin('document', 'document.id', 'passage.document_id')
    .select(['passage.id', 'title'])
    .execute();
  return hits.map(({ passageId }) => rows.find((row) => row.id === passageId)?.title ?? '').toSorted();
}

async function citedTexts(query: string, filter: SearchFilter): Promise<(string | undefined)[]> {
  const citation = resolveCitation(query);
  if (!citation) return [];
  const named = await index.look(searchableVersions('all', filter), (view) => citedVersions(citation, segmentQuery(query), view));
  const ids = await citedPassages(library(), named, '2026-01-01', 10);
  const rows = await library().selectFrom('passage').select(['id', 'text']).execute();
  return ids.map((id) => rows.find((row) => row.id === id)?.text);
}

async function classesOfGrade(grade: Grade): Promise<Scope> {
  const rows = await library().selectFrom('access_class').where('grade', '=', grade).select('id').execute();
  return rows.map(({ id }) => id);
}

/** `update document ...` for the document of a version. */
async function ofVersion(id: VersionId, update: ReturnType<typeof sql>): Promise<void> {
  await sql`${update} where id = (select document_id from document_version where document_version.id = ${id})`.execute(library());
}

async function writeWithin(transaction: Library, title: string): Promise<void> {
  await sql`with template as (select gen_random_uuid() as document, gen_random_uuid() as version, gen_random_uuid() as passage, gen_random_uuid() as class),
    class as (insert into access_class (id, key, grade, collection_id, grants, created_at) select class, ${title}, 'public', ${collectionId}, '[]', now() from template returning id)
    insert into document (id, collection_id, name, title, access_class_id, created_at) select document, ${collectionId}, ${title}, ${title}, class.id, now() from template, class`.execute(
    transaction,
  );
  await sql`insert into document_version (id, document_id, number, sha256, byte_length, state, dates_given, imported_at)
    select gen_random_uuid(), id, 1, '', 0, 'ready', false, now() from document where title = ${title}`.execute(transaction);
  await sql`insert into passage (id, document_id, version_id, ordinal, heading_path, paragraph, reading_start, reading_end, text, tokens, origin)
    select gen_random_uuid(), document.id, document_version.id, 0, '{}', 0, 0, 0, '津贴', '', '[]'
    from document join document_version on document_id = document.id where title = ${title}`.execute(transaction);
}

async function recipes(): Promise<string[]> {
  const rows = await library().selectFrom('document_version').select('recipe').distinct().orderBy('recipe').execute();
  return rows.map(({ recipe }) => recipe).toSorted();
}

async function tokensOf(id: VersionId): Promise<string[]> {
  const rows = await library().selectFrom('passage').where('version_id', '=', id).select('tokens').orderBy('ordinal').execute();
  return rows.map(({ tokens }) => Buffer.from(tokens).toString('hex'));
}
