// Files that go with a question, in a browser: their grade, what becomes of them, the evidence in them, and the way out as a document.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chinesePassword, savedFile } from '../src/knowledge/reading/test-saved-files.ts';
import { fits, type Journey, namelessControls, phone, startJourney } from './support/journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
}, 120_000);
afterAll(() => journey.close());

const text = (name: string, content: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
const notice = text(
  '青年夏令营通知.txt',
  '云溪市青年夏令营通知\n第一条 报名截止时间为2026年6月15日。\n第二条 参加者须年满十六周岁。\n第三条 营员食宿费用为每人三百二十元。',
);
const secret = text('预案.txt', '机密★10年\n防汛预案\n第一条 无。');
const scan = join(import.meta.dirname, '../demo/library/关于清理整顿城区自行车棚的通告（扫描件）.pdf');

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: '问题' }).fill(question);
  await page.getByRole('button', { name: '提问', exact: true }).click();
  await page.getByRole('heading', { name: question }).waitFor();
  await page.getByRole('link', { name: '查看全过程' }).waitFor();
}

test.each([
  ['at a desk', undefined],
  ['on a phone', phone],
] as const)('a file answers the question that it comes with, and opens at the quotation, %s', async (_, size) => {
  const page = await journey.visit('/', size);
  const files = page.getByRole('list', { name: '随问题附上的文件' });
  await page.getByLabel('附上文件').setInputFiles([notice, secret]);
  await files.getByText('内部').waitFor();
  await files.getByRole('alert').getByText('标有国家秘密').waitFor();
  expect([await namelessControls(page), await fits(page)]).toEqual([[], true]);
  await files.getByRole('button', { name: '取回 预案.txt' }).click();
  await ask(page, '青年夏令营的报名截止时间是什么时候？');
  const answer = page.getByRole('article').last();
  await answer.getByText('2026年6月15日').first().waitFor();
  expect(await files.count()).toBe(0);
  await answer
    .getByRole('button', { name: /打开依据 1/ })
    .first()
    .click();
  await page.getByText('营员食宿费用').first().waitFor();
  expect([await namelessControls(page), await fits(page)]).toEqual([[], true]);
  expect(journey.complaints).toEqual([]);
});

test('a file under a password asks for it before it goes with a question', async () => {
  const page = await journey.visit('/', phone);
  const files = page.getByRole('list', { name: '随问题附上的文件' });
  const buffer = Buffer.from(savedFile('libreoffice-argon2.odt'));
  await page.getByLabel('附上文件').setInputFiles({ name: '收费.odt', mimeType: 'application/octet-stream', buffer });
  await files.getByRole('alert').getByText('文件有密码，请给出密码').waitFor();
  await page.getByRole('textbox', { name: '问题' }).fill('小型车每小时收费多少？');
  expect(await page.getByRole('button', { name: '提问', exact: true }).isDisabled()).toBe(true);
  expect([await namelessControls(page), await fits(page)]).toEqual([[], true]);
  const password = files.getByLabel('文件密码：收费.odt');
  await password.fill('不对');
  await password.press('Enter');
  await files.getByRole('alert').getByText('密码不对').waitFor();
  await password.fill(chinesePassword);
  await password.press('Enter');
  await files.getByText('内部').waitFor();
  expect(await password.count()).toBe(0);
  await ask(page, '小型车每小时收费多少？');
  await page.getByRole('article').last().getByText('小型车每小时五元').first().waitFor();
  expect(journey.complaints).toEqual([]);
});

test('a scan is recognised before it is asked about', async () => {
  const page = await journey.visit('/');
  await page.getByLabel('附上文件').setInputFiles(scan);
  await page.getByRole('list', { name: '随问题附上的文件' }).getByText('文字由识别得出').waitFor({ timeout: 60_000 });
  await ask(page, '自行车棚清理整顿的期限是什么？');
  await page.getByRole('article').last().getByText('自行车棚').first().waitFor();
  expect(journey.complaints).toEqual([]);
}, 90_000);

test('the ways to take an answer out are reached by the keyboard', async () => {
  const page = await journey.visit('/', phone);
  await ask(page, '一类区域小型车停车首小时收费多少？');
  await page.getByRole('button', { name: '导出' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('[role=menuitem]:focus').waitFor();
  expect(await fits(page)).toBe(true);
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(download.suggestedFilename()).toMatch(/\.docx$/);
});
