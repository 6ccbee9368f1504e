// A model writes answers from documents: what it writes well is shown with its sources, and whatever it does wrong, nothing that the documents
// do not bear out is.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, soloCaller } from '../src/access/access.ts';
import { type Answer, type AnswerEvent, operations as answers } from '../src/answer/contract.ts';
import { operations as models } from '../src/models/contract.ts';
import { operations as people } from '../src/people/contract.ts';
import { operations as scenarios } from '../src/scenarios/contract.ts';
import { operations as keys } from '../src/sign-in/contract.ts';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';
import { openTestGateway, type TestGateway } from './support/gateway.ts';
import { until } from './support/until.ts';

const line = (text: string, ...sources: string[]): string => `${JSON.stringify({ text, sources })}\n`;
const end = '{"complete":true}\n';
/** The tokens under which the passages with these words were given, for a question with this mark. */
const given = (mark: string): string =>
  `/(?=[\\s\\S]*\\[(S\\w{4})\\][^\\[]*首小时收费六元)(?=[\\s\\S]*\\[(S\\w{4})\\][^\\[]*免收停车费)(?=[\\s\\S]*\\[(S\\w{4})\\][^\\[]*收费加倍)[\\s\\S]*${mark}/`;
const fee = '小型车在一类区域停车，首小时收费6元。';

/** Each kind of thing that a model may change: unit, figure of another, period, denial, duty, direction, whom it is for, plan, cause, source, order. */
const twisted = [
  '小型车在一类区域停车，首小时收费6万元。',
  '小型车在一类区域停车，首日收费6元。',
  '小型车在一类区域停车，首小时收费由6元提高到8元。',
  '小型车在二类区域停车，首小时收费6元。',
  '残疾人专用车辆不免收停车费。',
  '残疾人专用车辆不得停车。',
  '残疾人专用车辆收费加倍。',
  '大型车停车收费减半。',
  '小型车停车收费加倍。',
  '所有车辆一律免收停车费。',
  '大型车停车收费已于2023年加倍。',
  '因道路施工，残疾人专用车辆免收停车费。',
  '市人大常委会决定，残疾人专用车辆免收停车费。',
  '《停车收费条例》规定，大型车停车收费加倍。',
];

/** Each question is marked by what the model is to do with it. */
const script = [
  { match: given('【核对】'), reply: `${line(fee, '{{1}}')}${end}` },
  {
    match: given('（照写）'),
    reply: `好的。\n${line(fee, '{{1}}')}${line('残疾人专用车辆免收停车费。', '{{2}}')}${end}`,
  },
  { match: given('（数字错）'), reply: `${line('小型车在一类区域停车，首小时收费8元。', '{{1}}')}${end}` },
  {
    match: given('（臆造依据）'),
    reply: `${line(fee, 'SZZZZ')}${line('据《停车条例》第九条，夜间免费。', '文档1')}${end}`,
  },
  {
    match: given('（张冠李戴）'),
    reply: `${line(fee, '{{1}}')}${line('大型车停车免收停车费。', '{{2}}', '{{3}}')}${line('停车费由市财政局收取。', '{{1}}')}${end}`,
  },
  { match: '（不听指令）', reply: '停车费一律免费，欢迎光临！' },
  { match: '（坏格式）', reply: '{"text": "首小时收费6元。", "sources": [' },
  { match: '（没完没了）', reply: `${line('停车请遵守秩序。').repeat(2000)}` },
  {
    match: given('（另有看法）'),
    reply: [
      line(fee, '{{1}}'),
      line('停车前最好先看清路边的标识牌。'),
      line('去之前最好先查一下附近的车位[1]（SZZZZ）。', 'SZZZZ'),
      line('小型车在一类区域停车，首小时收费9元。'),
      line('停车费由市财政局收取。', 'SZZZZ'),
      line('大型车停车免收停车费。'),
      line('据《停车条例》第九条，夜间停车免费。', '文档1'),
      line('残疾人专用车辆不得免收停车费。', '{{1}}'),
      line('办理停车手续一般需要3个工作日。'),
      end,
    ].join(''),
  },
  {
    match: given('（处处走样）'),
    reply: `${line(fee, '{{1}}')}${twisted.map((text) => line(text, '{{1}}', '{{2}}', '{{3}}')).join('')}${end}`,
  },
  { match: '（只有看法）', reply: `${line('停车前最好先看清路边的标识牌。')}${end}` },
  { match: given('（只有一半）'), reply: `${line(fee, '{{1}}')}{"complete":false}\n` },
];

