// The security page walked in a browser: a period made longer, a hold placed and lifted, what is over its time removed.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fits, type Journey, phone, startJourney } from './support/journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
}, 120_000);
afterAll(() => journey.close());

test('a period is made longer, and what is over its time is removed on request', async () => {
  const page = await journey.visit('/security');
  await page.getByRole('button', { name: '修改“已删除的文档”的保存期限' }).click();
  await page.getByRole('spinbutton').fill('120');
  await page.getByRole('textbox', { name: '理由' }).fill('档案管理规定');
  await page.getByRole('button', { name: /^保\s*存$/ }).click();
  await page.getByText('120 天').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: '立即清除到期数据' }).click();
  await page.getByRole('button', { name: /确\s*定|OK/ }).click();
  await page.getByText('已开始清除').waitFor();
  await page.getByRole('listitem').filter({ hasText: '手动' }).filter({ hasText: '已完成' }).waitFor();
});

test('a hold is placed on a document found by its name, shown, and lifted', async () => {
  const page = await journey.visit('/security', phone);
  await page.getByRole('tab', { name: '法律保全' }).click();
  await page.getByText('没有生效中的保全。').waitFor();
  await page.getByRole('button', { name: '设置保全' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').fill('热线');
  await page.locator('.ant-select-item-option').first().click();
  await dialog.getByRole('textbox', { name: '理由' }).fill('案号 2026-17');
  await dialog.getByRole('button', { name: '设置保全' }).click();
  await page.locator('p', { hasText: '案号 2026-17' }).waitFor();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: '申请解除' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('已结案');
  await page.getByRole('dialog').getByRole('button', { name: '申请解除' }).click();
  await page.getByText('没有生效中的保全。').waitFor();
  expect(await fits(page)).toBe(true);
  expect(journey.complaints).toEqual([]);
});

test('a security report is made, shown, and taken out', async () => {
  const page = await journey.visit('/security', phone);
  await page.getByRole('tab', { name: '安全报告' }).click();
  await page.getByRole('button', { name: '生成报告' }).click();
  await page.getByRole('heading', { name: '90 天未使用的角色' }).waitFor();
  await page.getByText(/账本 \d+ 条/).waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '导出文档' }).click()]);
  expect(file.suggestedFilename()).toMatch(/^security-report-.*\.md$/);
  expect(await fits(page)).toBe(true);
  expect(journey.complaints).toEqual([]);
});

test('the texts beside the records about something are erased from the ledger page, and read as erased', async () => {
  const page = await journey.visit('/ledger', phone);
  await page.getByText('第 1 条记录').first().waitFor();
  await page.getByRole('button', { name: '修改保存期限' }).first().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText('只记承诺，原文另存').waitFor();
  await drawer.getByRole('button', { name: '擦除与此对象有关的原文' }).click();
  const form = page.getByRole('dialog').filter({ hasText: '不能恢复' });
  await form.getByText('retention:deleted-documents').waitFor();
  await form.getByRole('textbox').fill('写了不该写的');
  await form.getByRole('button', { name: '擦除与此对象有关的原文' }).click();
  await drawer.getByText('原文已擦除').first().waitFor();
  expect(await fits(page)).toBe(true);
  expect(journey.complaints).toEqual([]);
});
