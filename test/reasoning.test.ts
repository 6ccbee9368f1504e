// What a model reasons leaves the house only where the scenario shows it: not in a relay, not in an answer, not in what is kept. Where it is
// shown it is told apart from the answer, kept sealed with it, and nothing rests on it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { soloCaller } from '../src/access/access.ts';
import { type Answer, type AnswerEvent, operations as answers } from '../src/answer/contract.ts';
import { operations as scenarios } from '../src/scenarios/contract.ts';
import { canary, writings } from './support/canaries.ts';
import { openTestGateway, type TestGateway } from './support/gateway.ts';
import { until } from './support/until.ts';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';

const word = canary('sensitive', 1);
const reasoning = `先看材料：${word}。再想一想，${'停车收费分两类。'.repeat(10)}`;
const fee = '小型车在一类区域停车，首小时收费6元。';
const line = (text: string, source: string): string => `${JSON.stringify({ text, sources: [source] })}\n`;
const script = [
  { match: '/\\[(S\\w{4})\\][^\\[]*一类区域[\\s\\S]*（没有依据）/', reply: line('停车一律免费。', '{{1}}'), reasoning },
  { match: '/\\[(S\\w{4})\\][^\\[]*一类区域/', reply: `${line(fee, '{{1}}')}{"complete":true}\n`, reasoning },
  { match: '/./', reply: '请到街道办理。', reasoning },
];
const styles = ['reasoning_content', 'reasoning', 'think'] as const;

let gateway: TestGateway;
let model: FakeModelServer;
let keys: { readonly hidden: string; readonly shown: string };
beforeAll(async () => {
  gateway = await openTestGateway();
  model = await startFakeModelServer({ script, record: true });
  await gateway.addModel('thinker', `${model.url}/v1`, { abilities: ['chat', 'reasoning'] });
  keys = {
    hidden: await gateway.relayKey('relay', ['thinker']),
    shown: await gateway.relayKey('relay-shown', ['thinker'], { checks: { showReasoning: true } }),
  };
  for (const [name, showReasoning] of [
    ['hidden', false],
    ['shown', true],
  ] as const) {
    const about = { title: name, purpose: '答疑', engine: 'generative', modelNames: ['thinker'] };
    await gateway.call(scenarios.addScenarioVersion, { name, ...about, checks: { showReasoning } });
  }
  const text = '云溪市停车收费规定\n第一条 小型车在一类区域停车，首小时收费六元。';
  await gateway.app.knowledge.importFile(soloCaller, { name: '停车.txt', bytes: Buffer.from(text), grade: 'internal' });
  await until('it is read', async () => ((await gateway.app.knowledge.countAll('all')).waiting === 0 ? true : undefined));
}, 120_000);
afterAll(async () => {
  await gateway.close();
  await model.close();
});
afterEach(() => {
  model.reset();
});