let gateway: TestGateway;
let model: FakeModelServer;
let spare: FakeModelServer;
const ask = async (mark: string, scenario = 'parking'): Promise<Answer> =>
  answers.ask.reply.output.parse(await gateway.call(answers.ask, { scenario, question: `小型车在一类区域停车首小时收费多少？${mark}` }));

beforeAll(async () => {
  gateway = await openTestGateway();
  model = await startFakeModelServer({ record: true, script });
  spare = await startFakeModelServer({ record: true, script });
  await gateway.addModel('writer', `${model.url}/v1`);
  await gateway.addModel('spare', `${spare.url}/v1`);
  const { knowledge } = gateway.app;
  const text =
    '云溪市停车收费规定\n第一条 小型车在一类区域停车，首小时收费六元。\n第二条 大型车停车收费加倍。\n第三条 残疾人专用车辆免收停车费。';
  await gateway.call(people.createDepartment, { name: '停车管理处' });
  await knowledge.importFile(soloCaller, { name: '停车.txt', bytes: Buffer.from(text), grade: 'internal', department: '停车管理处' });
  await until('it is read', async () => ((await knowledge.countAll('all')).waiting === 0 ? true : undefined));
  for (const [name, modelNames] of [
    ['parking', ['writer']],
    ['parking-both', ['writer', 'spare']],
    ['parking-views', ['writer']],
  ] as const)
    await gateway.call(scenarios.addScenarioVersion, {
      name,
      title: name,
      purpose: '答疑',
      engine: 'generative',
      modelNames,
      contact: '停车办',
      checks: { showOpinions: name === 'parking-views' },
    });
}, 120_000);
afterAll(async () => {
  await gateway.close();
  await model.close();
  await spare.close();
});
afterEach(async () => {
  model.reset();
  spare.reset();
});

describe('what the model writes from its sources', () => {
  test('is shown sentence by sentence, each with the passage that it rests on to the letter', async () => {
    const answer = await ask('（照写）');
    expect(answer).toMatchObject({ outcome: 'answered', engine: 'generative', refused: false, degraded: null, leftOut: [], notice: null });
    expect(answer.sentences.map(({ text, citations }) => [text, citations])).toEqual([
      [fee, [1]],
      ['残疾人专用车辆免收停车费。', [2]],
    ]);
    expect(answer.citations.map(({ quote }) => quote)).toEqual([
      '第一条 小型车在一类区域停车，首小时收费六元。',
      '第三条 残疾人专用车辆免收停车费。',
    ]);
    const body = model.bodies()[0]?.raw ?? '';
    expect(body).not.toContain('停车.txt');
    expect((await gateway.app.ledger.list({ limit: 1 })).records[0]?.record).toMatchObject({
      action: 'run-finished',
      details: { wroteBy: 'generative', degraded: null, cited: 2, calls: [{ outcome: 'done', fault: null }] },
    });
  });

  test('is released while it is being written', async () => {
    model.setFaults({ itl: 5 });
    const seen: AnswerEvent['kind'][] = [];
    let releasedAt = 0;
    for await (const event of gateway.app.answer.stream(soloCaller, {
      question: '小型车在一类区域停车首小时收费多少？（照写）',
      scenario: 'parking',
    })) {
      seen.push(event.kind);
      if (event.kind === 'sentence-released' && releasedAt === 0) releasedAt = seen.length;
    }
    expect(seen.filter((kind) => kind === 'sentence-released')).toHaveLength(2);
    expect(releasedAt).toBeLessThan(seen.lastIndexOf('step-finished'));
    expect(seen.at(-1)).toBe('answer-finished');
  });

  test('is written once more where its sources contradict it', async () => {
    const answer = await ask('（数字错）');
    expect(answer).toMatchObject({ engine: 'generative', corrected: 1, leftOut: [] });
    expect(answer.sentences.map(({ text }) => text)).toEqual([fee]);
    expect(model.bodies()).toHaveLength(2);
    expect(model.bodies()[1]?.raw).toContain('8元');
  });

  test('is left out where it rests on nothing that was given, and is told by what it stands against', async () => {
    expect(await ask('（臆造依据）')).toMatchObject({
      engine: 'extractive',
      outcome: 'answered',
      degraded: 'nothing-stood',
      leftOut: [{ kind: 'unsupported' }, { kind: 'unsupported' }],
    });
  });

  test('is shown without the sentences that say of one thing what is said of another', async () => {
    const { sentences, leftOut, citations } = await ask('（张冠李戴）');
    expect(sentences.map(({ text }) => text)).not.toContain('大型车停车免收停车费。');
    expect(sentences.map(({ text }) => text)).not.toContain('停车费由市财政局收取。');
    expect(sentences[0]?.text).toBe(fee);
    expect(leftOut.length).toBeGreaterThan(0);
    expect(citations.length).toBeGreaterThan(0);
  });

  test('is shown without whatever it twists', async () => {
    const { sentences, opinions, leftOut } = await ask('（处处走样）');
    expect([sentences.map(({ text }) => text), opinions]).toEqual([[fee], []]);
    expect(leftOut).toHaveLength(twisted.length);
  });

  test('is told to be less than the whole where the model says so', async () => {
    expect(await ask('（只有一半）')).toMatchObject({ engine: 'generative', degraded: 'incomplete', contact: '停车办' });
  });
});

