// What can be seen of models from outside agrees with the calls that were made through `/v1`.
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { z } from 'zod';
import { operations as answers } from '../src/answer/contract.ts';
import { type FiguresOf, operations as models } from '../src/models/contract.ts';
import { createMetrics } from '../src/base/metrics.ts';
import { readMetrics, valueOf } from './support/metrics.ts';
import { openTestGateway, type TestGateway } from './support/gateway.ts';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';

const token = 'a token for the test that is long enough'.replaceAll(' ', '-');
let gateway: TestGateway;
let good: FakeModelServer;
let broken: FakeModelServer;
const messages = [{ role: 'user' as const, content: '低保怎么申请？' }];
beforeAll(async () => {
  gateway = await openTestGateway({ HENGJIAN_METRICS_TOKEN: token });
  good = await startFakeModelServer();
  broken = await startFakeModelServer();
  await gateway.addModel('good', `${good.url}/v1`);
  await gateway.addModel('broken', `${broken.url}/v1`);
  await gateway.call(models.setModelPrice, {
    name: 'good',
    validFrom: '2020-01-01',
    input: 2_000_000,
    cachedInput: 500_000,
    output: 8_000_000,
  });
  const apiKey = await gateway.relayKey('letters', ['good', 'broken']);
  const client = new OpenAI({ apiKey, baseURL: gateway.url, maxRetries: 0 });
  good.setFaults({ tokens: 10, itl: 10 });
  for (let count = 0; count < 3; count += 1) {
    const stream = await client.chat.completions.create({ model: 'good', messages, stream: true });
    for await (const chunk of stream) expect(chunk).toBeDefined();
  }
  await client.chat.completions.create({ model: 'good', messages });
  broken.setFaults({ status: 503 });
  await expect(client.chat.completions.create({ model: 'broken', messages })).rejects.toMatchObject({ status: 502 });
}, 120_000);
afterAll(async () => {
  await gateway.close();
  await good.close();
  await broken.close();
});

const figures = async (span = 'hour'): Promise<z.output<typeof models.getModelFigures.reply.output>> =>
  models.getModelFigures.reply.output.parse(await gateway.call(models.getModelFigures, { span }));
const named = (rows: readonly FiguresOf[], name: string): FiguresOf | undefined => rows.find((row) => row.name === name);

test('figures by model and by scenario agree with the calls that were made', async () => {
  const seen = await vi.waitUntil(
    async () => {
      const now = await figures();
      return named(now.scenarios, 'letters')?.calls === 5 && now;
    },
    { timeout: 5_000 },
  );
  const one = named(seen.models, 'good');
  expect(one).toMatchObject({ calls: 4, failed: 0, abandoned: 0, faults: [] });
  expect(one?.completionTokens).toBe(40);
  expect(one?.cost).toBe((one?.promptTokens ?? 0) * 2 + 40 * 8);
  expect(one?.firstTokenMs?.p50).toBeGreaterThanOrEqual(0);
  expect(one?.betweenTokensMs?.p50).toBeGreaterThan(5);
  expect(one?.betweenTokensMs?.p50).toBeLessThan(60);
  expect(one?.slots.reduce((sum, { calls }) => sum + calls, 0)).toBe(4);
  expect(named(seen.models, 'broken')).toMatchObject({
    calls: 1,
    failed: 1,
    completionTokens: null,
    cost: null,
    firstTokenMs: null,
    faults: [{ fault: 'upstream-status', calls: 1 }],
  });
  expect(named(seen.scenarios, 'letters')).toMatchObject({ calls: 5, failed: 1, completionTokens: 40 });
  expect(seen.health.map(({ name, state, waiting }) => ({ name, state, waiting }))).toEqual([
    { name: 'broken', state: 'closed', waiting: 0 },
    { name: 'good', state: 'closed', waiting: 0 },
  ]);
});

