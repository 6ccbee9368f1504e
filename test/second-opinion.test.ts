// A second model reads what the checks let pass: it may take sentences away and add none, is asked only what it may receive, and whatever it
// does or fails to do, the run tells.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { soloCaller } from '../src/access/access.ts';
import { type Answer, operations as answers } from '../src/answer/contract.ts';
import { operations as models } from '../src/models/contract.ts';
import { operations as scenarios } from '../src/scenarios/contract.ts';
import { openTestGateway, type TestGateway } from './support/gateway.ts';
import { until } from './support/until.ts';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';

const line = (text: string, ...sources: string[]): string => `${JSON.stringify({ text, sources })}\n`;
const [fee, free, wrong] = ['小型车在一类区域停车，首小时收费6元。', '残疾人专用车辆免收停车费。', '小型车在一类区域停车，首小时收费8元。'];
const given = (mark: string): string =>
  `/(?=[\\s\\S]*\\[(S\\w{4})\\][^\\[]*首小时收费六元)(?=[\\s\\S]*\\[(S\\w{4})\\][^\\[]*免收停车费)[\\s\\S]*${mark}/`;
const writing = [
  { match: '【核对】', reply: '{"complete":true}\n' },
  { match: given('（照写）'), reply: `${line(fee, '{{1}}')}${line(free, '{{2}}')}{"complete":true}\n` },
  { match: given('（数字错）'), reply: `${line(wrong, '{{1}}')}${line(free, '{{2}}')}{"complete":true}\n` },
];
const verdict = (name: string, score = 0.9): string => JSON.stringify({ verdict: name, score });
/** What each judge says of anything; `by sentence`: it objects to one. */
const judges = {
  agrees: [{ match: '/./', reply: verdict('supported', 0.8) }],
  objects: [
    { match: `/【句子】\\n${free}/`, reply: `\`\`\`json\n${verdict('contradicted')}\n\`\`\`` },
    { match: '/./', reply: verdict('supported') },
  ],
  doubts: [{ match: '/./', reply: verdict('unsupported', 0.1) }],
  'talks nonsense': [{ match: '/./', reply: `当然！${verdict('supported')}` }],
  'gives no score': [{ match: '/./', reply: '{"verdict":"supported"}' }],
  'invents a verdict': [{ match: '/./', reply: verdict('maybe') }],
  'scores beyond the scale': [{ match: '/./', reply: verdict('supported', 9) }],
} as const;
type JudgeName = keyof typeof judges;

let gateway: TestGateway;
let writer: FakeModelServer;
let judge: FakeModelServer;

async function useCase(name: string, checks: object): Promise<void> {
  const about = { title: name, purpose: '答疑', engine: 'generative', modelNames: ['writer'], contact: '停车办' };
  await gateway.call(scenarios.addScenarioVersion, { name, ...about, checks });
}
const ask = async (scenario: string, mark = '（照写）'): Promise<Answer> =>
  answers.ask.reply.output.parse(await gateway.call(answers.ask, { scenario, question: `小型车在一类区域停车首小时收费多少？${mark}` }));
const texts = ({ sentences }: Answer): string[] => sentences.map(({ text }) => text);
const lastDetails = async () => (await gateway.app.ledger.list({ limit: 1 })).records[0]?.record.details;

beforeAll(async () => {
  gateway = await openTestGateway();
  writer = await startFakeModelServer({ record: true, script: writing });
  const script = Object.entries(judges).flatMap(([model, rules]) => rules.map((rule) => ({ ...rule, model: `/^${model}$/` })));
  judge = await startFakeModelServer({ record: true, script });
  await gateway.addModel('writer', `${writer.url}/v1`);
  for (const [number, upstreamName] of Object.keys(judges).entries()) {
    const name = `judge-${number}`;
    await gateway.addModel(name, `${judge.url}/v1`, { upstreamName, aliases: [upstreamName.replaceAll(' ', '-')] });
  }
  const text = '云溪市停车收费规定\n第一条 小型车在一类区域停车，首小时收费六元。\n第二条 残疾人专用车辆免收停车费。';
  await gateway.app.knowledge.importFile(soloCaller, { name: '停车.txt', bytes: Buffer.from(text), grade: 'internal' });
  await until('it is read', async () => ((await gateway.app.knowledge.countAll('all')).waiting === 0 ? true : undefined));
}, 120_000);
afterAll(async () => {
  await gateway.close();
  await writer.close();
  await judge.close();
});
afterEach(() => {
  writer.reset();
  judge.reset();
});

