// The models page walked in a browser: a model is registered, its connection tried, stopped in an emergency and let go again.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fits, type Journey, phone, startJourney } from './support/journey.ts';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';

let journey: Journey;
let upstream: FakeModelServer;
beforeAll(async () => {
  upstream = await startFakeModelServer({ key: 'right key' });
  journey = await startJourney();
}, 120_000);
afterAll(async () => {
  await journey.close();
  await upstream.close();
});

test('a model is registered, and a test of its connection says what is wrong until the key is right', async () => {
  const page = await journey.visit('/models');
  await page.getByText('还没有登记模型').waitFor();
  await page.getByRole('button', { name: '登记模型' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /名称$/ }).fill('local-1');
  await dialog.getByRole('textbox', { name: '接口地址' }).fill(`${upstream.url}/v1`);
  await dialog.getByRole('textbox', { name: '接口上的模型名' }).fill('fake-chat');
  await dialog.getByLabel('密钥').first().fill('wrong key');
  await dialog.getByRole('button', { name: '登记模型' }).click();
  const inside = page.getByRole('region', { name: '本单位内' });
  await inside.getByText('local-1').waitFor();
  await inside.getByRole('list', { name: '可接收到“内部”级' }).waitFor();
  await inside.getByRole('button', { name: '测试连接' }).click();
  await page.getByText('密钥不被接受').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await inside.getByRole('button', { name: '更换密钥' }).click();
  await page.getByRole('dialog').getByLabel('密钥').first().fill('right key');
  await page.getByRole('dialog').getByRole('button', { name: '更换密钥' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await inside.getByRole('button', { name: '测试连接' }).click();
  await page.getByText('可以对话，并报告用量').waitFor();
  expect(journey.complaints).toEqual([]);
});

test('an emergency stop is given a reason, shown, and lifted, on a phone', async () => {
  const page = await journey.visit('/models', phone);
  await page.getByRole('button', { name: '停用 local-1' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('输出异常');
  await page.getByRole('dialog').getByRole('button', { name: '停用 local-1' }).click();
  await page.getByText('正在紧急停用：模型“local-1”').waitFor();
  await page.getByRole('button', { name: /^解\s*除$/ }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('已修复');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^解\s*除$/ })
    .click();
  await page.getByText('正在紧急停用').waitFor({ state: 'hidden' });
  expect(await fits(page)).toBe(true);
  await page.getByRole('tab', { name: '外发策略' }).click();
  await page.getByRole('listitem').filter({ hasText: '重要级别的内容不得离开本单位' }).waitFor();
  expect(journey.complaints).toEqual([]);
});
