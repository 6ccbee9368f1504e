import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { soloCaller } from '../../access/access.ts';
import type { Scope } from '../../access/scope.ts';
import type { Finding } from '../desk-contract.ts';
import { everything, openTestLibrary, type TestLibrary } from '../../../test/support/library.ts';

let library: TestLibrary;
beforeAll(async () => {
  library = await openTestLibrary();
});
afterAll(() => library.close());

const named = async (finding: Finding, scope: Scope = everything): Promise<string[]> => {
  const { documents } = await library.knowledge.listDocuments(scope, { limit: 50, deleted: false, finding });
  return documents.map(({ name }) => name).toSorted();
};
const counts = async () => (await library.knowledge.desk.report(everything)).counts;
const long = (last: string): string =>
  `青禾市公园管理规定\n${Array.from({ length: 30 }, (_, index) => `第${index + 1}条 公园的第${index + 1}处设施由${['园林', '城管', '水务', '教育', '民政'][index % 5]}部门负责养护，每${index + 2}日检查${index + 1}次。`).join('\n')}\n${last}`;

describe("the editor's desk", () => {
  test('tells how many documents ask for what, and lists them', async () => {
    await library.bring('空.txt', '');
    await library.bring('无主.txt', '停车办法\n第一条 停车免费。');
    await library.bring('有主.txt', '绿化办法\n第一条 植树。\n第二条 本办法自2024年1月1日起施行。', { department: '园林局' });
    await library.bring('失效.txt', '试点办法\n第一条 试点。', {
      department: '园林局',
      effectiveOn: '2020-01-01',
      expiredOn: '2021-01-01',
    });
    const { document: reviewed } = await library.bring('复核.txt', '值班办法\n第一条 值班。', { department: '园林局' });
    await library.knowledge.updateDocument(soloCaller, reviewed.id, { reviewOn: '2026-03-01' });
    expect(await library.settled(reviewed.id)).toMatchObject({ reviewOn: '2026-03-01' });
    expect(await named('rejected')).toEqual(['空.txt']);
    expect(await named('unowned')).toEqual(['无主.txt', '空.txt']);
    expect(await named('undated')).toEqual(['复核.txt', '无主.txt']);
    expect(await named('expired')).toEqual(['失效.txt']);
    expect(await named('unconfirmed')).toEqual(['有主.txt']);
    expect(await named('review-due')).toEqual(['复核.txt']);
    expect(await counts()).toEqual({
      rejected: 1,
      locked: 0,
      flagged: 0,
      unconfirmed: 1,
      undated: 2,
      expired: 1,
      unowned: 2,
      'review-due': 1,
      'origin-gone': 0,
    });
  });

  test('no longer asks for what was confirmed', async () => {
    const { document } = await library.bring('确认.txt', '养犬办法\n第一条 本办法自2024年1月1日起施行。');
    expect(await named('unconfirmed')).toContain('确认.txt');
    await library.knowledge.elements.settle(soloCaller, document.latest.id, 'effectiveFrom', '2024-01-01');
    expect(await named('unconfirmed')).not.toContain('确认.txt');
  });

  test('finds documents that are the same or nearly so, and only among what may be read', async () => {
    const { document: one } = await library.bring('公园甲.txt', long('第三十一条 自公布之日起施行。'), { grade: 'public' });
    const { document: same } = await library.bring('公园乙.txt', long('第三十一条 自公布之日起施行。'), { grade: 'public' });
    const { document: near } = await library.bring('公园丙.txt', long('第三十一条 自下月起施行。'), { grade: 'sensitive' });
    const pairs = async (scope: Scope) =>
      (await library.knowledge.desk.duplicates(scope)).duplicates.map(
        ({ kind, documents }) =>
          `${kind} ${documents
            .map(({ name }) => name)
            .toSorted()
            .join(' ')}`,
      );
    expect(await pairs(everything)).toEqual(
      expect.arrayContaining(['same 公园乙.txt 公园甲.txt', 'near 公园丙.txt 公园甲.txt', 'near 公园丙.txt 公园乙.txt']),
    );
    const { rows } = await library.store.run(`select access_class_id as id from document where id in ('${one.id}', '${same.id}')`);
    expect(await pairs(rows.map((row) => (row as { id: never }).id))).toEqual(['same 公园乙.txt 公园甲.txt']);
    expect(near.grade).toBe('sensitive');
  });

  test('has many documents read again at once, or none when one of them may not be written', async () => {
    const { documents } = await library.knowledge.listDocuments(everything, { limit: 3, deleted: false });
    const ids = documents.map(({ id }) => id);
    expect(await library.knowledge.readAllAgain(soloCaller, ids)).toEqual({ queued: 3 });
    for (const id of ids) await library.settled(id);
    const reader = { ...soloCaller, writing: { scope: [], allows: () => false } };
    await expect(library.knowledge.readAllAgain(reader, ids)).rejects.toMatchObject({ code: 'permission-denied' });
  });
});
