// Traces reach the operator's collector by OTLP: a small one stands here, and what it was sent is looked at.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { openTestGateway, type TestGateway } from './support/gateway.ts';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';

const value = z.object({
  stringValue: z.string().optional(),
  intValue: z
    .string()
    .regex(/^-?\d+$/)
    .optional(),
  doubleValue: z.number().optional(),
  boolValue: z.boolean().optional(),
  arrayValue: z.object({ values: z.array(z.object({ stringValue: z.string() })) }).optional(),
});
const attributes = z.array(z.strictObject({ key: z.string(), value: value.strict() }));
const spanSchema = z.strictObject({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  name: z.string(),
  kind: z.number().int().min(1).max(5),
  startTimeUnixNano: z.string().regex(/^\d{19}$/),
  endTimeUnixNano: z.string().regex(/^\d{19}$/),
  attributes,
  status: z.strictObject({ code: z.number().optional() }),
});
const requestSchema = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes }),
      scopeSpans: z.array(z.strictObject({ scope: z.object({ name: z.string() }), spans: z.array(spanSchema) })),
    }),
  ),
});
type ReceivedSpan = z.infer<typeof spanSchema>;

let gateway: TestGateway;
let upstream: FakeModelServer;
let collector: Server;
let key: string;
const bodies: { readonly path: string | undefined; readonly text: string }[] = [];
beforeAll(async () => {
  collector = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.on('end', () => {
      bodies.push({ path: request.url, text });
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => void collector.listen(0, '127.0.0.1', resolve));
  gateway = await openTestGateway({ HENGJIAN_OTLP_URL: `http://127.0.0.1:${(collector.address() as AddressInfo).port}/` });
  upstream = await startFakeModelServer();
  await gateway.addModel('local', `${upstream.url}/v1`);
  key = await gateway.relayKey('letters', ['local']);
}, 120_000);
afterAll(async () => {
  await gateway.close();
  await upstream.close();
  collector.close();
});

const chat = (traceparent?: string): Promise<Response> =>
  fetch(`${gateway.url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...(traceparent ? { traceparent } : {}) },
    body: JSON.stringify({ model: 'local', stream: true, messages: [{ role: 'user', content: '低保怎么申请？' }] }),
  });
const received = (): ReceivedSpan[] =>
  bodies.flatMap(({ text }) =>
    requestSchema.parse(JSON.parse(text)).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  );
const waitForSpans = (count: number) => vi.waitUntil(() => received().length >= count, { timeout: 15_000, interval: 100 });
const attributesOf = (span: ReceivedSpan | undefined) =>
  Object.fromEntries((span?.attributes ?? []).map(({ key: name, value: one }) => [name, Object.values(one)[0] as unknown]));

test('a run and its call of a model are spans of the trace that the caller began, without a word of what was said', async () => {
  const [traceId, parent] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7'];
  upstream.setFaults({ tokens: 12, itl: 2 });
  await (await chat(`00-${traceId}-${parent}-01`)).text();
  // Its caller decided that it is not kept.
  await (await chat(`00-${'a'.repeat(32)}-${parent}-00`)).text();
  await waitForSpans(2);
  const [run, call] = received();
  expect(received()).toHaveLength(2);
  expect(bodies[0]?.path).toBe('/v1/traces');
  expect(run).toMatchObject({ traceId, parentSpanId: parent, name: 'run letters', kind: 2 });
  expect(attributesOf(run)).toMatchObject({
    'hengjian.outcome': 'relayed',
    'hengjian.label': 'internal',
    'hengjian.scenario.version': '1',
  });
  expect(call).toMatchObject({ traceId, parentSpanId: run?.spanId, name: 'chat fake-chat', kind: 3, status: {} });
  expect(attributesOf(call)).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'fake-chat',
    'gen_ai.usage.output_tokens': '12',
    'gen_ai.response.finish_reasons': { values: [{ stringValue: 'stop' }] },
    'server.address': '127.0.0.1',
    'server.port': new URL(upstream.url).port,
    'hengjian.zone': 'in-house',
  });
  expect(BigInt(call?.endTimeUnixNano ?? 0)).toBeGreaterThan(BigInt(call?.startTimeUnixNano ?? 0));
  expect(bodies.map(({ text }) => text).join('')).not.toMatch(/低保|gen_ai\.(input|output)\.messages/);
});

test('a call that failed says by what, and a caller without a trace begins none of another', async () => {
  bodies.length = 0;
  upstream.setFaults({ cutAfter: 3 });
  await (await chat('00-zz-broken')).text();
  await waitForSpans(2);
  const [run, call] = received();
  expect(run?.parentSpanId).toBeUndefined();
  expect(call).toMatchObject({ status: { code: 2 } });
  expect(attributesOf(call)).toMatchObject({ 'error.type': 'cut' });
  expect(attributesOf(run)).toMatchObject({ 'error.type': 'failed' });
});

test('embeddings are named as such', async () => {
  bodies.length = 0;
  upstream.setFaults({});
  await gateway.addModel('vectors', `${upstream.url}/v1`, { upstreamName: 'fake-embed', abilities: ['embeddings'] });
  const token = await gateway.relayKey('vectors-of', ['vectors']);
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const body = JSON.stringify({ model: 'vectors', input: ['低保'] });
  expect((await fetch(`${gateway.url}/embeddings`, { method: 'POST', headers, body })).status).toBe(200);
  await waitForSpans(2);
  const call = received().find(({ kind }) => kind === 3);
  expect(call?.name).toBe('embeddings fake-embed');
  expect(attributesOf(call)).toMatchObject({ 'gen_ai.operation.name': 'embeddings' });
  expect(attributesOf(call)).not.toHaveProperty('gen_ai.usage.output_tokens');
});

test('nobody waits for a collector that is away', async () => {
  collector.closeAllConnections();
  await new Promise<void>((resolve) => void collector.close(() => resolve()));
  upstream.setFaults({});
  const startedAt = performance.now();
  for (let count = 0; count < 20; count += 1) expect(await (await chat()).text()).toContain('[DONE]');
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