const relayed = async (key: string, stream: boolean): Promise<string> => {
  const reply = await fetch(`${gateway.url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ model: 'thinker', messages: [{ role: 'user', content: '低保怎么申请？' }], stream }),
  });
  expect(reply.status).toBe(200);
  return reply.text();
};
const part = z.object({ content: z.string().nullish(), reasoning_content: z.string().nullish(), reasoning: z.string().nullish() });
const chunkSchema = z.object({ choices: z.array(z.object({ delta: part.optional(), message: part.optional() })) });
/** What a client makes of the reply. */
const saidIn = (text: string): { readonly content: string; readonly reasoning: string } => {
  const jsons = text.startsWith('{') ? [text] : [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, json = '']) => json);
  const said = jsons.flatMap((json) => chunkSchema.parse(JSON.parse(json)).choices).map(({ delta, message }) => delta ?? message ?? {});
  return {
    content: said.map(({ content }) => content ?? '').join(''),
    reasoning: said.map((one) => one.reasoning_content ?? one.reasoning ?? '').join(''),
  };
};
const planted = (text: string): string[] => writings(word).filter((writing) => text.includes(writing));

describe.each(styles)('a relay of a model that sends it as %s', (reasoningStyle) => {
  test.each([
    [true, 'stream'],
    [false, 'whole reply'],
  ])('does not pass it on unless the scenario shows it (stream: %s)', async (stream) => {
    for (const more of [{}, { split: 7 }, { burst: 16, crlf: true }]) {
      model.setFaults({ reasoningStyle, ...more });
      const text = await relayed(keys.hidden, stream);
      expect(planted(text)).toEqual([]);
      expect(text).not.toContain('先看');
      expect(saidIn(text)).toEqual({ content: '请到街道办理。', reasoning: '' });
    }
    model.setFaults({ reasoningStyle });
    const text = await relayed(keys.shown, stream);
    expect(saidIn(text)).toEqual(
      reasoningStyle === 'think'
        ? { content: `<think>${reasoning}</think>\n\n请到街道办理。`, reasoning: '' }
        : { content: '请到街道办理。', reasoning },
    );
  });

  test('an answer that the model writes comes without it, in every event and in what is kept', async () => {
    model.setFaults({ reasoningStyle });
    const { answer, events } = await asked('hidden');
    expect(answer).toMatchObject({ engine: 'generative', sentences: [{ text: fee }], reasoning: null });
    expect(events.map(({ kind }) => kind)).not.toContain('reasoning-written');
    expect(planted(JSON.stringify(events))).toEqual([]);
    expect(planted(JSON.stringify(await gateway.call(answers.getRun, { runId: answer.runId })))).toEqual([]);
  });

  test('an answer whose scenario shows it has it apart, as it came, and nothing rests on it', async () => {
    model.setFaults({ reasoningStyle });
    const { answer, events } = await asked('shown');
    expect(answer).toMatchObject({ sentences: [{ text: fee }], reasoning: { text: reasoning } });
    expect(answer.reasoning?.versionIds).toHaveLength(1);
    expect(events.flatMap((event) => (event.kind === 'reasoning-written' ? event.text : [])).join('')).toBe(reasoning);
    expect(planted(JSON.stringify([answer.sentences, answer.citations, answer.steps]))).toEqual([]);
    const { records } = await gateway.app.ledger.list({ limit: 1 });
    expect(records[0]?.record.details).toMatchObject({ showedReasoning: true });
    expect(planted(JSON.stringify(records[0]?.record))).toEqual([]);
  });
});

test('a model that reasons has room for its answer besides, and one that never comes to it is not read without end', async () => {
  await asked('hidden');
  expect(JSON.parse(model.bodies().at(-1)?.raw ?? '')).toMatchObject({ max_tokens: 8000 });
  const chunk = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { reasoning_content: '再想一想。'.repeat(200) } }] })}\n\n`;
  const endless = createServer((request, response) => {
    const writeOn = (): void => {
      while (!response.destroyed && response.write(chunk));
      response.once('drain', writeOn);
    };
    request.resume().on('end', writeOn);
  }).listen(0, '127.0.0.1');
  await once(endless, 'listening');
  await gateway.addModel('endless', `http://127.0.0.1:${(endless.address() as AddressInfo).port}/v1`);
  const about = { title: '想', purpose: '答疑', engine: 'generative', modelNames: ['endless'] };
  await gateway.call(scenarios.addScenarioVersion, { name: 'endless', ...about, checks: { showReasoning: true } });
  const { answer } = await asked('endless');
  expect(answer).toMatchObject({ engine: 'extractive', outcome: 'answered', degraded: 'nothing-stood' });
  expect(answer.reasoning?.text).toHaveLength(20_000);
  endless.closeAllConnections();
  endless.close();
});

test('it is shown also where nothing of the answer stood, that of each reply apart, and is not exported', async () => {
  const { answer } = await asked('shown', '（没有依据）');
  expect(answer).toMatchObject({ engine: 'extractive', degraded: 'nothing-stood', reasoning: { text: `${reasoning}\n\n${reasoning}` } });
  const { bytes } = await gateway.app.answer.export(soloCaller, answer.runId, { what: 'answer', format: 'markdown', language: 'zh' });
  expect(await new Response(bytes as Uint8Array<ArrayBuffer>).text()).not.toContain(word);
});

async function asked(scenario: string, mark = ''): Promise<{ readonly answer: Answer; readonly events: readonly AnswerEvent[] }> {
  const question = `小型车在一类区域停车首小时收费多少？${mark}`;
  const events: AnswerEvent[] = [];
  for await (const event of gateway.app.answer.stream(soloCaller, { question, scenario })) events.push(event);
  const last = events.at(-1);
  if (last?.kind !== 'answer-finished') throw new Error(JSON.stringify(last));
  return { answer: last.answer, events };
}
