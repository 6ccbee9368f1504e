import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Document } from './contract.ts';
import { soloCaller } from '../access/access.ts';
import { everything, openTestLibrary, type TestLibrary } from '../../test/support/library.ts';

const demoLibrary = join(import.meta.dirname, '..', '..', 'demo', 'library');
let library: TestLibrary;
beforeAll(async () => {
  library = await openTestLibrary();
});
afterAll(() => library.close());

const list = async (filter: Partial<Parameters<TestLibrary['knowledge']['listDocuments']>[1]> = {}) => {
  const { documents, nextCursor, total } = await library.knowledge.listDocuments(everything, { limit: 50, deleted: false, ...filter });
  return { names: documents.map(({ name }) => name), nextCursor, total };
};

describe('lists', () => {
  beforeAll(async () => {
    for (const number of [1, 2, 3, 4, 5])
      await library.bring(`通知${number}.txt`, `第一条 关于防汛工作的第${number}号通知。`, {
        collection: number < 3 ? '防汛' : '其他',
        department: number === 5 ? '水务局' : '应急局',
        grade: number === 4 ? 'internal' : 'public',
      });
    await library.bring('坏.txt', new Uint8Array());
    await library.bring('修好.txt', new Uint8Array());
    await library.bring('修好.txt', '第一条 补交的通知全文。');
  });

  test('come newest first, in pages that neither miss nor repeat a document', async () => {
    const all = await list();
    expect(all.names.slice(-5)).toEqual(['通知5.txt', '通知4.txt', '通知3.txt', '通知2.txt', '通知1.txt']);
    const pages: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ limit: 2, cursor });
      pages.push(...page.names);
      expect(page.total).toBe(all.total);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(pages).toEqual(all.names);
  });

  test('can be narrowed by collection, by part of the name or title, and by the state of the newest version', async () => {
    const { collections, departments } = await library.knowledge.listCollections(everything);
    expect(collections.map(({ name, documentCount }) => [name, documentCount])).toEqual(
      expect.arrayContaining([
        ['防汛', 2],
        ['其他', 3],
      ]),
    );
    expect(departments).toEqual(expect.arrayContaining(['应急局', '水务局']));
    const flood = collections.find(({ name }) => name === '防汛');
    expect((await list({ collectionId: flood?.id })).names).toEqual(['通知2.txt', '通知1.txt']);
    expect((await list({ name: '知3' })).names).toEqual(['通知3.txt']);
    expect(await list({ state: 'rejected' })).toMatchObject({ names: ['坏.txt'], total: 1 });
    expect((await list({ name: '%' })).names).toEqual([]);
  });

  test('refuse a cursor that they did not give out', async () => {
    await expect(list({ cursor: 'garbage' })).rejects.toMatchObject({ code: 'invalid-input' });
    const [first] = (await library.knowledge.listDocuments(everything, { limit: 1, deleted: false })).documents;
    if (!first) throw new Error('the library is empty');
    await expect(library.knowledge.listPassages(everything, first.latest.id, 'garbage', 10)).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });

  test('and search keep to collection, department and grade', async () => {
    const { collections } = await library.knowledge.listCollections(everything);
    const flood = collections.filter(({ name }) => name === '防汛').map(({ id }) => id);
    expect((await library.found('防汛工作', { collectionIds: flood })).sort()).toEqual(['通知1.txt', '通知2.txt']);
    expect(await library.found('防汛工作', { department: '水务局' })).toEqual(['通知5.txt']);
    expect(await library.found('防汛工作', { grade: 'internal' })).toEqual(['通知4.txt']);
  });
});

describe.each([
  ['霁川市住宅专项维修资金使用规定.txt', 'text'],
  ['公共租赁住房申请办事指南.html', 'text'],
  ['霁川市居住证申领指南.md', 'text'],
  ['霁川市公共租赁住房管理办法（2024）.docx', 'paragraph'],
  ['霁川市居家养老服务办法.pdf', 'page'],
] as const)('%s', (name, kind) => {
  let document: Document;
  beforeAll(async () => {
    ({ document } = await library.bring(name, await readFile(join(demoLibrary, name))));
  });

  test('has passages that equal the reading text at their place, in order, and know where they stand in the original', async () => {
    expect(document.latest.state).toBe('ready');
    const { text, paragraphs, pages } = await library.knowledge.getReadingText(everything, document.latest.id);
    const { passages } = await library.knowledge.listPassages(everything, document.latest.id, undefined, 100);
    expect(passages.length).toBe(document.latest.passageCount);
    for (const passage of passages) {
      expect(text.slice(passage.start, passage.end)).toBe(passage.text);
      expect(passage.origin.length).toBeGreaterThan(0);
      expect(passage.origin.every((span) => span.kind === kind)).toBe(true);
      expect(paragraphs[passage.paragraph]?.start).toBeLessThanOrEqual(passage.start);
      expect(await library.knowledge.readSpan(everything, document.latest.id, passage.start, passage.end)).toEqual({
        text: passage.text,
        origin: passage.origin,
      });
    }
    expect(pages.length > 0).toBe(kind === 'page');
  });

  test('comes back byte for byte', async () => {
    const original = await library.knowledge.getOriginal(soloCaller, document.latest.id);
    expect(Buffer.from(original.bytes).equals(await readFile(join(demoLibrary, name)))).toBe(true);
    expect(original).toMatchObject({ fileName: name, mediaType: kind === 'page' ? 'application/pdf' : 'application/octet-stream' });
  });
});

test('a text file leads each passage back to the very characters it came from', async () => {
  const source = '\r\n  白杨市信访办法\r\n\r\n第一条   来信应当在 十五 日内答复。\r\n';
  const { document } = await library.bring('信访.txt', source);
  const { passages } = await library.knowledge.listPassages(everything, document.latest.id, undefined, 10);
  const passage = passages.find(({ text }) => text.includes('答复'));
  const [span] = passage?.origin ?? [];
  if (span?.kind !== 'text') throw new Error('a text file has no other origin');
  const last = passage?.origin.at(-1);
  expect(source.slice(span.start, last?.kind === 'text' ? last.end : span.end)).toContain('日内答复。');
});
