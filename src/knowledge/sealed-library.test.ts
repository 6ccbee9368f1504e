// The library on disk: nothing that a document says can be read there, and everything is found and shown as before.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { everything, openTestLibrary, type TestLibrary } from '../../test/support/library.ts';
import { soloCaller } from '../access/access.ts';
import { indexNames } from './index-names.ts';
import { sealLibrary } from './sealed-library.ts';

let library: TestLibrary;
beforeAll(async () => {
  library = await openTestLibrary();
});
afterAll(() => library.close());

const tables = ['document', 'document_version', 'passage'] as const;
const rowsAsText = async (): Promise<string> => {
  const parts = await Promise.all(
    tables.map(async (table) => {
      const { rows } = await sql<{ row: string }>`select row_to_json(one)::text as row from ${sql.table(table)} as one`.execute(
        library.store.tables(),
      );
      return rows.map(({ row }) => row).join('\n');
    }),
  );
  return parts.join('\n');
};

test('neither name nor title, heading, text, number or issuer of a document stands in the tables', async () => {
  const text = '云溪市人民政府文件\n云政发〔2024〕17号\n云溪市河道采砂管理办法\n第一章 总则\n第一条 河道采砂实行许可制度。\n';
  const { document } = await library.bring('采砂/河道采砂管理办法.txt', text, { grade: 'public' });
  const stored = await rowsAsText();
  for (const words of ['采砂', '总则', '许可制度', '云政发', '人民政府', '17号']) expect(stored).not.toContain(words);
  expect(document).toMatchObject({ name: '采砂/河道采砂管理办法.txt', latest: { documentNumber: '云政发〔2024〕17号' } });
  expect(document.title).toContain('采砂');
  expect(await library.found('采砂许可')).toEqual([document.name]);
  expect(await library.found('云政发〔2024〕17号')).toEqual([document.name]);
});

test('a title that an editor gives is sealed too, and is found by it', async () => {
  const { document } = await library.bring('改名.txt', '第一条 需要改名的文件。');
  await library.knowledge.updateDocument(soloCaller, document.id, { title: '水库大坝安全规程' });
  expect(await rowsAsText()).not.toContain('大坝');
  const { documents, total } = await library.knowledge.listDocuments(everything, { limit: 10, deleted: false, name: '大坝安全' });
  expect({ titles: documents.map(({ title }) => title), total }).toEqual({ titles: ['水库大坝安全规程'], total: 1 });
});

test('a document found by part of its name comes in pages, newest first', async () => {
  for (const number of [1, 2, 3, 4, 5]) await library.bring(`分页/第${number}号.txt`, `第一条 分页用的第${number}号。`);
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await library.knowledge.listDocuments(everything, { limit: 2, deleted: false, name: '分页/', cursor });
    names.push(...page.documents.map(({ name }) => name));
    expect(page.total).toBe(5);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(names).toEqual([5, 4, 3, 2, 1].map((number) => `分页/第${number}号.txt`));
});

test('a passage that was put in the place of another is not shown', async () => {
  const { document: one } = await library.bring('甲.txt', '第一条 甲文件的内容。');
  const { document: other } = await library.bring('乙.txt', '第一条 乙文件的内容。');
  await sql`update passage set text = (select text from passage where version_id = ${other.latest.id} limit 1)
    where version_id = ${one.latest.id}`.execute(library.store.tables());
  await expect(library.knowledge.listPassages(everything, one.latest.id, undefined, 10)).rejects.toMatchObject({
    code: 'sealed-value-refused',
  });
});

test('names of before names had a keyed hash are known again by an import of the same name', async () => {
  const { document } = await library.bring('旧名.txt', '第一条 旧版内容。');
  await sql`update document set name_index = null where id = ${document.id}`.execute(library.store.tables());
  // As every start does.
  await indexNames(library.store.tables(), sealLibrary(library.seal));
  const again = await library.bring('旧名.txt', '第一条 旧版内容。');
  expect(again).toMatchObject({ outcome: 'unchanged', document: { id: document.id } });
});