const judgedBy = async (name: JudgeName, more: object = {}): Promise<string> => {
  const scenario = `by-${Object.keys(judges).indexOf(name)}-${Object.values(more).join('-')}`;
  await useCase(scenario, { judge: { model: name.replaceAll(' ', '-'), ...more } });
  return scenario;
};

describe('the judge', () => {
  test('reads each sentence beside the passages that it rests on, and its agreement is kept with it', async () => {
    const answer = await ask(await judgedBy('agrees'));
    expect(answer).toMatchObject({
      engine: 'generative',
      degraded: null,
      leftOut: [],
      secondOpinion: { judge: 'agrees', isRequired: false, agreed: 2, objected: 0, missing: 0 },
    });
    expect(answer.sentences.map(({ text, judged }) => [text, judged])).toEqual([
      [fee, 0.8],
      [free, 0.8],
    ]);
    const asked = judge.bodies().map(({ raw }) => raw);
    expect(asked).toHaveLength(2);
    expect(asked.find((raw) => raw.includes(free))).not.toContain('首小时收费六元');
    // Of what was asked it learns nothing.
    expect(asked.join()).not.toContain('（照写）');
    expect(answer.steps.find(({ name }) => name === 'second-opinion')?.summary.zh).toContain('同意 2 句');
    expect(await lastDetails()).toMatchObject({ secondOpinion: { agreed: 2 }, calls: [{}, {}, {}] });
  });

  test('takes away a sentence to which it objects, and the answer says on whose word', async () => {
    const answer = await ask(await judgedBy('objects'));
    expect(texts(answer)).toEqual([fee]);
    expect(answer).toMatchObject({
      leftOut: [{ kind: 'contradicted', conflicts: [], by: 'judge' }],
      secondOpinion: { agreed: 1, objected: 1, missing: 0 },
    });
  });

  test('that takes everything away leaves the words of the documents', async () => {
    const answer = await ask(await judgedBy('doubts'));
    expect(answer).toMatchObject({ engine: 'extractive', outcome: 'answered', degraded: 'nothing-stood' });
    expect(answer.leftOut).toEqual(Array.from({ length: 2 }, () => ({ kind: 'unsupported', conflicts: [], by: 'judge' })));
  });

  test('is not asked to save what the checks contradict', async () => {
    const answer = await ask(await judgedBy('agrees'), '（数字错）');
    expect(texts(answer)).toEqual([free]);
    expect(answer.leftOut).toMatchObject([{ kind: 'contradicted', conflicts: ['number'], by: 'checks' }]);
    expect(judge.bodies('8元')).toEqual([]);
  });
});

