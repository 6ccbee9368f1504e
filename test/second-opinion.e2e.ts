// An answer with a second opinion and with what the model reasoned, in a browser: both are told apart from the answer.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operations as models } from '../src/models/contract.ts';
import { operations as scenarios } from '../src/scenarios/contract.ts';
import { fits, type Journey, namelessControls, phone, startJourney } from './support/journey.ts';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';

const line = (text: string, ...sources: string[]): string => `${JSON.stringify({ text, sources })}\n`;
const verdict = (name: string): string => JSON.stringify({ verdict: name, score: 0.9 });
const reasoning = '用户问的是一类区域。材料第一条写了首小时的价格，之后怎么收也写了，两处都要说。';
const fee = '小型车在一类区域停车，首小时收费6元。';
const script = [
  { match: `/【句子】\\n${fee}/`, reply: verdict('supported') },
  { match: '/【句子】/', reply: verdict('unsupported') },
  {
    match: '/\\[(S\\w{4})\\][^\\[]*一类区域/',
    reply: `${line(fee, '{{1}}')}${line('小型车停车，首小时收费6元。', '{{1}}')}{"complete":true}\n`,
    reasoning,
  },
];

let journey: Journey;
let upstream: FakeModelServer;
beforeAll(async () => {
  upstream = await startFakeModelServer({ script });
  journey = await startJourney();
  for (const name of ['writer', 'judge'])
    await journey.call(models.addModel, {
      name,
      url: `${upstream.url}/v1`,
      zone: 'in-house',
      maxGrade: 'internal',
      upstreamName: 'fake-chat',
    });
  const use = { name: 'judged-answers', title: '复核答疑', purpose: '依据文库答疑', engine: 'generative' as const, modelNames: ['writer'] };
  await journey.call(scenarios.addScenarioVersion, { ...use, checks: { judge: { model: 'judge' }, showReasoning: true } });
}, 120_000);
afterAll(async () => {
  await journey.close();
  await upstream.close();
});

test.each([
  ['at a desk', undefined],
  ['on a phone', phone],
] as const)('reasoning is folded away and marked, and the answer says what the judge said, %s', async (_, size) => {
  const page = await journey.visit('/', size);
  await page.getByRole('combobox', { name: '场景' }).click();
  await page.getByTitle('复核答疑').click();
  await page.getByRole('textbox', { name: '问题' }).fill('一类区域小型车停车首小时收费多少？');
  await page.getByRole('button', { name: '提问', exact: true }).click();
  await page.getByText('第二意见（judge）：').waitFor();
  const answer = page.getByRole('region', { name: '回答' });
  const said = await answer.innerText();
  expect(said).toContain('同意 1 句。');
  expect(said).toContain('不同意 1 句，未予显示。');
  expect(said).not.toContain(reasoning);
  expect(await page.getByText(reasoning).count()).toBe(0);
  await page.getByRole('button', { name: '模型的思考过程，未经核对' }).click();
  await page.getByText(reasoning).waitFor();
  expect(await namelessControls(page)).toEqual([]);
  expect(await fits(page)).toBe(true);
  await page.context().close();
});

test('the run tells what came of the second opinion', async () => {
  const page = await journey.visit('/');
  await page.getByRole('combobox', { name: '场景' }).click();
  await page.getByTitle('复核答疑').click();
  await page.getByRole('textbox', { name: '问题' }).fill('一类区域小型车停车首小时收费多少？');
  await page.getByRole('button', { name: '提问', exact: true }).click();
  await page.getByRole('link', { name: '查看全过程' }).click();
  await page.getByText('第二意见（judge）：同意 1 句，不同意 1 句、未予显示').waitFor();
  await page.getByText('judge：完成').first().waitFor();
  await page.getByText('由 judge 给出；没有时只凭本系统核对').waitFor();
  await page.getByText('场景允许显示，未经核对').waitFor();
  expect(journey.complaints).toEqual([]);
});
