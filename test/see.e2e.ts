// What can be seen of models, in a browser: calls are made through `/v1`, and the page shows what they came to.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations as models } from '../src/models/contract.ts';
import { operations as scenarios } from '../src/scenarios/contract.ts';
import { operations as keys } from '../src/sign-in/contract.ts';
import { fits, type Journey, namelessControls, phone, startJourney } from './support/journey.ts';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';

let journey: Journey;
let upstream: FakeModelServer;
let key: string;
beforeAll(async () => {
  upstream = await startFakeModelServer();
  journey = await startJourney();
  const boundary = { zone: 'in-house', maxGrade: 'internal', upstreamName: 'fake-chat' } as const;
  await journey.call(models.addModel, { name: 'local-1', url: `${upstream.url}/v1`, ...boundary });
  await journey.call(scenarios.addScenarioVersion, {
    name: 'letters',
    title: '起草信函',
    purpose: '转接',
    engine: 'relay',
    modelNames: ['local-1'],
  });
  key = (await journey.call(keys.createApiKey, { scenario: 'letters' })).token;
  for (let count = 0; count < 3; count += 1) await chat();
  upstream.setFaults({ status: 503 });
  await chat();
  upstream.setFaults({});
}, 120_000);
afterAll(async () => {
  await journey.close();
  await upstream.close();
});

const chat = async (): Promise<string> => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const body = JSON.stringify({ model: 'local-1', stream: true, messages: [{ role: 'user', content: '低保怎么申请？' }] });
  return (await fetch(`${journey.url}/v1/chat/completions`, { method: 'POST', headers, body })).text();
};

test('the live tab shows each model as it is now and what its calls came to, and follows new calls by itself', async () => {
  const page = await journey.visit('/models');
  await page.getByRole('tab', { name: '运行' }).click();
  const now = page.getByRole('region', { name: '此刻' });
  await now.getByRole('listitem', { name: 'local-1' }).getByText('正常').waitFor();
  const row = page.getByRole('region', { name: '调用数据' }).getByRole('row', { name: /local-1/ });
  await row.getByText('模型报错 1').waitFor();
  expect(await row.getByRole('cell').nth(1).innerText()).toBe('4');
  await chat();
  await row.getByRole('cell', { name: '5', exact: true }).waitFor();
  await page.getByText('按场景').click();
  await page.getByRole('row', { name: /letters/ }).waitFor();
  expect(journey.complaints).toEqual([]);
});

test('figures over time are drawn, and told as a table that is reached by keyboard', async () => {
  const page = await journey.visit('/models');
  await page.getByRole('tab', { name: '运行' }).click();
  const picture = page.getByRole('img', { name: /^调用数的图/ });
  await picture.locator('canvas').waitFor();
  expect(
    await page.evaluate(`(() => {
    const canvas = document.querySelector('[role=img] canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value, index) => index % 4 === 3 && value > 0);
  })()`),
  ).toBe(true);
  await picture.hover();
  await page.getByRole('combobox', { name: '图中显示' }).click();
  await page.getByTitle('输出词元').click();
  await page.getByRole('img', { name: /^输出词元的图/ }).waitFor();
  await page.getByRole('radio', { name: '图', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  const table = page.getByRole('region', { name: '输出词元' }).getByRole('table');
  await table.getByRole('columnheader', { name: 'local-1' }).waitFor();
  expect(await table.getByRole('row').count()).toBeGreaterThan(1);
  expect(await namelessControls(page)).toEqual([]);
  expect(journey.complaints).toEqual([]);
});

test('the live tab is read on a phone', async () => {
  const page = await journey.visit('/models', phone);
  await page.getByRole('tab', { name: '运行' }).click();
  await page.getByRole('row', { name: /local-1/ }).waitFor();
  expect(await fits(page)).toBe(true);
  expect(journey.complaints).toEqual([]);
});

test('an answer leads to its steps in time, and the list of own questions does too', async () => {
  const page = await journey.visit('/');
  await page.getByRole('textbox', { name: '问题' }).fill('一类区域小型车停车首小时收费多少？');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: '查看全过程' }).click();
  await page.getByRole('heading', { level: 1, name: '运行过程' }).waitFor();
  const steps = page.getByRole('region', { name: '步骤' });
  await steps.getByText('检索文库').waitFor();
  await steps.getByText(/逐字一致/).waitFor();
  await page.getByText('一类区域小型车停车首小时收费多少？').waitFor();
  await page.getByRole('link', { name: '看回答' }).click();
  await page.getByRole('region', { name: '回答' }).waitFor();
  await page
    .getByRole('navigation', { name: '提问记录' })
    .getByRole('link', { name: /^步骤：/ })
    .first()
    .click();
  await steps.waitFor();
  expect(journey.complaints).toEqual([]);
});

test.each([
  ['a desk', undefined],
  ['a phone', phone],
])('the ledger leads to a relayed run and each of its calls, on %s', async (_, size) => {
  await chat();
  const page = await journey.visit('/ledger', size);
  await page.getByRole('button', { name: '问答完成' }).first().click();
  await page.getByRole('link', { name: '查看这次运行' }).click();
  const steps = page.getByRole('region', { name: '步骤' });
  await steps.getByText('第 1 次调用模型').waitFor();
  await steps.getByText('local-1：完成').waitFor();
  await steps.getByText('用量来源 模型报告').waitFor();
  expect(await page.getByText('低保怎么申请').count()).toBe(0);
  expect(await namelessControls(page)).toEqual([]);
  expect(await fits(page)).toBe(true);
  expect(journey.complaints).toEqual([]);
});
