// The way between a browser and the service: encrypted, or through a proxy that is trusted, or on this machine.
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type DetailedPeerCertificate } from 'node:tls';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createAuthority } from '../../test/support/certificates.ts';
import { soloCaller } from '../access/access.ts';
import { route, type Route } from '../access/route.ts';
import { operation } from '../base/contract.ts';
import { silentLog } from '../base/log.ts';
import { createHttp, type Door } from './http.ts';
import { listen, type Listener, type ListenOptions } from './listen.ts';
import { sendTo } from './remote.ts';

const authority = createAuthority();
const publicUrl = 'https://hengjian.test';
const noted: string[] = [];
const waiting = Promise.withResolvers<void>();
const routes: Route[] = [
  route(
    operation({
      id: 'note',
      method: 'POST',
      path: '/api/notes',
      permission: 'documents.read',
      summary: '',
      input: z.object({}),
      output: z.object({}),
    }),
    async () => {
      noted.push('noted');
      return {};
    },
  ),
  route(
    operation({
      id: 'slow',
      method: 'GET',
      path: '/api/slow',
      permission: 'documents.read',
      summary: '',
      input: z.object({}),
      output: z.object({ done: z.boolean() }),
    }),
    async () => {
      noted.push('begun');
      await waiting.promise;
      return { done: true };
    },
  ),
];

const listeners: Listener[] = [];
afterEach(async () => {
  noted.length = 0;
  await Promise.all(listeners.splice(0).map((listener) => listener.close()));
});
afterAll(() => waiting.resolve());

async function serve(door: Partial<Door>, options: ListenOptions = {}, host = '127.0.0.1'): Promise<Listener> {
  const access = { identify: async () => soloCaller, holdsDataFolder: () => false, keyHolder: async () => undefined };
  const whole: Door = { publicOrigins: [], trustedProxies: [], ...door };
  const app = createHttp({ access, routes, log: silentLog, pagesFolder: tmpdir(), version: '1', door: whole });
  const listener = await listen(app.fetch, host, 0, { trustedProxies: whole.trustedProxies, ...options });
  listeners.push(listener);
  return listener;
}

interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | readonly string[] | undefined>;
  readonly text: string;
}
interface Sending {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}
function send(url: string, { path = '/api/notes', method = 'POST', headers = {}, body = '{}' }: Sending = {}): Promise<Reply> {
  const address = new URL(path, url);
  const options = {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    agent: false,
    ca: authority.pem,
    servername: 'hengjian.test',
  };
  return new Promise((resolve, reject) => {
    const request = (address.protocol === 'https:' ? httpsRequest : httpRequest)(address, options, (response) => {
      let text = '';
      response
        .on('data', (chunk: Buffer) => (text += chunk.toString()))
        .on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on('error', reject).end(method === 'GET' ? undefined : body);
  });
}

/** Sends lines as they are and gathers what comes back until the other end closes. */
function speak(url: string, ...lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let text = '';
    const socket: Socket = connect(Number(port), hostname, () => void socket.write(lines.join('\r\n')));
    socket.on('data', (chunk) => (text += chunk.toString())).on('error', () => {});
    socket.on('close', () => resolve(text));
  });
}

