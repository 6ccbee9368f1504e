// Other systems ask for embeddings and for a ranking: with the official client, with the Vercel AI SDK, and of servers that speak
// otherwise than those clients expect.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { embed, embedMany } from 'ai';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openTestGateway, type TestGateway } from './support/gateway.ts';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';

let gateway: TestGateway;
let first: FakeModelServer;
let second: FakeModelServer;
/** Speaks as SGLang, text-embeddings-inference and Ollama do. */
let other: Server;
let otherBody: Record<string, unknown> = {};
async function answerOtherwise(request: IncomingMessage, response: ServerResponse): Promise<void> {
  otherBody = z.record(z.string(), z.unknown()).parse(await json(request));
  const vectors = { data: [{ index: 0, object: 'embedding', embedding: [0.5, -0.25, 1] }], model: 'o' };
  const ranks = [0.1, 0.9, 0.4].map((score, index) => ({ score, index, document: 'x', meta_info: {} }));
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(request.url === '/v1/rerank' ? ranks : vectors));
}
let key: string;
beforeAll(async () => {
  gateway = await openTestGateway();
  first = await startFakeModelServer({ record: true });
  second = await startFakeModelServer({ record: true });
  other = createServer((request, response) => void answerOtherwise(request, response)).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const otherUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1`;
  const abilities = ['embeddings', 'rerank'];
  await gateway.addModel('vectors', `${first.url}/v1`, { abilities, upstreamName: 'fake-embed' });
  await gateway.addModel('spare', `${second.url}/v1`, { abilities, upstreamName: 'fake-embed' });
  await gateway.addModel('small', `${first.url}/v1`, { abilities, contextTokens: 256 });
  await gateway.addModel('talker', `${first.url}/v1`);
  await gateway.addModel('other', otherUrl, { abilities, dialect: 'mindie' });
  key = await gateway.relayKey('search-tools', ['vectors', 'spare', 'talker', 'other', 'small']);
}, 120_000);
afterAll(async () => {
  other.close();
  await gateway.close();
  await first.close();
  await second.close();
});
afterEach(() => {
  first.reset();
  second.reset();
});

const client = (apiKey = key): OpenAI => new OpenAI({ apiKey, baseURL: gateway.url, maxRetries: 0 });
const post = (path: string, body: unknown, bearer = key): Promise<Response> =>
  fetch(`${gateway.url}/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify(body),
  });
const errorOf = async (reply: Response) => {
  const body: unknown = await reply.json();
  return [reply.status, z.object({ error: z.object({ code: z.string() }) }).parse(body).error.code];
};
const ranking = z.object({
  results: z.array(z.object({ index: z.number(), relevance_score: z.number(), document: z.unknown().optional() })),
});

test('the official client gets a vector for each text, and the model every field that is not known here', async () => {
  const fields = { dimensions: 16, user: 'somebody', truncate_prompt_tokens: 100 };
  const reply = await client().embeddings.create({ model: 'vectors', input: ['低保怎么申请？', '高龄津贴'], ...fields });
  expect(reply.data.map(({ embedding }) => embedding.length)).toEqual([16, 16]);
  expect(reply.usage.prompt_tokens).toBeGreaterThan(0);
  expect(JSON.parse(first.bodies()[0]?.raw ?? '')).toMatchObject({ model: 'fake-embed', ...fields });
});

test('the client gets the same numbers whether it asks for them as numbers or as bytes', async () => {
  const asked = { model: 'vectors', input: '低保', dimensions: 8 };
  const [numbers, bytes] = [
    await client().embeddings.create({ ...asked, encoding_format: 'float' }),
    await client().embeddings.create(asked),
  ];
  expect(bytes.data[0]?.embedding).toEqual(numbers.data[0]?.embedding.map(Math.fround));
});

test('the Vercel AI SDK embeds one text and several', async () => {
  const model = createOpenAICompatible({ name: 'hengjian', baseURL: gateway.url, apiKey: key }).embeddingModel('vectors');
  const { embedding, usage } = await embed({ model, value: '低保', maxRetries: 0 });
  expect(embedding.length).toBe(256);
  expect(usage.tokens).toBeGreaterThan(0);
  const { embeddings } = await embedMany({ model, values: ['低保', '津贴'], maxRetries: 0 });
  expect(embeddings[0]).toEqual(embedding);
});