test.each(['day', 'month'])('the same calls are in the last %s', async (span) => {
  const seen = await figures(span);
  expect(named(seen.models, 'good')).toMatchObject({ calls: 4 });
  const [slot] = named(seen.models, 'good')?.slots ?? [];
  expect(Date.parse(slot?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(seen.from));
  expect(Date.parse(slot?.at ?? '')).toBeLessThan(Date.parse(seen.to));
});

describe('a run step by step', () => {
  const runOf = async (limit: number): Promise<string> =>
    (await gateway.app.ledger.list({ limit, action: 'run-begun' })).records.at(-1)?.record.subject?.id ?? '';
  const steps = async (operation: typeof answers.getRunSteps, runId: string) =>
    answers.getRunSteps.reply.output.parse(await gateway.call(operation, { runId }));

  test('that was relayed shows each call with model, zone, times, tokens and money', async () => {
    const run = await steps(answers.getRecordedRun, await runOf(2));
    expect(run).toMatchObject({ outcome: 'relayed', engine: 'relay', label: 'internal', question: null, hasAnswer: false });
    expect(run.steps.map(({ name }) => name)).toEqual(['grade', 'guard-input', 'route', 'record', 'attempt', 'guard-output', 'record']);
    const call = run.steps.find(({ name }) => name === 'attempt')?.call;
    expect(call).toMatchObject({ model: 'good', zone: 'in-house', outcome: 'done', fault: null, completionTokens: 10 });
    expect(call?.cost).toBeGreaterThan(0);
    const ends = run.steps.map(({ startMs, elapsedMs }) => (startMs ?? 0) + (elapsedMs ?? 0));
    expect(Math.max(...ends)).toBeLessThan(60_000);
  });

  test('that failed names the fault', async () => {
    const run = await steps(answers.getRecordedRun, await runOf(1));
    expect(run).toMatchObject({ outcome: 'failed' });
    expect(run.steps.find(({ name }) => name === 'attempt')?.call).toMatchObject({
      outcome: 'failed',
      fault: 'upstream-status',
      cost: null,
    });
  });

  test("of another system is nobody else's, and the ledger shows it without a word of what was asked; a denied one too", async () => {
    await expect(steps(answers.getRunSteps, await runOf(2))).rejects.toThrow('not-found');
    expect(JSON.stringify(await steps(answers.getRecordedRun, await runOf(2)))).not.toContain('低保');
    await gateway.addModel('outside', 'https://models.example.org/v1', { zone: 'external', maxGrade: 'public' });
    const apiKey = await gateway.relayKey('outside-letters', ['outside']);
    const client = new OpenAI({ apiKey, baseURL: gateway.url, maxRetries: 0 });
    await expect(client.chat.completions.create({ model: 'outside', messages })).rejects.toMatchObject({ code: 'label_too_high' });
    const { records } = await gateway.app.ledger.list({ limit: 1, action: 'run-routed' });
    const run = await steps(answers.getRecordedRun, records[0]?.record.subject?.id ?? '');
    expect(run).toMatchObject({ outcome: 'denied', scenario: { name: 'outside-letters', version: 1 }, label: 'internal' });
    expect(run.steps.at(-1)?.summary.en).toContain('label-too-high');
  });

  test('that quoted documents shows its steps one after the other', async () => {
    const { runId } = answers.ask.reply.output.parse(await gateway.call(answers.ask, { question: '停车怎么收费？' }));
    const run = await steps(answers.getRunSteps, runId);
    expect(run).toMatchObject({ engine: 'extractive', hasAnswer: true, question: '停车怎么收费？' });
    const starts = run.steps.map(({ startMs }) => startMs ?? 0);
    expect(starts).toEqual(starts.toSorted((left, right) => left - right));
    expect(run.steps.find(({ name }) => name === 'route')?.label).toBe('internal');
    const recorded = await steps(answers.getRecordedRun, runId);
    expect(recorded.question).toBeNull();
    expect(recorded.steps).toEqual(run.steps);
  });
});

describe('/metrics', () => {
  const fetchMetrics = (headers: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(new URL('/metrics', gateway.url), { headers });

  test('is well formed, and its counts agree with the calls that were made', async () => {
    const reply = await fetchMetrics({ authorization: `Bearer ${token}` });
    expect(reply.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await reply.text();
    expect(text).not.toMatch(/低保|停车/);
    const seen = readMetrics(text);
    const value = (name: string, labels: Readonly<Record<string, string>> = {}) => valueOf(seen, `hengjian_${name}`, labels);
    expect(value('model_calls_total', { model: 'good', outcome: 'done', fault: '' })).toBe(4);
    expect(value('model_calls_total', { model: 'broken', outcome: 'failed', fault: 'upstream-status' })).toBe(1);
    expect(value('model_tokens_total', { model: 'good', kind: 'output' })).toBe(40);
    const inYuan = ((value('model_tokens_total', { model: 'good', kind: 'input' }) * 2 + 40 * 8) / 1_000_000).toFixed(9);
    expect(value('model_cost_yuan_total', { model: 'good' }).toFixed(9)).toBe(inYuan);
    expect(value('model_first_token_seconds_count', { model: 'good' })).toBe(3);
    expect(value('model_between_tokens_seconds_bucket', { model: 'good', le: '+Inf' })).toBe(3);
    expect(value('model_between_tokens_seconds_bucket', { model: 'good', le: '0.005' })).toBe(0);
    expect(value('runs_total', { scenario: 'letters', outcome: 'relayed' })).toBe(4);
    expect(value('runs_total', { scenario: 'letters', outcome: 'failed' })).toBe(1);
    expect(value('runs_total', { scenario: 'outside-letters', outcome: 'denied' })).toBe(1);
    expect(value('runs_total', { scenario: 'policy-questions' })).toBe(1);
    expect(value('http_requests_total', { operation: 'createChatCompletion', status: '200' })).toBe(4);
    expect(value('http_request_duration_seconds_count', { operation: 'createChatCompletion' })).toBe(6);
    expect(value('http_requests_total', { operation: 'ask', status: '200' })).toBe(1);
    expect(value('model_breaker_state', { model: 'good', state: 'closed' })).toBe(1);
    expect(value('model_waiting')).toBe(0);
    expect(value('ledger_batch_records_sum')).toBeGreaterThan(10);
    expect(value('ledger_append_seconds_count')).toBeGreaterThan(5);
    expect(value('build_info')).toBe(1);
    expect(valueOf(seen, 'process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
    expect(value('database_connections', { state: 'total' })).toBeGreaterThanOrEqual(gateway.app.store.kind === 'server' ? 1 : 0);
  });

  test.each([{}, { authorization: 'Bearer wrong' }, { authorization: `Basic ${btoa(`x:${'t'.repeat(40)}`)}` }])(
    'is refused without its token: %j',
    async (headers) => {
      const reply = await fetchMetrics(headers);
      expect(reply.status).toBe(401);
      expect(await reply.text()).not.toContain('hengjian_');
    },
  );
});

test('without a token in the settings there is no /metrics', async () => {
  const plain = await openTestGateway();
  const reply = await fetch(new URL('/metrics', plain.url), { headers: { authorization: `Bearer ${token}` } });
  expect(reply.status).toBe(404);
  await plain.close();
});

test('names with quotes, backslashes and line ends stay one label', async () => {
  const metrics = createMetrics();
  const names = ['a"b', 'a\\b', 'a\nb', '公文'];
  const counter = metrics.counter({ name: 'names_total', help: 'Names.', labels: ['name', 'other'] });
  for (const name of names) counter.add([name, ''], 2);
  const seen = readMetrics(await metrics.text());
  expect(seen).toHaveLength(4);
  expect(seen.map(({ value }) => value)).toEqual([2, 2, 2, 2]);
});
