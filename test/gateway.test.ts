// Other systems ask through OpenAI's API: with the official client, with the Vercel AI SDK, and with bare requests where something breaks.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, streamText } from 'ai';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';
import { operations as answers } from '../src/answer/contract.ts';
import { operations as modelOperations } from '../src/models/contract.ts';
import { openTestGateway, type TestGateway } from './support/gateway.ts';

let gateway: TestGateway;
let first: FakeModelServer;
let second: FakeModelServer;
let key: string;
let bothKey: string;
beforeAll(async () => {
  gateway = await openTestGateway();
  first = await startFakeModelServer({ record: true });
  second = await startFakeModelServer({ record: true });
  await gateway.addModel('one', `${first.url}/v1`);
  await gateway.addModel('two', `${second.url}/v1`);
  key = await gateway.relayKey('relay', ['one']);
  bothKey = await gateway.relayKey('relay-both', ['one', 'two']);
}, 120_000);
afterAll(async () => {
  await gateway.close();
  await first.close();
  await second.close();
});
afterEach(() => {
  first.reset();
  second.reset();
});

const client = (apiKey = key): OpenAI => new OpenAI({ apiKey, baseURL: gateway.url, maxRetries: 0 });
const messages = [{ role: 'user' as const, content: '低保怎么申请？' }];
const post = (body: unknown, bearer = key): Promise<Response> =>
  fetch(`${gateway.url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const streamed = async (fault: Readonly<Record<string, number | boolean>>, bearer = key): Promise<string> => {
  first.setFaults({ tokens: 20, ...fault });
  return (await post({ model: 'one', messages, stream: true }, bearer)).text();
};
/** A model without a past: nothing that failed before speaks against it. */
async function renewFirst(more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await gateway.call(modelOperations.removeModel, { name: 'one' });
  await gateway.addModel('one', `${first.url}/v1`, more);
}
/** Nor does what is known of their speed. */
async function renewBoth(): Promise<void> {
  await renewFirst();
  await gateway.call(modelOperations.removeModel, { name: 'two' });
  await gateway.addModel('two', `${second.url}/v1`);
  first.reset();
}
const evidence = z.looseObject({ hengjian: z.looseObject({ run_id: z.string() }) });
const lastRecord = async () => (await gateway.app.ledger.list({ limit: 1 })).records[0]?.record;

describe('the official client', () => {
  test('gets a completion with usage, and the model its own name and every field that it does not know', async () => {
    const fields = { chat_template_kwargs: { enable_thinking: false }, top_k: 7 };
    const completion = await client().chat.completions.create({ model: 'one', messages, ...fields });
    expect(completion.choices[0]?.message.content).toContain('低保');
    expect(completion.usage?.prompt_tokens).toBeGreaterThan(0);
    expect(JSON.parse(first.bodies()[0]?.raw ?? '')).toMatchObject({ model: 'fake-chat', ...fields });
    expect(first.bodies()[0]?.headers['authorization']).toBeUndefined();
  });

  test('gets a stream token by token, and usage only when it asks for it', async () => {
    const contents: string[] = [];
    let usageEvents = 0;
    for await (const chunk of await client().chat.completions.create({ model: 'one', messages, stream: true })) {
      contents.push(chunk.choices[0]?.delta.content ?? '');
      if (chunk.choices.length === 0) usageEvents += 1;
    }
    expect(contents.join('')).toContain('低保');
    expect(usageEvents).toBe(0);
    const withUsage = await client().chat.completions.create({
      model: 'one',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    for await (const chunk of withUsage) if (chunk.usage) usageEvents += 1;
    expect(usageEvents).toBe(1);
  });

  test('gets calls of tools', async () => {
    first.setFaults({ tools: true });
    const tools = [{ type: 'function' as const, function: { name: 'look_up', parameters: { type: 'object', properties: {} } } }];
    const completion = await client().chat.completions.create({ model: 'one', messages, tools });
    expect(completion.choices[0]?.message.tool_calls).toHaveLength(1);
  });

  test('sees the names that it may use', async () => {
    const listed = [];
    for await (const { id } of await client().models.list()) listed.push(id);
    expect(listed).toEqual(['relay', 'one']);
  });

  test('gets an answer with its sources where the scenario quotes documents', async () => {
    const quoting = client(await gateway.keyFor('policy-questions'));
    const completion = await quoting.chat.completions.create({ model: 'any', messages });
    expect(completion).toMatchObject({ hengjian: { outcome: 'not-found', refused: true } });
    let finish: string | null | undefined;
    for await (const chunk of await quoting.chat.completions.create({ model: 'any', messages, stream: true }))
      finish = chunk.choices[0]?.finish_reason ?? finish;
    expect(finish).toBe('stop');
    expect(first.stats().requests).toBe(0);
  });
});

test('an answer is fetched again by its id, with the key that it was asked with and no other, and runs are not listed', async () => {
  const [own, other] = [await gateway.keyFor('policy-questions'), await gateway.keyFor('policy-questions')];
  const asked = await post({ model: 'policy-questions', messages }, own);
  const { hengjian } = evidence.parse(await asked.json());
  const mine = answers.ask.reply.output.parse(
    await gateway.call(answers.ask, { question: '低保怎么申请？', scenario: 'policy-questions' }),
  );
  const get = (path: string, bearer: string) =>
    fetch(new URL(`/api/runs${path}`, gateway.url), { headers: { authorization: `Bearer ${bearer}` } });
  const fetched = await get(`/${hengjian.run_id}`, own);
  expect(answers.getRun.reply.output.parse(await fetched.json())).toMatchObject({ runId: hengjian.run_id, question: '低保怎么申请？' });
  expect((await get(`/${hengjian.run_id}`, other)).status).toBe(404);
  expect((await get(`/${mine.runId}`, own)).status).toBe(404);
  expect((await get('', own)).status).toBe(403);
});

test('the Vercel AI SDK gets text and streams, with reasoning apart', async () => {
  first.setFaults({ reasoning: 5 });
  const apiKey = await gateway.relayKey('relay-shown', ['one'], { checks: { showReasoning: true } });
  const provider = createOpenAICompatible({ name: 'hengjian', baseURL: gateway.url, apiKey });
  const { text, reasoningText } = await generateText({ model: provider('one'), prompt: '低保怎么申请？', maxRetries: 0 });
  expect(text).toContain('低保');
  expect(reasoningText).toBeTruthy();
  const stream = streamText({ model: provider('one'), prompt: '低保怎么申请？', maxRetries: 0 });
  let whole = '';
  for await (const part of stream.textStream) whole += part;
  expect(whole).toBe(text);
});

describe('the record', () => {
  test('stands before anything is sent, and the outcome before the last event', async () => {
    const reply = await client().chat.completions.create({ model: 'one', messages });
    expect(reply.choices[0]?.finish_reason).toBe('stop');
    const { records } = await gateway.app.ledger.list({ limit: 2 });
    expect(records.map(({ record }) => record.action)).toEqual(['run-finished', 'run-begun']);
    expect(records[0]?.record.details).toMatchObject({
      outcome: 'relayed',
      label: 'internal',
      calls: [{ outcome: 'done', usage: 'reported' }],
    });
    expect(JSON.stringify(records)).not.toContain('低保');
  });
});

describe('a stream that breaks after tokens were seen', () => {
  test.each([
    ['is cut', { cutAfter: 5 }, 'cut'],
    ['holds broken JSON', { malformed: true }, 'malformed'],
    ['ends in an error', { errorAfter: 5 }, 'error-event'],
  ])('ends as broken when it %s, also with another model at hand', async (_, fault, name) => {
    await renewFirst();
    const text = await streamed(fault, bothKey);
    expect(text).not.toContain('[DONE]');
    expect(text).toContain('"code":"model_failed"');
    expect(text).not.toMatch(/"finish_reason":"stop"/);
    expect(second.stats().requests).toBe(0);
    expect(await lastRecord()).toMatchObject({ action: 'run-failed', details: { calls: [{ outcome: 'failed', fault: name }] } });
  });
});

describe('before the first token another model takes over', () => {
  test.each([
    ['answers 503', { status: 503 }],
    ['resets the connection', { drop: true }],
    ['limits', { status: 429, retryAfter: 1 }],
    ['is cut first', { cutAfter: 0 }],
    ['sends an error first', { errorAfter: 0 }],
  ])('when the first %s', async (_, fault) => {
    // An error event is a matter of streams.
    for (const stream of 'errorAfter' in fault ? [true] : [true, false]) {
      // Which of two idle ones is asked first falls by lot.
      do {
        await renewBoth();
        first.setFaults(fault);
        expect(await (await post({ model: 'relay-both', messages, stream }, bothKey)).text()).toContain('申');
      } while (first.stats().requests === 0);
      expect(await lastRecord()).toMatchObject({ details: { outcome: 'relayed', calls: [{ outcome: 'failed' }, { outcome: 'done' }] } });
    }
  });
});

test('a client that leaves reaches the model at once, in every phase', async () => {
  for (const [stream, fault] of [
    [true, { ttft: 5000 }],
    [true, { itl: 20, tokens: 500 }],
    [false, { ttft: 5000 }],
  ] as const) {
    first.reset();
    first.setFaults(fault);
    const leaving = new AbortController();
    const asking = fetch(`${gateway.url}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ model: 'one', messages, stream }),
      signal: leaving.signal,
    });
    await expect.poll(() => first.stats().active, { interval: 5, timeout: 10_000 }).toBe(1);
    leaving.abort();
    await asking.then((reply) => reply.text()).catch(() => undefined);
    await expect.poll(() => first.stats().aborted, { interval: 5, timeout: 10_000 }).toBe(1);
    await expect.poll(async () => (await lastRecord())?.details['outcome'], { timeout: 10_000 }).toBe('abandoned');
  }
});