test('documents are ranked, no more of them than are asked for, with their texts if wanted', async () => {
  const documents = ['种植水稻的技术', '低保申请需要户口簿', { text: '低保' }];
  const reply = await post('rerank', { model: 'vectors', query: '低保申请', documents, top_n: 2, return_documents: true });
  const { results } = ranking.parse(await reply.json());
  expect(results).toHaveLength(2);
  expect(results.map(({ index }) => index)).not.toContain(0);
  expect(results[0]?.relevance_score).toBeGreaterThanOrEqual(results[1]?.relevance_score ?? 2);
  expect(results.find(({ index }) => index === 1)?.document).toEqual({ text: '低保申请需要户口簿' });
});

test('servers that speak otherwise are understood', async () => {
  const reply = await client().embeddings.create({ model: 'other', input: '低保' });
  expect(reply.data[0]?.embedding).toEqual([0.5, -0.25, 1]);
  const ranked = await post('rerank', { model: 'other', query: '低保', documents: ['一', '二', '三'], top_n: 2 });
  expect(otherBody).toEqual({ model: 'fake-chat', query: '低保', texts: ['一', '二', '三'] });
  expect(ranking.parse(await ranked.json()).results).toEqual([
    { index: 1, relevance_score: 0.9 },
    { index: 2, relevance_score: 0.4 },
  ]);
});

test('the record tells of intent and outcome, without the texts, and usage is that of the endpoint or estimated', async () => {
  await client().embeddings.create({ model: 'vectors', input: '低保怎么申请？' });
  const { records } = await gateway.app.ledger.list({ limit: 2 });
  expect(records.map(({ record }) => record.action)).toEqual(['run-finished', 'run-begun']);
  expect(records[0]?.record.details).toMatchObject({
    label: 'internal',
    calls: [{ outcome: 'done', usage: 'reported', completionTokens: 0 }],
  });
  expect(JSON.stringify(records)).not.toContain('低保');
  await client().embeddings.create({ model: 'other', input: '低保怎么申请？' });
  const last = (await gateway.app.ledger.list({ limit: 1 })).records[0]?.record;
  expect(last?.details).toMatchObject({ calls: [{ usage: 'estimated', promptTokens: 4 }] });
});

test('each text has to fit into what the model holds, however many there are', async () => {
  const text = '低保'.repeat(150);
  expect((await post('embeddings', { model: 'small', input: [text, text, text] })).status).toBe(200);
  expect(await errorOf(await post('embeddings', { model: 'small', input: [text, text.repeat(4)] }))).toEqual([
    400,
    'context_length_exceeded',
  ]);
});

test('another model takes over from one that fails', async () => {
  first.setFaults({ status: 503 });
  const reply = await client()
    .embeddings.create({ model: 'vectors', input: '低保', encoding_format: 'float' })
    .catch((error: unknown) => error);
  expect(reply).toMatchObject({ status: 502 });
  const either = await gateway.relayKey('either', ['vectors', 'spare']);
  expect((await post('embeddings', { model: 'either', input: '低保' }, either)).status).toBe(200);
  expect((await post('rerank', { model: 'either', query: '低保', documents: ['低保'] }, either)).status).toBe(200);
  expect(second.stats().requests).toBe(2);
});

test('what cannot be done is said in the shape of OpenAI', async () => {
  for (const body of [
    { model: 'vectors' },
    { model: 'vectors', input: [] },
    { model: 'vectors', input: '' },
    { model: 'vectors', input: [[1, 2, 3]] },
    { input: '低保' },
  ])
    expect(await errorOf(await post('embeddings', body)), JSON.stringify(body)).toEqual([400, 'invalid_input']);
  for (const body of [
    { model: 'vectors', query: '低保' },
    { model: 'vectors', query: '', documents: ['一'] },
    { model: 'vectors', query: '低保', documents: [1] },
    { model: 'vectors', query: '低保', documents: ['一'], top_n: 0 },
  ])
    expect(await errorOf(await post('rerank', body)), JSON.stringify(body)).toEqual([400, 'invalid_input']);
  expect(await errorOf(await post('embeddings', { model: 'talker', input: '低保' }))).toEqual([400, 'model_unable']);
  expect(await errorOf(await post('embeddings', { model: 'nobody', input: '低保' }))).toEqual([404, 'model_unknown']);
  const quoting = await gateway.keyFor('policy-questions');
  expect(await errorOf(await post('embeddings', { model: 'any', input: '低保' }, quoting))).toEqual([409, 'scenario_quotes']);
  // A vector too few.
  expect(await errorOf(await post('embeddings', { model: 'other', input: ['低保', '津贴'] }))).toEqual([502, 'model_failed']);
  expect(await errorOf(await post('rerank', { model: 'other', query: '低保', documents: ['一', '二'] }))).toEqual([502, 'model_failed']);
});
