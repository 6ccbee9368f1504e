// A bucket that the library follows, in a browser: what is new there comes in, what changed becomes a version, what is gone is told, and
// nothing there is touched.
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations as knowledge } from '../src/knowledge/contract.ts';
import { type BucketServer, startBucketServer } from './support/bucket-server.ts';
import { fits, type Journey, namelessControls, phone, startJourney } from './support/journey.ts';

let bucket: BucketServer;
let journey: Journey;
beforeAll(async () => {
  bucket = await startBucketServer();
  journey = await startJourney({ HENGJIAN_SOLO: 'on', HENGJIAN_SOURCE_BUCKETS: `${bucket.url}/fawen/2025` });
}, 120_000);
afterAll(async () => {
  await journey.close();
  await bucket.close();
});

let seconds = 0;
function put(name: string, text: string): void {
  seconds += 1;
  bucket.objects.set(`2025/${name}`, { bytes: Buffer.from(text), modifiedAt: new Date(1_800_000_000_000 + seconds * 1_000) });
}

/** A file is taken once two looks found it the same; the page asks for more until it says so. */
async function lookUntil(source: Locator, said: string): Promise<void> {
  const look = async (): Promise<boolean> => {
    if ((await source.textContent())?.includes(said) === true) return true;
    await source.getByRole('button', { name: '立即查看' }).click();
    return false;
  };
  await expect.poll(look, { timeout: 60_000, interval: 2_000 }).toBe(true);
}

async function found(page: Page, query: string): Promise<Locator> {
  await page.goto(`${journey.url}/search?query=${encodeURIComponent(query)}`);
  const results = page.getByRole('main');
  await results.getByRole('listitem').first().waitFor();
  return results;
}

const versionsOf = async (title: string): Promise<number[]> => {
  const { documents } = await journey.call(knowledge.listDocuments, { limit: 100 });
  return documents.filter((document) => document.title === title).map(({ versionCount }) => versionCount);
};

test('a bucket is followed: its key is asked for, new objects come in, changed ones become versions, gone ones are told', async () => {
  put('夜间停车.txt', '夜间停车办法\n第一条 夜间停车每次两元。');
  put('旧通知.txt', '旧通知\n第一条 西门岗亭每日开放。');
  const page = await journey.visit('/library/sources', phone);
  const add = page.getByRole('region', { name: '登记来源' });
  await add.getByLabel('名称').fill('发文桶');
  expect(await add.getByRole('button', { name: '登记来源' }).isDisabled()).toBe(true);
  await add.getByLabel('访问密钥 ID').fill(bucket.key.id);
  await add.getByLabel('访问密钥', { exact: true }).fill('wrong');
  await add.getByLabel('区域').fill(bucket.key.region);
  await add.getByRole('button', { name: '登记来源' }).click();
  const source = page.getByRole('listitem').filter({ hasText: '发文桶' });
  await source.getByText('存储桶不接受访问密钥').waitFor({ timeout: 30_000 });
  await source.getByRole('button', { name: '更换密钥' }).click();
  expect([await namelessControls(page), await fits(page)]).toEqual([[], true]);
  await source.getByLabel('访问密钥 ID').fill(bucket.key.id);
  await source.getByLabel('访问密钥', { exact: true }).fill(bucket.key.secret);
  await source.getByLabel('区域').fill(bucket.key.region);
  await source.getByRole('button', { name: '更换密钥' }).last().click();
  await lookUntil(source, '已导入 2');
  await expect.poll(() => versionsOf('夜间停车办法')).toEqual([1]);

  put('夜间停车.txt', '夜间停车办法\n第一条 夜间停车每次三元，电动自行车免费。');
  put('新设/岗亭.txt', '岗亭办法\n第一条 东门岗亭全天开放。');
  bucket.objects.delete('2025/旧通知.txt');
  await lookUntil(source, '已不在 1');
  await lookUntil(source, '已导入 2');
  expect(await fits(page)).toBe(true);
  await expect.poll(() => versionsOf('夜间停车办法')).toEqual([2]);
  await (await found(page, '电动自行车夜间停车')).getByText('夜间停车每次三元').first().waitFor();
  await (await found(page, '东门岗亭')).getByText('东门岗亭全天开放').first().waitFor();
  // What is gone there stays here until an editor takes it out.
  expect(await versionsOf('旧通知')).toEqual([1]);
  expect(bucket.requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
  expect(journey.complaints).toEqual([]);
}, 180_000);