describe('a model that has all it can do', () => {
  const wait = async (signal?: AbortSignal): Promise<string> => {
    const reply = await fetch(`${gateway.url}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ model: 'one', messages, stream: true }),
      ...(signal ? { signal } : {}),
    });
    return reply.text();
  };
  const health = () => gateway.app.models.health().find(({ name }) => name === 'one');

  test('is sent no more than that at once; who leaves while he waits never reaches it', async () => {
    await renewFirst({ concurrency: 1 });
    first.setFaults({ tokens: 500, itl: 20 });
    const served = new AbortController();
    const serving = wait(served.signal).catch(() => 'left');
    await expect.poll(() => first.stats().active, { interval: 5, timeout: 10_000 }).toBe(1);
    first.setFaults({});
    const leaving = new AbortController();
    const left = wait(leaving.signal).catch(() => 'left');
    await expect.poll(() => health()?.waiting, { interval: 5, timeout: 10_000 }).toBe(1);
    const next = wait();
    await expect.poll(() => health()?.waiting, { interval: 5, timeout: 10_000 }).toBe(2);
    leaving.abort();
    expect(await left).toBe('left');
    await expect.poll(() => health()?.waiting, { interval: 5, timeout: 10_000 }).toBe(1);
    expect(first.stats().requests).toBe(1);
    served.abort();
    expect(await serving).toBe('left');
    expect(await next).toContain('[DONE]');
    expect(first.stats().requests).toBe(2);
    await expect
      .poll(() => health(), { interval: 5, timeout: 10_000 })
      .toMatchObject({ serving: 0, waiting: 0, state: { kind: 'closed' } });
  });

  test('tells a stream that asks for it where it stands, and then streams as ever', async () => {
    await renewFirst({ concurrency: 1 });
    first.setFaults({ tokens: 500, itl: 20 });
    const served = new AbortController();
    const serving = wait(served.signal).catch(() => 'left');
    await expect.poll(() => first.stats().active, { interval: 5, timeout: 10_000 }).toBe(1);
    first.setFaults({});
    const told = fetch(`${gateway.url}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, 'x-hengjian-queue': '1' },
      body: JSON.stringify({ model: 'one', messages, stream: true }),
    });
    expect((await told).status).toBe(200);
    served.abort();
    await serving;
    expect(await (await told).text()).toMatch(/^: queue \{"position":1.*\}\n\ndata: .*\[DONE\]\n\n$/s);
  });

  test('is passed over for one that is free', async () => {
    await renewBoth();
    first.setFaults({ ttft: 500 });
    second.setFaults({ ttft: 500 });
    const ask = () => post({ model: 'relay-both', messages, stream: true }, bothKey);
    const both = [ask()];
    await expect.poll(() => first.stats().active + second.stats().active, { interval: 5, timeout: 10_000 }).toBe(1);
    both.push(ask());
    await expect.poll(() => [first.stats().active, second.stats().active], { interval: 5, timeout: 10_000 }).toEqual([1, 1]);
    for (const reply of both) expect(await (await reply).text()).toContain('[DONE]');
  });

  test('is not reached by who waits for it when it is stopped', async () => {
    await renewFirst({ concurrency: 1 });
    first.setFaults({ tokens: 500, itl: 20 });
    const serving = wait();
    await expect.poll(() => first.stats().active, { interval: 5, timeout: 10_000 }).toBe(1);
    const waiting = wait();
    await expect.poll(() => health()?.waiting, { interval: 5, timeout: 10_000 }).toBe(1);
    const { stop } = modelOperations.stopModels.reply.output.parse(
      await gateway.call(modelOperations.stopModels, { kind: 'model', target: 'one', reason: '演练' }),
    );
    expect(await waiting).toContain('models_stopped');
    expect(await serving).toContain('models_stopped');
    expect(first.stats().requests).toBe(1);
    await gateway.call(modelOperations.liftStop, { stopId: stop.id, reason: '演练结束' });
  });
});

