// The page of scenarios in a browser: what is let through, where that lies on what was measured, and the next version; then an answer with
// what only the model holds.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations as models } from '../src/models/contract.ts';
import { operations as scenarios } from '../src/scenarios/contract.ts';
import { fits, type Journey, namelessControls, phone, startJourney } from './support/journey.ts';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';

const line = (text: string, ...sources: string[]): string => `${JSON.stringify({ text, sources })}\n`;
const view = '出门前最好先看清路边的标识牌。';
const script = [
  {
    match: '/\\[(S\\w{4})\\][^\\[]*一类区域/',
    reply: `${line('小型车在一类区域停车，首小时收费6元。', '{{1}}')}${line(view)}{"complete":true}\n`,
  },
];

let journey: Journey;
let upstream: FakeModelServer;
beforeAll(async () => {
  upstream = await startFakeModelServer({ script });
  journey = await startJourney();
  const boundary = { zone: 'in-house', maxGrade: 'internal', upstreamName: 'fake-chat' } as const;
  await journey.call(models.addModel, { name: 'writer', url: `${upstream.url}/v1`, ...boundary });
  const use = {
    name: 'written-answers',
    title: '模型答疑',
    purpose: '依据文库答疑',
    engine: 'generative' as const,
    modelNames: ['writer'],
  };
  await journey.call(scenarios.addScenarioVersion, use);
}, 120_000);
afterAll(async () => {
  await journey.close();
  await upstream.close();
});

const cardOf = (page: Page, title: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: title }) });

test('a threshold is moved by keyboard over what was measured, and the next version counts', async () => {
  const page = await journey.visit('/scenarios');
  await cardOf(page, '模型答疑').getByText('有据 ≥ 0.50').waitFor();
  await page.getByRole('button', { name: '修改“模型答疑”' }).click();
  const dialog = page.getByRole('dialog');
  const supported = dialog.getByRole('slider', { name: '句子算有据的支持度' });
  await supported.focus();
  for (let step = 0; step < 20; step += 1) await page.keyboard.press('ArrowRight');
  await dialog.getByText('门槛 0.70：不实的句子拦下').waitFor();
  await dialog.getByRole('switch', { name: '显示模型观点' }).click();
  await dialog
    .getByRole('img', { name: /^门槛与核对句子的效果的图/ })
    .locator('canvas')
    .waitFor();
  await dialog.getByText('表', { exact: true }).first().click();
  await dialog.getByRole('rowheader', { name: '0.70' }).waitFor();
  expect(await namelessControls(page)).toEqual([]);
  await dialog.getByRole('button', { name: '存为第 2 版' }).click();
  const card = cardOf(page, '模型答疑');
  await card.getByText('有据 ≥ 0.70').waitFor();
  await card.getByText('显示模型观点').waitFor();
  await card.getByRole('button', { name: '历次版本（2）' }).click();
  await card.getByText('有据 ≥ 0.50').waitFor();
  expect(journey.complaints).toEqual([]);
});

test('a judge is named and demanded, reasoning is shown, and both can be taken back', async () => {
  const page = await journey.visit('/scenarios');
  await page.getByRole('button', { name: '修改“模型答疑”' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: '复核模型' }).fill('writer');
  await dialog.getByRole('switch', { name: '没有第二意见就不显示' }).click();
  await dialog.getByRole('switch', { name: '显示模型的思考过程' }).click();
  expect(await namelessControls(page)).toEqual([]);
  await dialog.getByRole('button', { name: /^存为第/ }).click();
  const card = cardOf(page, '模型答疑');
  await card.getByText('第二意见：writer（必须有）').first().waitFor();
  await card.getByText('显示思考过程').first().waitFor();
  await page.getByRole('button', { name: '修改“模型答疑”' }).click();
  await page.getByRole('combobox', { name: '复核模型' }).fill('');
  await page.getByRole('switch', { name: '显示模型的思考过程' }).click();
  await page.getByRole('button', { name: /^存为第/ }).click();
  await card.getByText('第二意见：writer（必须有）').first().waitFor({ state: 'hidden' });
  expect(journey.complaints).toEqual([]);
});

test.each([
  ['at a desk', undefined],
  ['on a phone', phone],
] as const)('what only the model holds stands apart from the answer, %s', async (_, size) => {
  const page = await journey.visit('/', size);
  await page.getByRole('combobox', { name: '场景' }).click();
  await page.getByTitle('模型答疑').click();
  await page.getByRole('textbox', { name: '问题' }).fill('一类区域小型车停车首小时收费多少？');
  await page.getByRole('button', { name: '提问', exact: true }).click();
  const apart = page.getByRole('complementary', { name: '模型观点，未经文件证实' });
  await apart.getByText(view).waitFor();
  expect(await apart.getByRole('button').count()).toBe(0);
  expect(await fits(page)).toBe(true);
  await page.getByRole('link', { name: '查看全过程' }).click();
  await page.getByText(/（门槛 0.70）$/).waitFor();
  expect(journey.complaints).toEqual([]);
  await page.context().close();
});

test('the page fits a phone', async () => {
  const page = await journey.visit('/scenarios', phone);
  await page.getByRole('button', { name: '修改“模型答疑”' }).click();
  await page.getByRole('dialog').getByRole('slider').first().waitFor();
  expect(await fits(page)).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: 'Add a scenario' }).click();
  await page.getByRole('radiogroup', { name: 'Who answers' }).waitFor();
  const isInside =
    "[...document.querySelectorAll('[role=dialog] form *')].every((part) => part.getBoundingClientRect().right <= document.querySelector('[role=dialog] form').getBoundingClientRect().right + 1)";
  expect(await page.evaluate(isInside)).toBe(true);
});