describe('a judge of whom nothing can be read', () => {
  test.each(['talks nonsense', 'gives no score', 'invents a verdict', 'scores beyond the scale'] as const)(
    '%s: the sentences stand on the checks alone, and the run says so',
    async (name) => {
      const answer = await ask(await judgedBy(name));
      expect(texts(answer)).toEqual([fee, free]);
      expect(answer.sentences.map(({ judged }) => judged)).toEqual([null, null]);
      expect(answer.secondOpinion).toMatchObject({ agreed: 0, objected: 0, missing: 2, missingBecause: ['unreadable'] });
      expect(answer.steps.find((step) => step.name === 'second-opinion')?.summary.zh).toContain('缺 2 句（unreadable）、只经本系统核对');
    },
  );

  test.each([
    ['never answers', { hang: true }, 'total-timeout'],
    ['breaks off', { cutAfter: 1 }, 'cut'],
    ['refuses', { status: 503 }, 'upstream-status'],
  ])('that %s is not waited for beyond its time', async (_, faults, reason) => {
    const scenario = await judgedBy('agrees', { seconds: 1 });
    judge.setFaults(faults);
    const answer = await ask(scenario);
    expect(texts(answer)).toEqual([fee, free]);
    expect(answer.secondOpinion?.missing).toBe(2);
    expect(answer.secondOpinion?.missingBecause[0]).toBe(reason);
    await renew();
  });

  test('that writes on and on is read no further than any opinion goes', async () => {
    const endless = await judgeThat((response) => {
      const writeOn = (): void => {
        while (!response.destroyed && response.write(' '.repeat(16_384)));
        response.once('drain', writeOn);
      };
      writeOn();
    });
    await useCase('judged-endlessly', { judge: { model: await endless.register('endless-judge'), seconds: 60 } });
    const answer = await ask('judged-endlessly');
    expect(texts(answer)).toEqual([fee, free]);
    expect(answer.secondOpinion).toMatchObject({ missing: 2, missingBecause: ['malformed'] });
    endless.close();
  });

  test('leaves nothing of the model where the scenario demands a second opinion', async () => {
    const answer = await ask(await judgedBy('talks nonsense', { isRequired: true }));
    expect(answer).toMatchObject({ engine: 'extractive', outcome: 'answered', degraded: 'no-second-opinion', contact: '停车办' });
    expect(answer.leftOut.map(({ kind, by }) => [kind, by])).toEqual([
      ['unjudged', 'judge'],
      ['unjudged', 'judge'],
    ]);
    expect(answer.notice?.zh).toContain('第二意见');
  });
});

describe('a judge outside the boundary', () => {
  test('is sent nothing, and the run says that its opinion is missing', async () => {
    await gateway.addModel('outside', `${judge.url}/v1`, { upstreamName: 'agrees', maxGrade: 'public' });
    await useCase('judged-outside', { judge: { model: 'outside' } });
    const answer = await ask('judged-outside');
    expect(texts(answer)).toEqual([fee, free]);
    expect(answer.secondOpinion).toMatchObject({ missing: 2, missingBecause: ['label-too-high'] });
    expect(judge.bodies()).toEqual([]);
  });

  test('that is demanded lets no model write at all', async () => {
    await useCase('judged-outside', { judge: { model: 'outside', isRequired: true } });
    const answer = await ask('judged-outside');
    expect(answer).toMatchObject({ engine: 'extractive', degraded: 'no-second-opinion' });
    expect(answer.secondOpinion).toMatchObject({ missingBecause: ['label-too-high'] });
    expect([...judge.bodies(), ...writer.bodies()]).toEqual([]);
  });
});

test('sentences are judged at the same time and shown in the order in which they were written', async () => {
  const waiting: (() => void)[] = [];
  const slow = await judgeThat((response) => {
    waiting.push(() => response.end(JSON.stringify({ choices: [{ message: { content: verdict('supported') }, finish_reason: 'stop' }] })));
    // None is answered before both have come, the last one first.
    if (waiting.length === 2) for (const answer of waiting.splice(0).reverse()) answer();
  });
  await useCase('judged-slowly', { judge: { model: await slow.register('slow-judge'), isRequired: true } });
  const shown: string[] = [];
  for await (const event of gateway.app.answer.stream(soloCaller, {
    question: '小型车在一类区域停车首小时收费多少？（照写）',
    scenario: 'judged-slowly',
  }))
    if (event.kind === 'sentence-released') shown.push(event.sentence.text);
  expect(shown).toEqual([fee, free]);
  slow.close();
});

test('only where a model writes from documents can there be a judge', async () => {
  const relay = { name: 'relay-judged', title: '转接', purpose: '转接', engine: 'relay', modelNames: ['writer'] };
  await expect(gateway.call(scenarios.addScenarioVersion, { ...relay, checks: { judge: { model: 'agrees' } } })).rejects.toThrow(
    '第二意见',
  );
});

/** A judge that answers whatever it is asked in this way. */
async function judgeThat(answer: (response: ServerResponse) => void) {
  const server = createServer((request, response) => void request.resume().on('end', () => answer(response))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    async register(name: string): Promise<string> {
      await gateway.addModel(name, `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
      return name;
    },
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Nothing that failed before speaks against it. */
async function renew(): Promise<void> {
  await gateway.call(models.removeModel, { name: 'judge-0' });
  await gateway.addModel('judge-0', `${judge.url}/v1`, { upstreamName: 'agrees', aliases: ['agrees'] });
}