describe('a model that keeps failing', () => {
  test('is left alone: another is asked at once, and without one the denial says when to come back', async () => {
    await renewFirst();
    first.setFaults({ status: 503 });
    // Which of two idle ones is asked first falls by lot.
    for (let turn = 0; turn < 200 && first.stats().requests < 10; turn += 1)
      expect((await post({ model: 'relay-both', messages }, bothKey)).status).toBe(200);
    expect(first.stats().requests).toBe(10);
    expect((await post({ model: 'relay-both', messages }, bothKey)).status).toBe(200);
    expect(await lastRecord()).toMatchObject({ details: { outcome: 'relayed', calls: [{ outcome: 'done' }] } });
    const reply = await post({ model: 'one', messages });
    expect([reply.status, Number(reply.headers.get('retry-after'))]).toEqual([503, expect.closeTo(4, -1)]);
    expect(await reply.text()).toContain('"code":"models_unavailable"');
    expect(await lastRecord()).toMatchObject({ action: 'run-routed', details: { denial: 'models-unavailable' } });
    expect(first.stats().requests).toBe(10);
  });

  test('or asks for patience is not asked before the time that it gave', async () => {
    await renewFirst();
    first.setFaults({ status: 429, retryAfter: 40 });
    const busy = async () => {
      const reply = await post({ model: 'one', messages });
      expect(await reply.text()).toContain('"code":"models_busy"');
      return [reply.status, reply.headers.get('retry-after')];
    };
    expect(await busy()).toEqual([429, '40']);
    expect(await busy()).toEqual([429, '40']);
    expect(first.stats().requests).toBe(1);
    expect(gateway.app.models.health().find(({ name }) => name === 'one')).toMatchObject({ state: { kind: 'throttled' }, serving: 0 });
    await gateway.call(modelOperations.setModelKey, { name: 'one', key: 'another' });
    first.reset();
    expect((await post({ model: 'one', messages })).status).toBe(200);
  });
});

