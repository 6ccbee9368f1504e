// What can be seen of models from outside agrees with the calls that were made through `/v1`.
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { z } from 'zod';
import { operations as answers } from '../src/answer/contract.ts';
import { type FiguresOf, operations as models } from '../src/models/contract.ts';
import { openTestGateway, type TestGateway } from './support/gateway.ts';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';

let gateway: TestGateway;
let good: FakeModelServer;
let broken: FakeModelServer;
const messages = [{ role: 'user' as const, content: '低保怎么申请？' }];
beforeAll(async () => {
  gateway = await openTestGateway();
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