describe('with certificate files', () => {
  const files = authority.issue('DNS:hengjian.test');

  test('requests are answered encrypted, under the public name, and browsers are told to stay with it', async () => {
    const { url } = await serve({ publicOrigins: [publicUrl] }, { tls: files });
    const { status, headers } = await send(url, { headers: { host: 'hengjian.test', origin: publicUrl } });
    expect(status).toBe(200);
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
  });

  test('old versions of TLS are not spoken', async () => {
    const { url } = await serve({}, { tls: files });
    const options = { host: '127.0.0.1', port: Number(new URL(url).port), ca: authority.pem, servername: 'hengjian.test' };
    const attempt = (maxVersion: 'TLSv1.1' | 'TLSv1.2'): Promise<string> =>
      new Promise((resolve) => {
        const socket = connectTls({ ...options, minVersion: 'TLSv1', maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' }, () =>
          resolve(socket.getProtocol() ?? ''),
        );
        socket.on('error', () => resolve('refused'));
      });
    expect(await attempt('TLSv1.1')).toBe('refused');
    expect(await attempt('TLSv1.2')).toBe('TLSv1.2');
  });

  test('a renewed certificate is used without a restart, and half of one is not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hengjian-renewal-'));
    const place = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
    const put = (from: { certFile: string; keyFile: string }, ...what: readonly ('certFile' | 'keyFile')[]): void => {
      for (const name of what) copyFileSync(from[name], place[name]);
    };
    put(files, 'certFile', 'keyFile');
    const renewal = Promise.withResolvers<string>();
    const { url } = await serve({}, { tls: place, limits: { checkMs: 20 }, onRenewal: renewal.resolve });
    const before = await certificateOf(url);
    const renewed = authority.issue('DNS:hengjian.test');
    put(renewed, 'certFile');
    expect((await certificateOf(url)).fingerprint256).toBe(before.fingerprint256);
    put(renewed, 'keyFile');
    const announced = await renewal.promise;
    const after = await certificateOf(url);
    expect(after.fingerprint256).not.toBe(before.fingerprint256);
    expect(announced).toBe(`${url.split('#')[0]}#${after.fingerprint256}`);
  });

  test('a key of another certificate is told at start', async () => {
    const tls = { certFile: files.certFile, keyFile: authority.issue('DNS:hengjian.test').keyFile };
    await expect(serve({}, { tls })).rejects.toMatchObject({ code: 'configuration-invalid' });
    await expect(serve({}, { tls: { ...files, keyFile: '/nowhere' } })).rejects.toThrow(/ENOENT/);
  });

  test('the command line on this machine knows the service by its certificate, and no other', async () => {
    const { url } = await serve({ publicOrigins: [publicUrl] }, { tls: files });
    const request = (): Request =>
      new Request(new URL('/api/notes', url), {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json', host: new URL(url).host },
      });
    expect((await sendTo(url, request())).status).toBe(200);
    const other = await serve({}, { tls: authority.issue('DNS:hengjian.test') });
    await expect(sendTo(`${url.split('#')[0]}#${other.url.split('#')[1]}`, request())).rejects.toMatchObject({
      code: 'server-unreachable',
    });
  });
});

