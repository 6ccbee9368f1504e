import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openSite, type Site } from '../../../test/support/site.ts';
import { type Caller, soloCaller } from '../../access/access.ts';
import type { Amounts } from '../limits-contract.ts';

let site: Site;
let editor: Caller;
let neighbour: Caller;
beforeAll(async () => {
  site = await openSite();
  const [own, beside] = [await site.department('民政局'), await site.department('财政局')];
  editor = await site.as(await site.person({ department: own, roles: ['editor'] }));
  neighbour = await site.as(await site.person({ department: beside, roles: ['editor'] }));
});
afterAll(() => site.close());
beforeEach(async () => {
  await site.store.run('delete from library_limit');
});

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const bring = (name: string, text: string, more: object = {}, writer: Caller = editor) =>
  site.knowledge.importFile(writer, { name, bytes: bytesOf(text), ...more });
const failure = (doing: Promise<unknown>): Promise<unknown> =>
  doing.then(
    () => undefined,
    (error: { code: string }) => error.code,
  );
const kept = async (department = '民政局') => {
  const found = (await site.knowledge.limits.list()).departments.find((one) => one.department === department);
  if (!found) throw new RangeError('It is there.');
  return found;
};
const limit = (amounts: Partial<Amounts>, subject = '民政局') =>
  site.knowledge.limits.set(soloCaller, subject, { bytes: null, documents: null, ...amounts });

test('a department keeps as many documents as its limit says, whoever brings them at the same moment', async () => {
  const { used } = await kept();
  await limit({ documents: used.documents + 3 });
  const outcomes = await Promise.all(Array.from({ length: 8 }, (_, index) => failure(bring(`并发${index}.txt`, `第一条 ${index}。`))));
  expect(outcomes.filter((code) => code === undefined)).toHaveLength(3);
  expect(outcomes.filter((code) => code === 'library-full')).toHaveLength(5);
  expect((await kept()).used.documents).toBe(used.documents + 3);
});

test('bytes are those of all versions, and a deleted document counts with its bytes alone', async () => {
  const before = (await kept()).used;
  const { document } = await bring('版本.txt', '一二三四五');
  await bring('版本.txt', '一二三四五六');
  expect((await kept()).used).toEqual({ bytes: before.bytes + 15 + 18, documents: before.documents + 1 });
  await site.knowledge.setDeleted(soloCaller, document.id, true);
  expect((await kept()).used).toEqual({ bytes: before.bytes + 15 + 18, documents: before.documents });
  await limit({ bytes: before.bytes + 40 });
  expect(await failure(bring('别的.txt', '一二三四五六七'))).toBe('library-full');
  expect(await failure(bring('别的.txt', '一二'))).toBeUndefined();
});

test('what changes nothing is never refused, and neither is what goes to another department', async () => {
  await bring('不变.txt', '第一条 不变。');
  await limit({ bytes: 0, documents: 0 });
  expect(await failure(bring('不变.txt', '第一条 不变。'))).toBeUndefined();
  expect(await failure(bring('不变.txt', '第一条 变了。'))).toBe('library-full');
  expect(await failure(bring('隔壁.txt', '第一条 隔壁。', {}, neighbour))).toBeUndefined();
});

test('the default holds where a department has no limit of its own, and a limit of its own goes before it', async () => {
  await limit({ documents: 0 }, 'default');
  expect(await failure(bring('默认.txt', '第一条 默认。'))).toBe('library-full');
  await limit({});
  expect(await failure(bring('默认.txt', '第一条 默认。'))).toBeUndefined();
  await site.knowledge.limits.remove(soloCaller, '民政局');
  expect(await failure(bring('默认二.txt', '第一条 默认。'))).toBe('library-full');
});

test('a document is moved, or brought back, only to where there is room', async () => {
  const { document } = await bring('搬家.txt', '第一条 搬家。');
  const { used } = await kept('财政局');
  await limit({ documents: used.documents }, '财政局');
  const move = () => site.knowledge.updateDocument(soloCaller, document.id, { department: '财政局' });
  expect(await failure(move())).toBe('library-full');
  expect((await site.knowledge.getDocument('all', document.id)).document.department).toBe('民政局');
  await limit({ documents: used.documents + 1 }, '财政局');
  expect(await failure(move())).toBeUndefined();
  await site.knowledge.setDeleted(soloCaller, document.id, true);
  await limit({ documents: used.documents }, '财政局');
  expect(await failure(site.knowledge.setDeleted(soloCaller, document.id, false))).toBe('library-full');
});

test('the bytes of a refused file do not stay', async () => {
  await limit({ documents: 0 });
  const text = '第一条 不留下的文件。';
  expect(await failure(bring('不留.txt', text))).toBe('library-full');
  const [address] = site.files.addressesOf(bytesOf(text));
  await site.knowledge.deleted.finish?.();
  expect(await site.files.isThere(address ?? '')).toBe(false);
});

test('an editor is told of the departments where he may write, once there is a limit', async () => {
  expect(await site.knowledge.limits.own(editor)).toEqual([]);
  await limit({ documents: 500 }, 'default');
  expect(await site.knowledge.limits.own(editor)).toMatchObject([
    { department: '民政局', limit: { documents: 500, bytes: null }, isOwnLimit: false },
  ]);
  await limit({ documents: 9 });
  expect(await site.knowledge.limits.own(editor)).toMatchObject([{ limit: { documents: 9 }, isOwnLimit: true }]);
  const { records } = await site.ledger.list({ action: 'library-limit-set', limit: 1 });
  expect(records[0]?.record.details).toEqual({ bytes: null, documents: 9 });
});
