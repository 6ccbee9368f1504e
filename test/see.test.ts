// What can be seen of models from outside agrees with the calls that were made through `/v1`.
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { z } from 'zod';
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
