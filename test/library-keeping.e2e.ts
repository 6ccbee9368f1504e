// What keeps a library in order, walked in a browser: a password that is asked for, a limit, a folder that is followed, the report.
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { encryptedPackage } from '../src/knowledge/reading/test-encrypted-files.ts';
import { docxFile, docxParagraph } from '../src/knowledge/reading/test-files.ts';
import { fits, type Journey, namelessControls, phone, startJourney } from './support/journey.ts';

let journey: Journey;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-followed-'));
  journey = await startJourney({ HENGJIAN_SOLO: 'on', HENGJIAN_SOURCE_FOLDERS: folder });
}, 120_000);
afterAll(async () => {
  await journey.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => {
  // A browser complains of a refused import too.
  expect(journey.complaints.filter((said) => !said.includes('409'))).toEqual([]);
});

const upload = (page: Page, name: string, content: Uint8Array | string): Promise<void> =>
  page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });

test('a file under a password asks for it where it was imported, says when it is wrong, and opens', async () => {
  const page = await journey.visit('/library', phone);
  await upload(page, '内部停车.docx', encryptedPackage(docxFile(docxParagraph('第一条　机关车位按季度轮换。')), '停车 123'));
  const imports = page.getByRole('region', { name: '本次导入' });
  await imports.getByText('等待密码').waitFor();
  expect(await fits(page)).toBe(true);
  for (const [password, said] of [
    ['不对', '密码不对，请核对后重试。'],
    ['停车 123', '可检索'],
  ] as const) {
    await imports.getByLabel(/^文件密码：/).fill(password);
    await imports.getByRole('button', { name: /打\s*开/ }).click();
    await imports.getByText(said).first().waitFor();
  }
  await imports.getByLabel(/^文件密码：/).waitFor({ state: 'detached' });
});

test('a limit of the library is set, shown to its editors, and refuses what goes beyond', async () => {
  const page = await journey.visit('/models');
  await page.getByRole('tab', { name: '额度' }).click();
  const limits = page.getByRole('region', { name: '文库限额' });
  await limits.getByRole('button', { name: '设置文库限额：默认限额' }).click();
  await page.getByRole('spinbutton', { name: '文档最多（份）' }).fill('1');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /设\s*置/ })
    .click();
  await limits.getByText('文档 1', { exact: true }).first().waitFor();

  const library = await journey.visit('/library', phone);
  await library.getByRole('list', { name: '文库限额' }).getByText('已到限额').first().waitFor();
  expect(await fits(library)).toBe(true);
  expect(await namelessControls(library)).toEqual([]);
  await upload(library, '放不下.txt', '第一条 放不下。');
  await library.getByText('这个部门的文库限额（1 份文档）不够').waitFor();

  await limits.getByRole('button', { name: '取消文库限额：默认限额' }).click();
  await page.getByRole('button', { name: /^确\s*定$/ }).click();
  await limits.getByRole('button', { name: '取消文库限额：默认限额' }).waitFor({ state: 'detached' });
  await library.getByRole('button', { name: /重\s*试/ }).click();
  await library.getByRole('region', { name: '本次导入' }).getByText('可检索').waitFor();
});

test('a folder is followed: its file comes in, and the page tells how far it is', async () => {
  const file = join(folder, '跟踪来的文件.txt');
  await writeFile(file, '跟踪来的文件\n第一条 夜间停车免费。');
  await utimes(file, 1_800_000_000, 1_800_000_000);
  const page = await journey.visit('/library/sources', phone);
  await page.getByLabel('名称').fill('局发文');
  await page.getByRole('button', { name: '登记来源' }).click();
  const source = page.getByRole('listitem').filter({ hasText: '局发文' });
  await source.getByText('已导入 1').waitFor({ timeout: 60_000 });
  expect(await fits(page)).toBe(true);
  await source.getByRole('button', { name: /暂\s*停/ }).click();
  await source.getByText('已暂停').waitFor();
  await page.goto(page.url().replace('/sources', ''));
  await page.getByText('跟踪来的文件', { exact: true }).first().waitFor();
});

test('the report of the library is taken out as a file', async () => {
  const page = await journey.visit('/library/desk');
  const report = page.getByRole('region', { name: '文库报告' });
  const [download] = await Promise.all([page.waitForEvent('download'), report.getByRole('link', { name: '下载此刻的报告' }).click()]);
  const text = await readFile(await download.path(), 'utf8');
  expect(text).toContain('# 文库报告 Library report');
  expect(text).toMatch(/- 文档 documents: \d+/);
});