describe('what cannot be', () => {
  const failure = async (body: unknown, bearer = key) => {
    const reply = await post(body, bearer);
    return { status: reply.status, body: await reply.json() };
  };
  test.each([
    ['no JSON', '{', 400, 'invalid_input'],
    ['no messages', { model: 'one', messages: [] }, 400, 'invalid_input'],
    ['several replies at once', { model: 'one', messages, n: 2 }, 400, 'invalid_input'],
    ['a model that the scenario has not', { model: 'two', messages }, 404, 'model_unknown'],
  ])('gets an error in the shape that clients read: %s', async (_, body, status, code) => {
    expect(await failure(body)).toMatchObject({ status, body: { error: { code } } });
  });

  test('a key that is none, and a route that is none', async () => {
    expect(await failure({ model: 'one', messages }, 'hjk_unknown')).toMatchObject({
      status: 401,
      body: { error: { code: 'key_needed' } },
    });
    expect(await failure({ model: 'one', messages }, 'something')).toMatchObject({
      status: 401,
      body: { error: { type: 'authentication_error' } },
    });
    const reply = await fetch(`${gateway.url}/nothing`, { headers: { authorization: `Bearer ${key}` } });
    expect(reply.status).toBe(404);
  });

  test('what is of too high a grade is not sent, and the refusal is on record', async () => {
    await gateway.addModel('outside', 'https://8.8.8.8/v1', { zone: 'external', maxGrade: 'public' });
    const outsideKey = await gateway.relayKey('relay-outside', ['outside']);
    expect(await failure({ model: 'outside', messages }, outsideKey)).toMatchObject({
      status: 403,
      body: { error: { code: 'label_too_high' } },
    });
    expect(await lastRecord()).toMatchObject({ action: 'run-routed', outcome: 'refused', details: { denial: 'label-too-high' } });
    expect(second.stats().requests).toBe(0);
  });

  test('names who helps, where the scenario does', async () => {
    first.setFaults({ status: 503 });
    await renewFirst();
    const named = await gateway.relayKey('relay-named', ['one'], { contact: '政务服务热线 12345' });
    const { status, body } = await failure({ model: 'one', messages }, named);
    expect([status, JSON.stringify(body)]).toEqual([502, expect.stringMatching(/政务服务热线 12345.*model_failed/)]);
  });
});
