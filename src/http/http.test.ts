import { mkdtemp, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Access, soloCaller } from '../access/access.ts';
import { bytesRoute, type Route, route, streamRoute } from '../access/route.ts';
import { bytesOperation, operation, streamOperation } from '../base/contract.ts';
import { AppError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Permission } from '../base/permissions.ts';
import { prepareRequest } from '../base/prepare-request.ts';
import type { Environment } from './environment.ts';
import { createHttp } from './http.ts';
import { listen } from './listen.ts';

const operations = {
  read: operation({
    id: 'read',
    method: 'GET',
    path: '/api/things/:id',
    permission: 'documents.read',
    summary: '',
    input: z.object({ id: z.uuid(), limit: z.coerce.number().int().max(10).default(5) }),
    output: z.object({ id: z.string(), limit: z.number() }),
  }),
  write: operation({
    id: 'write',
    method: 'POST',
    path: '/api/things',
    permission: 'documents.write',
    summary: '',
    input: z.object({ name: z.string().min(1) }),
    output: z.object({ name: z.string() }),
  }),
  upload: operation({
    id: 'upload',
    method: 'POST',
    path: '/api/uploads',
    permission: 'documents.read',
    summary: '',
    upload: { maxBytes: 3 * 1024 * 1024, headers: { password: 'x-file-password' } },
    input: z.object({ name: z.string(), password: z.string().optional() }),
    output: z.object({ byteLength: z.number(), password: z.string().optional() }),
  }),
  stream: streamOperation({
    id: 'stream',
    method: 'POST',
    path: '/api/stream',
    permission: 'documents.read',
    summary: '',
    input: z.object({ breaks: z.boolean().default(false) }),
    event: z.object({ text: z.string() }),
  }),
  file: bytesOperation({
    id: 'file',
    method: 'GET',
    path: '/api/file',
    permission: 'documents.read',
    summary: '',
    input: z.object({}),
    mediaTypes: ['application/octet-stream'],
  }),
  broken: operation({
    id: 'broken',
    method: 'GET',
    path: '/api/broken',
    permission: 'documents.read',
    summary: '',
    input: z.object({ how: z.enum(['throws', 'output', 'missing']) }),
    output: z.object({ value: z.string() }),
  }),
};
const routes: Route[] = [
  route(operations.read, async (input) => ({ ...input, secret: 'not in the contract' })),
  route(operations.write, async (input) => input),
  route(operations.upload, async ({ password }, { body }) => ({ byteLength: body.byteLength, password })),
  streamRoute(operations.stream, async function* ({ breaks }) {
    yield { text: '一\n二\r\n三' };
    if (breaks) throw new Error('confidential cause');
    yield { text: 'end' };
  }),
  bytesRoute(operations.file, async () => ({
    bytes: new TextEncoder().encode('<script>'),
    mediaType: 'application/octet-stream',
    fileName: '网页 "一".html',
  })),
  route(operations.broken, async ({ how }) => {
    if (how === 'throws') throw new Error('confidential cause');
    if (how === 'missing') throw new AppError('not-found', { what: '东西 thing' });
    return { value: JSON.parse('5') as string };
  }),
];

const logged: string[] = [];
const log: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: (event) => void logged.push(event) };
const held: Permission[] = ['documents.read'];
const access: Access = {
  identify: async () => ({ ...soloCaller, permissions: new Set(held) }),
  holdsDataFolder: () => false,
  keyHolder: async () => undefined,
};
let app: Hono<Environment>;

beforeAll(async () => {
  const pagesFolder = await mkdtemp(join(tmpdir(), 'hengjian-pages-'));
  await writeFile(join(pagesFolder, 'index.html'), '<title>衡鉴</title>');
  app = createHttp({ access, routes, log, pagesFolder, version: '9.9.9' });
});

const ownHost = { host: '127.0.0.1:8080' };
const call = async (path: string, init: RequestInit = {}): Promise<Response> =>
  app.request(`http://127.0.0.1:8080${path}`, { ...init, headers: { ...ownHost, ...init.headers } });
