// Quotas as clients of OpenAI's API meet them: what is over is refused with the shape that they know, and what was used is counted as it
// stands on record.
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { operations as answers } from '../src/answer/contract.ts';
import { operations as models } from '../src/models/contract.ts';
import { operations as quotas, type Quota, type Subject, type Usage } from '../src/quota/contract.ts';
import { operations as status } from '../src/status/contract.ts';
import { openTestGateway, type TestGateway } from './support/gateway.ts';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';

let gateway: TestGateway;
let upstream: FakeModelServer;
beforeAll(async () => {
  gateway = await openTestGateway();
  upstream = await startFakeModelServer({ record: true });
  await gateway.addModel('one', `${upstream.url}/v1`);
}, 120_000);
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});
afterEach(async () => {
  upstream.reset();
  for (const { id } of await list()) await gateway.call(quotas.removeQuota, { quotaId: id });
});

const messages = [{ role: 'user' as const, content: '低保怎么申请？' }];
const client = (apiKey: string): OpenAI => new OpenAI({ apiKey, baseURL: gateway.url, maxRetries: 0 });
const chat = (key: string, more: object = {}) => client(key).chat.completions.create({ model: 'one', messages, ...more });
const refusal = async (asking: Promise<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> => {
  const error = await asking.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  if (!(error instanceof OpenAI.APIError)) throw new Error('it was not refused');
  return error;
};
const list = async (): Promise<Quota[]> => quotas.listQuotas.reply.output.parse(await gateway.call(quotas.listQuotas, {})).quotas;
const set = (kind: Subject['kind'], subject: string, measure: Quota['measure'], amount: number, period: Quota['period'] = 'day') =>
  gateway.call(quotas.setQuota, { kind, subject, measure, period, amount });
const usageOf = async (kind: Subject['kind'], subject: string): Promise<Usage | undefined> =>
  quotas.listUsage.reply.output.parse(await gateway.call(quotas.listUsage, { kind })).usage.find((one) => one.subject === subject);
const lastRecord = async () => (await gateway.app.ledger.list({ limit: 1 })).records[0]?.record;
const used = async (): Promise<number | undefined> => (await list())[0]?.used;

describe('a quota of requests', () => {
  test('lets through as many, then refuses as OpenAI does, says whose it is and when it renews, and is on record', async () => {
    const key = await gateway.relayKey('quota-requests', ['one']);
    await set('scenario', 'quota-requests', 'requests', 3);
    for (let turn = 0; turn < 3; turn += 1) await chat(key);
    const error = await refusal(chat(key));
    expect(error).toMatchObject({ status: 429, code: 'insufficient_quota', type: 'insufficient_quota' });
    expect(error.message).toMatch(/场景“quota-requests”的每日额度（3 次）.*零点恢复/);
    expect(error.message).toMatch(/daily quota of the scenario quota-requests \(requests: 3\).*renews on \d{4}-\d\d-\d\d/);
    expect(await lastRecord()).toMatchObject({
      action: 'run-routed',
      outcome: 'refused',
      details: { denial: 'insufficient-quota', quota: (await list())[0]?.id },
    });
    expect(upstream.stats().requests).toBe(3);
  });

  test('that is set in the middle of a period counts what was used before, and more lets more through', async () => {
    const key = await gateway.relayKey('quota-later', ['one']);
    await chat(key);
    await chat(key);
    await set('scenario', 'quota-later', 'requests', 2, 'month');
    expect(await refusal(chat(key))).toMatchObject({ code: 'insufficient_quota' });
    await set('scenario', 'quota-later', 'requests', 3, 'month');
    await chat(key);
    expect(await refusal(chat(key))).toMatchObject({ code: 'insufficient_quota' });
  });

  test('counts quotations through the same door, and those that people ask for', async () => {
    const key = await gateway.keyFor('policy-questions');
    await set('scenario', 'policy-questions', 'requests', 2);
    const quoted = () => client(key).chat.completions.create({ model: 'policy-questions', messages });
    await quoted();
    await gateway.call(answers.ask, { question: '低保怎么申请？' });
    expect(await refusal(quoted())).toMatchObject({ status: 429, code: 'insufficient_quota' });
    await expect(gateway.call(answers.ask, { question: '低保怎么申请？' })).rejects.toThrow('insufficient-quota');
    expect(await lastRecord()).toMatchObject({ action: 'run-routed', details: { denial: 'insufficient-quota' } });
  });
});

describe('a quota of tokens', () => {
  test('reserves the longest answer that is asked for, and settles with what the model reported', async () => {
    const key = await gateway.relayKey('quota-tokens', ['one']);
    await set('scenario', 'quota-tokens', 'tokens', 1000);
    expect(await refusal(chat(key, { max_tokens: 2000 }))).toMatchObject({ code: 'insufficient_quota' });
    const { usage } = await chat(key, { max_tokens: 100 });
    await expect.poll(used, { timeout: 5000 }).toBe(usage?.total_tokens);
    for await (const _ of await client(key).chat.completions.create({ model: 'one', messages, max_tokens: 100, stream: true }));
    await expect.poll(used, { timeout: 5000 }).toBe(2 * (usage?.total_tokens ?? 0));
    expect(await usageOf('scenario', 'quota-tokens')).toMatchObject({ requests: 2, tokens: await used(), estimatedTokens: 0 });
    const calls = await gateway.app.ledger.list({ limit: 1 });
    expect(calls.records[0]?.record.details['calls']).toMatchObject([{ promptTokens: usage?.prompt_tokens }]);
  });

  test('counts what a call took that broke, estimated where nobody reported it', async () => {
    const key = await gateway.relayKey('quota-broken', ['one']);
    await set('scenario', 'quota-broken', 'tokens', 100_000);
    upstream.setFaults({ tokens: 40, cutAfter: 20 });
    await chat(key, { stream: true })
      .then(async (stream) => {
        for await (const _ of stream as unknown as AsyncIterable<unknown>);
      })
      .catch(() => undefined);
    await expect.poll(used, { timeout: 5000 }).toBeGreaterThan(10);
    expect(await usageOf('scenario', 'quota-broken')).toMatchObject({ tokens: await used(), estimatedTokens: await used() });
    upstream.setFaults({ drop: true });
    const before = await used();
    await refusal(chat(key));
    await expect.poll(async () => (await list())[0]?.held, { timeout: 5000 }).toBe(0);
    expect(await used()).toBe(before);
  });
});

describe('a quota in money', () => {
  test('wants a price for every model, and counts by it', async () => {
    const key = await gateway.relayKey('quota-money', ['one']);
    await set('scenario', 'quota-money', 'money', 1_000_000);
    expect(await refusal(chat(key))).toMatchObject({ status: 409, code: 'price_unknown' });
    // Two yuan for a million tokens in, eight for as many out.
    await gateway.call(models.setModelPrice, {
      name: 'one',
      validFrom: '2026-01-01',
      input: 2_000_000,
      cachedInput: 500_000,
      output: 8_000_000,
    });
    const { usage } = await chat(key);
    await expect.poll(used, { timeout: 5000 }).toBeGreaterThan(0);
    expect(await used()).toBe((await usageOf('scenario', 'quota-money'))?.money);
    expect(await used()).toBeLessThanOrEqual(2 * (usage?.prompt_tokens ?? 0) + 8 * (usage?.completion_tokens ?? 0));
    await set('scenario', 'quota-money', 'money', 10);
    expect(await refusal(chat(key))).toMatchObject({ code: 'insufficient_quota' });
  });
});

test('a quota of which most is used is told on the status page', async () => {
  const key = await gateway.relayKey('quota-near', ['one']);
  await set('scenario', 'quota-near', 'requests', 5);
  for (let turn = 0; turn < 4; turn += 1) await chat(key);
  const told = async () => {
    const { troubles } = status.getStatus.reply.output.parse(await gateway.call(status.getStatus, {}));
    return troubles.find(({ kind }) => kind === 'quota-near')?.zh;
  };
  await expect.poll(told, { timeout: 5000 }).toContain('quota-near 80 %');
});

test('what no quota is about is not refused, and a quota that was removed neither', async () => {
  const key = await gateway.relayKey('quota-none', ['one']);
  await set('scenario', 'policy-questions', 'requests', 0);
  await chat(key);
  await set('scenario', 'quota-none', 'requests', 0);
  await refusal(chat(key));
  for (const { id } of await list()) await gateway.call(quotas.removeQuota, { quotaId: id });
  await chat(key);
});

test('a prompt that no model can hold is refused before anything is sent', async () => {
  await gateway.addModel('small', `${upstream.url}/v1`, { contextTokens: 1000 });
  const key = await gateway.relayKey('quota-context', ['small']);
  const long = [{ role: 'user' as const, content: '低保怎么申请？'.repeat(1000) }];
  const error = await refusal(client(key).chat.completions.create({ model: 'small', messages: long }));
  expect(error).toMatchObject({ status: 400, code: 'context_length_exceeded', type: 'invalid_request_error' });
  expect(upstream.stats().requests).toBe(0);
  expect(await lastRecord()).toMatchObject({ action: 'run-routed', details: { denial: 'context-length-exceeded' } });
});