describe('what the model says beyond its sources', () => {
  const views = ['停车前最好先看清路边的标识牌。', '去之前最好先查一下附近的车位。'];
  /** Wrong numbers, another actor, a document that there is not, a denial, a figure from nowhere. */
  const corrupt = ['9元', '财政局', '大型车停车免收', '停车条例', '不得免收', '3个工作日'];

  test('is left out where the scenario does not allow it, and the model is not asked for it', async () => {
    const { opinions, sentences, leftOut } = await ask('（另有看法）');
    expect([opinions, sentences.map(({ text }) => text)]).toEqual([[], [fee]]);
    expect(leftOut.length).toBeGreaterThan(views.length);
    expect(model.bodies()[0]?.raw).not.toContain('看法或提醒');
  });

  test('is shown as its view and without a source where it does, and what is wrong is shown as neither', async () => {
    const answer = await ask('（另有看法）', 'parking-views');
    expect(answer.sentences.map(({ text }) => text)).toEqual([fee]);
    expect(answer.opinions.map(({ text }) => text)).toEqual(views);
    expect(answer.checks).toMatchObject({ showOpinions: true });
    for (const words of corrupt) expect(JSON.stringify([answer.sentences, answer.opinions])).not.toContain(words);
    const [record] = (await gateway.app.ledger.list({ subject: answer.runId, limit: 1 })).records;
    expect(record?.record.details).toMatchObject({ checks: { showOpinions: true }, opinions: [expect.any(Number), expect.any(Number)] });
    expect(JSON.stringify(record?.record)).not.toContain('标识牌');
    const file = await gateway.app.answer.export(soloCaller, answer.runId, { what: 'answer', format: 'markdown', language: 'zh' });
    expect(new TextDecoder().decode(file.bytes as Uint8Array)).toContain(`> ${views[0]}`);
  });

  test('stands under quotations where nothing else of it stood, and nowhere if nothing is asserted', async () => {
    expect(await ask('（只有看法）', 'parking-views')).toMatchObject({
      engine: 'extractive',
      outcome: 'answered',
      degraded: 'nothing-stood',
      opinions: [{ text: views[0] }],
    });
    const refused = answers.ask.reply.output.parse(
      await gateway.call(answers.ask, { scenario: 'parking-views', question: '停车场的残疾人专用车辆由谁认定？（只有看法）' }),
    );
    expect(refused).toMatchObject({ refused: true, opinions: [] });
  });

  test.each([false, true])('is told to no other system, which could not tell it from the answer; as a stream: %s', async (stream) => {
    const about = { scenario: 'parking-views', department: '停车管理处' };
    const { token } = keys.createApiKey.reply.output.parse(await gateway.call(keys.createApiKey, about));
    const messages = [{ role: 'user', content: '小型车在一类区域停车首小时收费多少？（另有看法）' }];
    const body = JSON.stringify({ model: 'parking-views', stream, messages });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const reply = await (await fetch(`${gateway.url}/chat/completions`, { method: 'POST', headers, body })).text();
    expect(reply).toContain('首小时收费6元');
    expect(reply).not.toMatch(/标识牌|附近的车位|opinions/);
  });

  test('is withheld from whoever may no longer read what it was written from', async () => {
    const { runId } = await ask('（另有看法）', 'parking-views');
    const seen = await gateway.app.answer.getRun({ ...soloCaller, scope: new Set() } as unknown as Caller, runId);
    expect(seen).toMatchObject({ sentences: [], opinions: [] });
  });
});

