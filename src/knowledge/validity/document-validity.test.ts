import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { soloCaller } from '../../access/access.ts';
import type { Document } from '../contract.ts';
import { everything, openTestLibrary, type TestLibrary } from '../../../test/support/library.ts';

let library: TestLibrary;
beforeAll(async () => {
  library = await openTestLibrary();
});
afterAll(() => library.close());

const rule = (title: string, number: string, clauses: string, from: string): string =>
  `青禾市人民政府文件\n青政发〔${number}〕1号\n${title}\n第一条 ${clauses}\n第二条 本办法自${from}起施行。`;
const validityOf = ({ id }: Pick<Document, 'id'>) => library.knowledge.validity.get(soloCaller, id);
const settledRepeals = () =>
  library.waitFor('repeals are applied', async () => {
    const { rows } = await library.store.run(
      "select 1 from pgboss.job where name = 'apply-repeals' and state in ('created', 'retry', 'active')",
    );
    return rows.length === 0;
  });

async function bring(name: string, text: string, about: Parameters<TestLibrary['bring']>[2] = {}): Promise<Document> {
  const { document } = await library.bring(name, text, about);
  await settledRepeals();
  return document;
}

describe('a rule that another repeals', () => {
  test('ends on the day from which the other counts, and is no longer found for today but for its own time', async () => {
    const old = await bring('旧养老.txt', rule('青禾市养老补贴办法', '2019', '高龄补贴每月一百元。', '2019年5月1日'));
    const fresh = await bring(
      '新养老.txt',
      rule('青禾市养老服务补贴办法', '2025', '高龄补贴每月三百元。', '2025年4月1日') +
        '《青禾市养老补贴办法》（青政发〔2019〕1号）同时废止。',
    );
    expect(await library.found('高龄补贴每月多少元')).toEqual(['新养老.txt']);
    expect(await library.found('高龄补贴每月多少元', { asOf: '2025-03-31' })).toEqual(['旧养老.txt']);
    expect(await validityOf(old)).toMatchObject({
      periods: [{ from: '2019-05-01', until: '2025-04-01', validity: 'expired', origin: 'read' }],
      events: [{ kind: 'in-force' }, { kind: 'repealed', day: '2025-04-01', by: { documentId: fresh.id } }],
      citedBy: [{ documentId: fresh.id, kind: 'repeals' }],
      openRepeals: [],
    });
  });

  test('ends too when it is imported after the other', async () => {
    await bring('新停车.txt', rule('青禾市停车管理办法', '2024', '停车每小时五元。', '2024年2月1日') + '《青禾市停车收费规定》同时废止。');
    const old = await bring('旧停车.txt', rule('青禾市停车收费规定', '2018', '停车每小时三元。', '2018年2月1日'));
    expect((await library.settled(old.id)).latest).toMatchObject({ expiredOn: '2024-02-01', validity: 'expired' });
    expect(await library.found('停车每小时多少元')).toEqual(['新停车.txt']);
  });

  test('is not a later edition of the same title, nor one that has another number', async () => {
    const later = await bring('再养犬.txt', rule('青禾市养犬规定', '2026', '登记费五十元。', '2026年1月1日'));
    const other = await bring('另养犬.txt', rule('青禾市养犬办法', '2017', '登记费八十元。', '2017年1月1日'));
    await bring(
      '新养犬.txt',
      rule('青禾市犬只管理办法', '2023', '犬只应当登记。', '2023年1月1日') +
        '《青禾市养犬规定》、《青禾市养犬办法》（青政发〔2015〕9号）同时废止。',
    );
    for (const { id } of [later, other]) expect((await library.settled(id)).latest.expiredOn).toBeNull();
  });

  test('keeps the day that an editor sets afterwards, also when the other is read again', async () => {
    const old = await bring('旧绿化.txt', rule('青禾市绿化规定', '2016', '补偿八百元。', '2016年1月1日'));
    const fresh = await bring(
      '新绿化.txt',
      rule('青禾市绿化办法', '2022', '补偿一千元。', '2022年1月1日') + '《青禾市绿化规定》同时废止。',
    );
    await library.knowledge.updateDocument(soloCaller, old.id, { expiredOn: '2022-07-01' });
    await library.knowledge.readAgain(soloCaller, fresh.id);
    await library.settled(fresh.id);
    await settledRepeals();
    expect((await library.settled(old.id)).latest.expiredOn).toBe('2022-07-01');
  });

  test('of another department, or of a lower grade, waits for an editor', async () => {
    const old = await bring('旧公章.txt', rule('青禾市公章规定', '2016', '公章由甲保管。', '2016年1月1日'), { department: '甲局' });
    const by = await bring(
      '新公章.txt',
      rule('青禾市公章办法', '2022', '公章由乙保管。', '2022年1月1日') + '《青禾市公章规定》同时废止。',
      { department: '乙局' },
    );
    expect((await library.settled(old.id)).latest.expiredOn).toBeNull();
    expect((await validityOf(old)).openRepeals).toEqual([{ documentId: by.id, title: '青禾市公章办法', on: '2022-01-01' }]);
    const settled = await library.knowledge.validity.repeal(soloCaller, old.id, by.id, '2022-01-01');
    expect(settled).toMatchObject({ openRepeals: [], periods: [{ until: '2022-01-01', validity: 'expired' }] });

    const open = await bring('旧公开.txt', rule('青禾市公开规定', '2016', '公开内容。', '2016年1月1日'), { grade: 'public' });
    await bring('新内部.txt', rule('青禾市公开办法', '2022', '内部内容。', '2022年1月1日') + '《青禾市公开规定》同时废止。');
    expect((await library.settled(open.id)).latest.expiredOn).toBeNull();
  });
});

