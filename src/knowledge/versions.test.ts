import { afterAll, beforeAll, expect, test } from 'vitest';
import { soloCaller } from '../access/access.ts';
import { everything, openTestLibrary, type TestLibrary } from '../../test/support/library.ts';

let library: TestLibrary;
beforeAll(async () => {
  library = await openTestLibrary();
});
afterAll(() => library.close());

const rent = (amount: string): string => `青禾市廉租住房管理办法\n第一条 家庭人均月收入不超过${amount}元的，可以申请廉租住房。`;
const versionsOf = async (id: Parameters<TestLibrary['settled']>[0]) => (await library.knowledge.getDocument(everything, id)).versions;
const texts = async (query: string, filter: Parameters<TestLibrary['found']>[1] = {}): Promise<string[]> =>
  (await library.knowledge.search(everything, { query, limit: 50, filter: { collectionIds: [], anyValidity: false, ...filter } })).hits.map(
    ({ passage }) => passage.text,
  );

test('a rule expires on the day from which its successor counts, and each is found for its own time', async () => {
  const { document } = await library.bring('廉租.txt', rent('两千'), { effectiveOn: '2020-01-01' });
  await library.bring('廉租.txt', rent('三千'), { effectiveOn: '2025-07-01' });
  expect(await versionsOf(document.id)).toMatchObject([
    { number: 2, effectiveOn: '2025-07-01', expiredOn: null, validity: 'in-force' },
    { number: 1, effectiveOn: '2020-01-01', expiredOn: '2025-07-01', validity: 'expired' },
  ]);
  expect(await texts('廉租住房 人均月收入')).toEqual([expect.stringContaining('三千')]);
  expect(await texts('廉租住房 人均月收入', { asOf: '2025-06-30' })).toEqual([expect.stringContaining('两千')]);
  expect(await texts('廉租住房 人均月收入', { asOf: '2025-07-01' })).toEqual([expect.stringContaining('三千')]);
  expect(await texts('廉租住房 人均月收入', { asOf: '2019-12-31' })).toEqual([]);
  expect(await texts('廉租住房 人均月收入', { anyValidity: true })).toHaveLength(2);
});

test('a version without a date replaces its predecessor at once and for all days', async () => {
  const { document } = await library.bring('值班.txt', '值班规定\n夜间值班补助每次六十元。');
  await library.bring('值班.txt', '值班规定\n夜间值班补助每次九十元。');
  expect(await versionsOf(document.id)).toMatchObject([
    { number: 2, validity: 'undated' },
    { number: 1, validity: 'replaced' },
  ]);
  expect(await texts('夜间值班补助')).toEqual([expect.stringContaining('九十')]);
  expect(await texts('夜间值班补助', { anyValidity: true })).toEqual([expect.stringContaining('九十')]);
});

test('a rule that is not yet in force does not answer today, while its predecessor still does', async () => {
  await library.bring('养犬.txt', '养犬管理办法\n犬只登记费每年一百元。', { effectiveOn: '2021-05-01' });
  await library.bring('养犬.txt', '养犬管理办法\n犬只登记费每年五十元。', { effectiveOn: '2026-10-01' });
  expect(await texts('犬只登记费')).toEqual([expect.stringContaining('一百')]);
  expect(await texts('犬只登记费', { asOf: '2026-10-01' })).toEqual([expect.stringContaining('五十')]);
});

test('the day on which search stands is the calendar day in China', async () => {
  await library.bring('跨年.txt', '跨年办法\n烟花燃放时段为二十时至二十四时。', { effectiveOn: '2026-03-01' });
  const { now } = library.clock;
  library.clock.now = () => new Date('2026-02-28T15:59:59Z');
  expect(await texts('烟花燃放时段')).toEqual([]);
  library.clock.now = () => new Date('2026-02-28T16:00:00Z');
  expect(await texts('烟花燃放时段')).toHaveLength(1);
  library.clock.now = now;
});

test('a rule that has expired is found only for its own time', async () => {
  await library.bring('试点.txt', '试点方案\n试点期间乘车优惠两折。', { effectiveOn: '2024-01-01', expiredOn: '2025-01-01' });
  expect(await texts('试点期间乘车优惠')).toEqual([]);
  expect(await texts('试点期间乘车优惠', { asOf: '2024-12-31' })).toHaveLength(1);
});

test('dates that stand in the text hold, until a person gives others, which reading again does not change', async () => {
  const { document } = await library.bring('绿化.txt', '绿化补偿办法\n第一条 移植每株补偿八百元。\n第二条 本办法自2023年3月15日起施行。');
  expect(document.latest.effectiveOn).toBe('2023-03-15');
  await library.knowledge.updateDocument(soloCaller, document.id, { effectiveOn: '2023-06-01', title: '补偿办法（订正）' });
  await library.knowledge.readAgain(soloCaller, document.id);
  expect(await library.settled(document.id)).toMatchObject({ title: '补偿办法（订正）', latest: { effectiveOn: '2023-06-01' } });
});

test('a version that is read after its successor is retired all the same', async () => {
  const { document: undated } = await library.bring('乱序.txt', '乱序办法\n档案查询费每份十元。');
  await library.bring('乱序.txt', '乱序办法\n档案查询费每份免费。');
  const { document: dated } = await library.bring('乱序二.txt', '乱序二办法\n证明工本费每份十元。', { effectiveOn: '2022-01-01' });
  await library.bring('乱序二.txt', '乱序二办法\n证明工本费每份免费。', { effectiveOn: '2024-01-01' });
  // As after a crash: the older versions are read when the newer ones have long been published.
  await library.store.run(
    `update document_version set state = 'queued', replaced_at = null, expired_on = null where number = 1 and document_id in ('${undated.id}', '${dated.id}')`,
  );
  for (const { id } of [undated, dated])
    for (const version of await versionsOf(id)) if (version.number === 1) await library.jobs.enqueue('read-version', version.id);
  for (const { id } of [undated, dated])
    await library.waitFor('all versions are read', async () => (await versionsOf(id)).every(({ state }) => state === 'ready'));
  expect(await versionsOf(undated.id)).toMatchObject([{ number: 2 }, { number: 1, validity: 'replaced' }]);
  expect(await versionsOf(dated.id)).toMatchObject([{ number: 2 }, { number: 1, expiredOn: '2024-01-01', validity: 'expired' }]);
  expect(await texts('档案查询费')).toEqual([expect.stringContaining('免费')]);
});