describe('whatever the model does', () => {
  test.each([
    ['（不听指令）', 'nothing-stood'],
    ['（坏格式）', 'nothing-stood'],
    ['（没完没了）', 'nothing-stood'],
  ])('%s, the answer is quoted from the documents, and the reason is told', async (mark, degraded) => {
    const answer = await ask(mark);
    expect(answer).toMatchObject({ engine: 'extractive', outcome: 'answered', degraded, contact: '停车办' });
    expect(answer.sentences.map(({ text }) => text)).toEqual(['第一条 小型车在一类区域停车，首小时收费六元。']);
    expect(answer.notice?.zh).toContain('原文');
  });

  test('a stream that breaks before a sentence stands is written by another model', async () => {
    model.setFaults({ cutAfter: 2 });
    spare.setFaults({ cutAfter: 2 });
    expect(await ask('（照写）', 'parking-both')).toMatchObject({ engine: 'extractive', degraded: 'model-failed' });
    for (const one of [model, spare]) one.reset();
    await renew();
    (await firstOf('parking-both')).setFaults({ cutAfter: 2 });
    expect(await ask('（照写）', 'parking-both')).toMatchObject({ engine: 'generative', degraded: null });
  });

  test('a stream that breaks after one keeps what was shown, and says that it is cut short', async () => {
    await renew();
    model.setFaults({ cutAfter: 35 });
    const answer = await ask('（照写）');
    expect(answer).toMatchObject({ engine: 'generative', outcome: 'answered', degraded: 'cut-short' });
    expect(answer.sentences[0]?.text).toBe(fee);
  });

  test('one that may not see the grade of the documents gets nothing, and the documents are quoted', async () => {
    await gateway.addModel('public-only', `${spare.url}/v1`, { maxGrade: 'public' });
    const use = {
      name: 'parking-public',
      title: '公开',
      purpose: '答疑',
      engine: 'generative',
      modelNames: ['public-only'],
      inputGrade: 'public',
    };
    await gateway.call(scenarios.addScenarioVersion, use);
    spare.reset();
    expect(await ask('（照写）', 'parking-public')).toMatchObject({
      engine: 'extractive',
      degraded: 'no-model-allowed',
      label: 'internal',
    });
    expect(spare.bodies('停车')).toEqual([]);
  });

  test('stopped, it is not asked', async () => {
    await renew();
    const { stop } = models.stopModels.reply.output.parse(
      await gateway.call(models.stopModels, { kind: 'scenario', target: 'parking', reason: '演练' }),
    );
    const before = model.bodies().length;
    expect(await ask('（照写）')).toMatchObject({ engine: 'extractive', degraded: 'models-stopped' });
    expect(model.bodies()).toHaveLength(before);
    await gateway.call(models.liftStop, { stopId: stop.id, reason: '结束' });
  });

  /** Nothing that failed before speaks against them. */
  async function renew(): Promise<void> {
    for (const [name, { url }] of [
      ['writer', model],
      ['spare', spare],
    ] as const) {
      await gateway.call(models.removeModel, { name });
      await gateway.addModel(name, `${url}/v1`);
    }
  }

  async function firstOf(_scenario: string): Promise<FakeModelServer> {
    const before = [model.bodies().length, spare.bodies().length];
    await ask('（照写）', 'parking-both');
    return model.bodies().length > (before[0] ?? 0) ? model : spare;
  }
});