describe('citations', () => {
  test('lead to documents by number, by title, and by the title of the rule that is put out', async () => {
    const numbered = await bring('甲.txt', rule('青禾市甲办法', '2001', '甲事项。', '2001年1月1日'));
    const putOut = await bring('乙.txt', '青政发〔2002〕8号\n青禾市人民政府关于印发《青禾市乙细则》的通知\n第一条 乙事项。');
    const citing = await bring(
      '丙.txt',
      rule('青禾市丙办法', '2003', '依据《任意名称》（青政发[2001] 1号）、《青禾市乙细则》和《没有的文件》执行。', '2003年1月1日'),
    );
    const { cites } = await validityOf(citing);
    expect(cites.map(({ title, found }) => [title, found?.documentId ?? null])).toEqual([
      ['任意名称', numbered.id],
      ['青禾市乙细则', putOut.id],
      ['没有的文件', null],
    ]);
    expect((await validityOf(numbered)).citedBy).toEqual([{ documentId: citing.id, title: '青禾市丙办法', kind: 'cites' }]);
  });

  test('say when what they lead to is no longer in force', async () => {
    await bring('丁.txt', rule('青禾市丁办法', '2004', '丁事项。', '2004年1月1日'), { effectiveOn: '2004-01-01', expiredOn: '2010-01-01' });
    const citing = await bring('戊.txt', rule('青禾市戊办法', '2005', '按《青禾市丁办法》执行。', '2005年1月1日'));
    expect((await validityOf(citing)).cites).toMatchObject([{ found: { validity: 'expired', expiredOn: '2010-01-01' } }]);
  });

  test('tell nobody of documents that he may not read', async () => {
    const hidden = await bring('己.txt', rule('青禾市己办法', '2006', '己事项。', '2006年1月1日'), { grade: 'important' });
    const citing = await bring('庚.txt', rule('青禾市庚办法', '2007', '按《青禾市己办法》执行。', '2007年1月1日'), { grade: 'public' });
    const { rows } = await library.store.run(`select access_class_id as id from document where id = '${citing.id}'`);
    const scope = rows.map((row) => (row as { id: never }).id);
    const caller = { ...soloCaller, scope, writing: { scope, allows: () => true } };
    expect(await library.knowledge.validity.get(caller, citing.id)).toMatchObject({ cites: [{ title: '青禾市己办法', found: null }] });
    await expect(library.knowledge.validity.get(caller, hidden.id)).rejects.toMatchObject({ code: 'not-found' });
    expect((await library.knowledge.validity.get(soloCaller, citing.id)).cites[0]?.found?.documentId).toBe(hidden.id);
    expect(await library.found('己事项', {}, everything)).toContain('己.txt');
  });
});
