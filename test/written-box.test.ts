// An answer box whose scenario has a model write: a visitor sees what documents bear out and nothing else of the model, which sees public
// documents and nothing else.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { soloCaller } from '../src/access/access.ts';
import { operations as boxes } from '../src/answer-box/contract.ts';
import { type VisitorAnswer, type VisitorEvent, visitorEventSchema } from '../src/answer-box/visitor-contract.ts';
import { operations as models } from '../src/models/contract.ts';
import { operations as scenarios } from '../src/scenarios/contract.ts';
import { openTestGateway, type TestGateway } from './support/gateway.ts';
import { until } from './support/until.ts';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';

const line = (text: string, ...sources: string[]): string => `${JSON.stringify({ text, sources })}\n`;
const fee = '小型车在一类区域停车，首小时收费6元。';
const script = [
  {
    match: '/\\[(S\\w{4})\\][^\\[]*首小时收费六元/',
    reply: `<think>先看收费标准。</think>${line(fee, '{{1}}')}${line('小型车在一类区域停车，首小时收费9元。', '{{1}}')}${line('停车前最好先看清路边的标识牌。')}{"complete":true}\n`,
  },
];

let gateway: TestGateway;
let model: FakeModelServer;
let boxId: string;
beforeAll(async () => {
  gateway = await openTestGateway();
  model = await startFakeModelServer({ record: true, script });
  await gateway.addModel('writer', `${model.url}/v1`, { maxGrade: 'public' });
  const { knowledge } = gateway.app;
  for (const [name, grade, text] of [
    ['停车.txt', 'public', '云溪市停车收费规定\n第一条 小型车在一类区域停车，首小时收费六元。'],
    ['内部.txt', 'internal', '云溪市停车收费内部意见\n第一条 小型车在一类区域停车，首小时收费拟调为八元，代号青鸟。'],
  ] as const)
    await knowledge.importFile(soloCaller, { name, bytes: Buffer.from(text), grade });
  await until('they are read', async () => ((await knowledge.countAll('all')).waiting === 0 ? true : undefined));
  await gateway.call(scenarios.addScenarioVersion, {
    name: 'citizens',
    title: '市民咨询',
    purpose: '回答市民',
    engine: 'generative',
    modelNames: ['writer'],
    inputGrade: 'public',
    contact: '12345',
    checks: { showOpinions: true, showReasoning: true },
  });
  const about = { title: '市民答问', scenario: 'citizens', reason: '服务市民' };
  boxId = boxes.addAnswerBox.reply.output.parse(await gateway.call(boxes.addAnswerBox, about)).box.id;
}, 120_000);
afterAll(async () => {
  await gateway.close();
  await model.close();
});

async function ask(): Promise<{ raw: string; events: VisitorEvent[]; answer: VisitorAnswer }> {
  const body = JSON.stringify({ visit: randomBytes(32).toString('base64url'), question: '小型车在一类区域停车首小时收费多少？' });
  const headers = { 'content-type': 'application/json' };
  const raw = await (await fetch(new URL(`/api/visits/${boxId}/answers`, gateway.url), { method: 'POST', headers, body })).text();
  const lines = raw.split('\n').filter((one) => one.startsWith('data:'));
  const events = lines.map((one) => visitorEventSchema.parse(JSON.parse(one.slice(5))));
  const last = events.at(-1);
  if (last?.kind !== 'answer-finished') throw new Error(raw);
  return { raw, events, answer: last.answer };
}

test('a visitor is shown each sentence with its source as it is found to stand, and nothing else that the model wrote', async () => {
  const { raw, events, answer } = await ask();
  expect(events.map(({ kind }) => kind)).toEqual(['run-started', 'sentence-released', 'answer-finished']);
  expect(answer).toMatchObject({ outcome: 'answered', engine: 'generative', sentences: [{ text: fee, citations: [1] }] });
  expect(answer.citations).toMatchObject([{ number: 1, document: { title: '云溪市停车收费规定' } }]);
  expect(raw).not.toMatch(/9元|标识牌|先看收费标准|writer|leftOut|opinions|reasoning|steps/);
});

test('the model is given public documents and nothing else', async () => {
  await ask();
  expect(model.bodies('首小时收费六元').length).toBeGreaterThan(0);
  expect(model.bodies('青鸟')).toEqual([]);
  expect(model.bodies('内部意见')).toEqual([]);
});

test('without the model the documents are quoted, and the visitor is told so and whom to ask', async () => {
  await gateway.call(models.stopModels, { kind: 'scenario', target: 'citizens', reason: '演练' });
  const { answer } = await ask();
  expect(answer).toMatchObject({ engine: 'extractive', outcome: 'answered', degraded: 'models-stopped', contact: '12345' });
  expect(answer.sentences.map(({ text }) => text)).toEqual(['第一条 小型车在一类区域停车，首小时收费六元。']);
});