describe('behind a proxy', () => {
  const door: Partial<Door> = { publicOrigins: [publicUrl], trustedProxies: ['127.0.0.1'] };
  const proxied = (headers: Record<string, string>): Sending => ({ headers: { host: 'hengjian.test', ...headers } });

  test('that is trusted and was reached encrypted, requests are answered as encrypted', async () => {
    const { url } = await serve(door);
    const { status, headers } = await send(url, proxied({ 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' }));
    expect(status).toBe(200);
    expect(headers['strict-transport-security']).toBeDefined();
  });

  test('that was itself reached in the open, they are refused with the address to use', async () => {
    const { url } = await serve(door);
    const { status, text } = await send(url, proxied({ 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'http' }));
    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({ code: 'insecure-transport' });
    expect(text).toContain(publicUrl);
  });

  test('that is not trusted, its word is not believed', async () => {
    const { url } = await serve({ ...door, trustedProxies: ['192.0.2.1'] });
    const { headers } = await send(url, proxied({ 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' }));
    expect(headers['strict-transport-security']).toBeUndefined();
  });
});

describe('state is changed only by pages of this site, or by who is no browser', () => {
  const door: Partial<Door> = { publicOrigins: [publicUrl] };
  const outcome = async (headers: Record<string, string>): Promise<number> => {
    const { url } = await serve(door);
    return (await send(url, { headers: { host: 'hengjian.test', ...headers } })).status;
  };

  test.each([
    [{}, 200],
    [{ origin: publicUrl }, 200],
    [{ origin: publicUrl, 'sec-fetch-site': 'same-origin' }, 200],
    [{ origin: 'http://hengjian.test' }, 403],
    [{ origin: 'https://hengjian.test:8443' }, 403],
    [{ origin: 'https://evil.hengjian.test' }, 403],
    [{ origin: 'https://hengjian.test.evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ host: 'evil.example' }, 403],
    [{ 'content-type': 'text/plain' }, 415],
    [{ 'content-type': 'application/x-www-form-urlencoded' }, 415],
    [{ 'content-type': 'multipart/form-data; boundary=x' }, 415],
    [{ 'content-type': 'application/json; charset=utf-8' }, 200],
  ])('%j: %i', async (headers, status) => {
    expect(await outcome(headers)).toBe(status);
    expect(noted).toHaveLength(status === 200 ? 1 : 0);
  });
});

describe('what a sender cannot stretch', () => {
  test('headers past the limit are refused with a sentence and headers of caution', async () => {
    const { url } = await serve({});
    const reply = await speak(url, 'GET / HTTP/1.1', 'Host: 127.0.0.1', `X-Long: ${'x'.repeat(20_000)}`, '', '');
    expect(reply).toMatch(/^HTTP\/1\.1 431 /);
    expect(reply).toContain("Content-Security-Policy: default-src 'none'");
    expect(reply).toContain('请求头过长');
  });

  test('what is no request is refused', async () => {
    const { url } = await serve({});
    expect(await speak(url, 'NONSENSE', '', '')).toMatch(/^HTTP\/1\.1 400 /);
    expect(
      await speak(url, 'POST /api/notes HTTP/1.1', 'Host: 127.0.0.1', 'Content-Length: 2', 'Transfer-Encoding: chunked', '', ''),
    ).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('headers that never end are not waited for', async () => {
    const { url } = await serve({}, { limits: { headersMs: 60, requestMs: 120, checkMs: 20 } });
    expect(await speak(url, 'GET / HTTP/1.1', 'Host: 127.0.0.1', 'X-Slow: ')).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('a body that never ends is not waited for', async () => {
    const { url } = await serve({}, { limits: { headersMs: 60, requestMs: 120, checkMs: 20 } });
    const lines = ['POST /api/notes HTTP/1.1', 'Host: 127.0.0.1', 'Content-Type: application/json', 'Content-Length: 9', '', '{'];
    expect(await speak(url, ...lines)).toMatch(/^HTTP\/1\.1 408 /);
    expect(noted).toEqual([]);
  });

  test('connections past the limit are closed, and room that is left is given again', async () => {
    const { url } = await serve({}, { limits: { connections: 1 } });
    const { port } = new URL(url);
    const first = connect(Number(port), '127.0.0.1');
    await new Promise((resolve) => first.once('connect', resolve));
    expect(await speak(url, 'GET /api HTTP/1.1', 'Host: 127.0.0.1', 'Connection: close', '', '')).toBe('');
    await new Promise((resolve) => first.once('close', resolve).end());
    expect(await speak(url, 'GET /api HTTP/1.1', 'Host: 127.0.0.1', 'Connection: close', '', '')).toMatch(/^HTTP\/1\.1 200 /);
  });
});

test('a service that stops lets the request under way finish, and takes no other', async () => {
  const listener = await serve({});
  const underWay = send(listener.url, { path: '/api/slow', method: 'GET' });
  await expect.poll(() => noted).toContain('begun');
  const closed = listener.close();
  await expect(send(listener.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  waiting.resolve();
  expect((await underWay).text).toBe('{"done":true}');
  await closed;
});

test('every reply says what browsers must not do with it', async () => {
  const { url } = await serve({});
  for (const sending of [
    {},
    { path: '/api/none', method: 'GET' },
    { path: '/api', method: 'GET' },
    { headers: { origin: 'https://evil.example' } },
  ]) {
    const { headers } = await send(url, sending);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy.replace("style-src-attr 'unsafe-inline'", '')).not.toContain('unsafe');
    expect(policy).toMatch(/style-src 'self' 'nonce-[A-Za-z0-9+/=]{16,}'/);
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['server']).toBeUndefined();
  }
});

test('the pages show the nonce of their policy', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hengjian-pages-'));
  writeFileSync(join(folder, 'index.html'), '<meta property="csp-nonce" nonce="{{nonce}}">');
  const app = createHttp({
    access: { identify: async () => soloCaller, holdsDataFolder: () => false, keyHolder: async () => undefined },
    routes,
    log: silentLog,
    pagesFolder: folder,
    version: '1',
  });
  for (const path of ['/', '/index.html', '/library']) {
    const reply = await app.request(`http://127.0.0.1${path}`, { headers: { host: '127.0.0.1' } });
    const nonce = /'nonce-([^']+)'/.exec(reply.headers.get('content-security-policy') ?? '')?.[1];
    expect(await reply.text()).toBe(`<meta property="csp-nonce" nonce="${nonce}">`);
  }
});

test('a nonce is used once', async () => {
  const { url } = await serve({});
  const nonce = async (): Promise<string | undefined> => {
    const { headers, text } = await send(url, { path: '/api', method: 'GET' });
    const found = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1];
    expect(text).toContain(`<style nonce="${found}">`);
    return found;
  };
  expect(await nonce()).not.toBe(await nonce());
});

function certificateOf(url: string): Promise<DetailedPeerCertificate> {
  return new Promise((resolve, reject) => {
    const socket = connectTls(
      { host: '127.0.0.1', port: Number(new URL(url).port), ca: authority.pem, servername: 'hengjian.test' },
      () => {
        resolve(socket.getPeerCertificate(true));
        socket.end();
      },
    );
    socket.on('error', reject);
  });
}
