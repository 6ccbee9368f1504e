// A question answered by a model, in a browser: its sentences with their sources, what of it did not stand, and the way it took.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations as models } from '../src/models/contract.ts';
import { operations as scenarios } from '../src/scenarios/contract.ts';
import { fits, type Journey, namelessControls, phone, startJourney } from './support/journey.ts';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';

const line = (text: string, ...sources: string[]): string => `${JSON.stringify({ text, sources })}\n`;
const script = [
  { match: '/【核对】/', reply: '{"complete":true}' },
  {
    match: '/\\[(S\\w{4})\\][^\\[]*一类区域/',
    reply: `${line('小型车在一类区域停车，首小时收费6元。', '{{1}}')}${line('小型车在一类区域停车，首小时收费9元。', '{{1}}')}{"complete":true}\n`,
  },
];

let journey: Journey;
let upstream: FakeModelServer;
beforeAll(async () => {
  upstream = await startFakeModelServer({ script });
  journey = await startJourney();
  await journey.call(models.addModel, {
    name: 'writer',
    url: `${upstream.url}/v1`,
    zone: 'in-house',
    maxGrade: 'internal',
    upstreamName: 'fake-chat',
  });
  const use = {
    name: 'written-answers',
    title: '模型答疑',
    purpose: '依据文库答疑',
    engine: 'generative' as const,
    modelNames: ['writer'],
  };
  await journey.call(scenarios.addScenarioVersion, { ...use, contact: '停车管理科 0000-1234' });
}, 120_000);
afterAll(async () => {
  await journey.close();
  await upstream.close();
});

async function askTheModel(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: '场景' }).click();
  await page.getByTitle('模型答疑').click();
  await page.getByRole('textbox', { name: '问题' }).fill('一类区域小型车停车首小时收费多少？');
  await page.getByRole('button', { name: '提问', exact: true }).click();
  await page.getByText('人工智能生成，已逐句核对').waitFor();
}

test.each([
  ['at a desk', undefined],
  ['on a phone', phone],
] as const)('the answer is that of the model without what did not stand, %s', async (_, size) => {
  const page = await journey.visit('/', size);
  await askTheModel(page);
  const answer = page.getByRole('region', { name: '回答' });
  await answer.getByText('首小时收费6元').waitFor();
  expect(await answer.getByText('9元').count()).toBe(0);
  expect(await answer.innerText()).toContain('模型另有 1 句没有通过核对，未予显示。 数字不符 1 处');
  await answer.getByRole('button', { name: /打开依据 1/ }).click();
  await page.getByText('小型车').first().waitFor();
  expect(await namelessControls(page)).toEqual([]);
  expect(await fits(page)).toBe(true);
  await page.context().close();
});

test('the run tells each step and each call of the model', async () => {
  const page = await journey.visit('/');
  await askTheModel(page);
  await page.getByRole('link', { name: '查看全过程' }).click();
  await page.getByText('writer：完成').first().waitFor();
  await page.getByText('1 句有据（支持度达到 0.50 才算），1 句没有通过核对').waitFor();
  expect(journey.complaints).toEqual([]);
});

test('without a model that may be asked the documents are quoted, and the page says why and whom to ask', async () => {
  await journey.call(models.stopModels, { kind: 'scenario', target: 'written-answers', reason: '演练' });
  const page = await journey.visit('/');
  await page.getByRole('combobox', { name: '场景' }).click();
  await page.getByTitle('模型答疑').click();
  await page.getByRole('textbox', { name: '问题' }).fill('一类区域小型车停车首小时收费多少？');
  await page.getByRole('button', { name: '提问', exact: true }).click();
  await page.getByText('模型已被紧急停用。').waitFor();
  await page.getByText('停车管理科 0000-1234').waitFor();
  await page.getByText('未接模型：逐字引用原文').waitFor();
});