const post = (path: string, body: string | Uint8Array<ArrayBuffer>): Promise<Response> =>
  call(path, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
const id = '0197a000-0000-7000-8000-000000000001';

async function expectProblem(response: Response, status: number, code: string): Promise<{ zh: string; en: string }> {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = z
    .object({
      type: z.string(),
      title: z.string(),
      status: z.number(),
      code: z.string(),
      zh: z.string().min(5),
      en: z.string().min(5),
      requestId: z.uuid(),
    })
    .parse(await response.json());
  expect(problem).toMatchObject({ status, code, type: `urn:hengjian:error:${code}`, requestId: response.headers.get('x-request-id') });
  return problem;
}

test('what is to be ready is made ready before anything is done for a request, and a page needs none of it', async () => {
  const steps: string[] = [];
  const door = createHttp({
    access: { ...access, identify: async () => (steps.push('identified'), soloCaller) },
    routes,
    log,
    pagesFolder: tmpdir(),
    version: '9.9.9',
    prepare: async () => void steps.push('ready'),
  });
  await door.request('http://127.0.0.1:8080/', { headers: ownHost });
  expect(steps).toEqual([]);
  await door.request(`http://127.0.0.1:8080/api/things/${id}`, { headers: ownHost });
  expect(steps).toEqual(['ready', 'identified']);
});

describe('a request that cannot be served is answered with a problem in two languages', () => {
  test.each([
    ['an unknown path', () => call('/api/nothing'), 404, 'not-found'],
    ['an unknown method', () => call(`/api/things/${id}`, { method: 'PUT' }), 404, 'not-found'],
    ['a body that is not JSON', () => post('/api/stream', '{'), 400, 'invalid-input'],
    ['a body that is not an object', () => post('/api/stream', '[1]'), 400, 'invalid-input'],
    ['a body that is not UTF-8', () => post('/api/stream', new Uint8Array([0x7b, 0xff, 0x7d])), 400, 'invalid-input'],
    ['a field of the wrong type', () => post('/api/stream', '{"breaks":"yes"}'), 400, 'invalid-input'],
    ['a parameter out of range', () => call(`/api/things/${id}?limit=11`), 400, 'invalid-input'],
    ['an id that is none', () => call('/api/things/garbage'), 400, 'invalid-input'],
    ['a NUL character', () => call(`/api/things/${id}?extra=%00`), 400, 'invalid-input'],
    ['half a character', () => post('/api/stream', '{"text":"\\ud800"}'), 400, 'invalid-input'],
    ['a missing permission', () => post('/api/things', '{"name":"x"}'), 403, 'permission-denied'],
    ['a missing thing', () => call('/api/broken?how=missing'), 404, 'not-found'],
    ['a failure inside', () => call('/api/broken?how=throws'), 500, 'internal'],
    ['a reply that breaks its own contract', () => call('/api/broken?how=output'), 500, 'internal'],
  ] as const)('%s', async (_, send, status, code) => {
    const { zh, en } = await expectProblem(await send(), status, code);
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(`${zh}${en}`).not.toContain('confidential');
  });

  test('what no address may show comes by a header, and is not taken from the query', async () => {
    const send = (query: string, password?: string): Promise<Response> =>
      call(`/api/uploads?name=a${query}`, {
        method: 'POST',
        body: '123',
        headers: { 'content-type': 'application/octet-stream', ...(password !== undefined && { 'x-file-password': password }) },
      });
    const prepared = prepareRequest(operations.upload, { name: 'a', password: '停车 12' });
    expect(prepared).toMatchObject({ url: '/api/uploads?name=a', headers: { 'x-file-password': '%E5%81%9C%E8%BD%A6%2012' } });
    expect(await (await send('', prepared.headers['x-file-password'])).json()).toEqual({ byteLength: 3, password: '停车 12' });
    expect(await (await send('&password=x')).json()).toEqual({ byteLength: 3 });
    await expectProblem(await send('', '%E5%8'), 400, 'invalid-input');
  });

  test('and an inner failure is logged with its number, an outer one is not', async () => {
    logged.length = 0;
    await call('/api/broken?how=throws');
    await call('/api/broken?how=missing');
    expect(logged).toEqual(['request-failed']);
  });
});

describe('requests of other sites', () => {
  test.each([
    ['a foreign host name (rebinding)', { host: 'evil.example:8080' }],
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a name that only begins like ours', { host: '127.0.0.1.evil.example' }],
    ['a host with a user name', { host: '127.0.0.1@evil.example' }],
  ] as const)('%s is refused', async (_, headers) => {
    await expectProblem(await call(`/api/things/${id}`, { headers }), 403, 'foreign-origin');
    await expectProblem(await call('/api/stream', { method: 'POST', body: '{}', headers }), 403, 'foreign-origin');
  });

  test.each([{}, { origin: 'http://localhost:8080' }, { origin: 'http://[::1]:8080' }, { host: 'localhost:8080' }])(
    'our own are not: %j',
    async (headers) => {
      expect((await call(`/api/things/${id}`, { headers })).status).toBe(200);
    },
  );

  test('a link from elsewhere may open a page, but not under a foreign host name', async () => {
    const navigation = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect((await call('/library', { headers: navigation })).status).toBe(200);
    expect((await call('/library', { headers: { ...navigation, host: 'evil.example' } })).status).toBe(403);
  });
});

test('what leaves is what the contract names', async () => {
  const response = await call(`/api/things/${id}?limit=7`);
  expect(await response.json()).toEqual({ id, limit: 7 });
});

test('a path parameter cannot be overridden by the query', async () => {
  const response = await call(`/api/things/${id}?id=0197a000-0000-7000-8000-000000000002`);
  expect(await response.json()).toMatchObject({ id });
});

test.each(['/api/nothing', `/api/things/${id}`, '/', '/library', '/api/openapi.json'])(
  '%s carries the security headers and a request id',
  async (path) => {
    const { headers } = await call(path);
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  },
);

test('a stored file leaves as an attachment that can run nothing here', async () => {
  const { headers } = await call('/api/file');
  expect(headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%E7%BD%91%E9%A1%B5%20%22%E4%B8%80%22.html");
  expect(headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

describe('a stream', () => {
  test('sends one event for each value, whatever line ends are in it', async () => {
    const response = await post('/api/stream', '{}');
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = (await response.text()).trimEnd().split('\n\n');
    expect(events.map((event) => JSON.parse(event.replace(/^data: /, '')) as unknown)).toEqual([{ text: '一\n二\r\n三' }, { text: 'end' }]);
  });

  test('that breaks ends without a word of why, and is logged', async () => {
    logged.length = 0;
    const text = await (await post('/api/stream', '{"breaks":true}')).text();
    expect(text).not.toContain('confidential');
    expect(text.trimEnd().split('\n\n')).toHaveLength(1);
    expect(logged).toEqual(['stream-failed']);
  });
});

describe('an upload over the limit', () => {
  const limit = 3 * 1024 * 1024;
  let listener: Awaited<ReturnType<typeof listen>>;
  beforeAll(async () => {
    listener = await listen(app.fetch, '127.0.0.1', 0);
  });
  afterAll(() => listener.close());

  const send = (byteLength: number, headers: Record<string, string | number>): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const request = httpRequest(
        `${listener.url}/api/uploads?name=a.txt`,
        { method: 'POST', headers: { 'content-type': 'application/octet-stream', ...headers } },
        (response) => {
          let text = '';
          response
            .on('data', (chunk: Buffer) => (text += chunk.toString()))
            .on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        },
      );
      request.on('error', reject);
      request.end(Buffer.alloc(byteLength, 65));
    });

  test('is refused when its length is declared', async () => {
    const { status, text } = await send(limit + 1, { 'content-length': limit + 1 });
    expect(status).toBe(413);
    expect(text).toContain('3 MB');
  });

  test('is refused when its length is not declared', async () => {
    const { status, text } = await send(limit + 1, { 'transfer-encoding': 'chunked' });
    expect(status).toBe(413);
    expect(text).toContain('3 MB');
  });

  test('is taken when it is exactly at the limit', async () => {
    expect(await send(limit, { 'transfer-encoding': 'chunked' })).toMatchObject({ status: 200, text: `{"byteLength":${limit}}` });
  });
});

test('the OpenAPI document lists exactly the mounted operations with their permissions', async () => {
  const document = z
    .object({
      openapi: z.literal('3.1.0'),
      paths: z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string(), 'x-permission': z.string() }))),
    })
    .parse(await (await call('/api/openapi.json')).json());
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { operationId, 'x-permission': permission }]) => `${method.toUpperCase()} ${path} ${operationId} ${permission}`,
    ),
  );
  expect(described.sort()).toEqual(
    routes
      .map(({ operation: { method, path, id: name, permission } }) => `${method} ${path.replace(':id', '{id}')} ${name} ${permission}`)
      .sort(),
  );
});

test('every other path is the single-page application, kept fresh', async () => {
  const response = await call('/library/anything');
  expect(await response.text()).toContain('衡鉴');
  expect(response.headers.get('cache-control')).toBe('no-cache');
});
