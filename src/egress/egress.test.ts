import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect as connectTcp, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer, rootCertificates } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAuthority } from '../../test/support/certificates.ts';
import { AppError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { readAuthorities } from './authorities.ts';
import { createEgress, type Egress, type EgressDependencies, type EgressRule } from './egress.ts';

const authority = createAuthority();
const listening: Server[] = [];
const doors: Egress[] = [];
const lines: string[] = [];
const note = (event: string, fields?: object): void => void lines.push(JSON.stringify({ event, ...fields }));
const log: Log = { debug: note, info: note, warn: note, error: (event) => note(event) };

async function listenOn(server: Server, host = '127.0.0.1'): Promise<number> {
  listening.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as AddressInfo).port;
}

const reached: string[] = [];
function answer(request: IncomingMessage, response: ServerResponse): void {
  reached.push(`${request.headers.host} ${request.url} ${request.headers.authorization ?? '-'}`);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://any');
  if (pathname === '/to')
    return void response.writeHead(Number(searchParams.get('status') ?? 302), { location: searchParams.get('url') ?? '' }).end('elsewhere');
  if (pathname === '/silent') return;
  if (pathname === '/bomb') return void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(4_000_000)));
  if (pathname === '/header') return void response.writeHead(200, { 'x-long': 'x'.repeat(100_000) }).end();
  if (pathname === '/empty') return void response.writeHead(204).end();
  request.pipe(response.writeHead(200, { 'content-type': 'text/plain' }));
  if (request.method === 'GET') response.end('answered');
}

let open: number;
let secure: number;
let foreign: number;
beforeAll(async () => {
  open = await listenOn(createServer(answer));
  secure = await listenOn(createSecureServer({ ...authority.issue('DNS:model.test', 'IP:127.0.0.1') }, answer));
  foreign = await listenOn(createSecureServer({ ...createAuthority().issue('DNS:model.test', 'IP:127.0.0.1') }, answer));
});
afterAll(async () => {
  await Promise.all(doors.map((door) => door.close()));
  for (const server of listening) {
    server.closeAllConnections?.();
    server.close();
  }
});
beforeEach(() => {
  lines.length = 0;
  reached.length = 0;
});

const anyPort = (): number[] => [open, secure, foreign];
const inHouse = (...hosts: string[]): EgressRule => ({ purpose: 'model', zone: 'in-house', hosts, ports: anyPort() });
function door(rules: readonly EgressRule[], more: Partial<EgressDependencies> = {}): Egress {
  const made = createEgress({ rules: () => rules, log, authorities: readAuthorities(authority.file), ...more });
  doors.push(made);
  return made;
}
const denial = (kind: string) => ({ code: 'egress-denied', details: { denial: kind } }) as const;
const names =
  (table: Readonly<Record<string, readonly string[]>>) =>
  async (host: string): Promise<readonly string[]> =>
    table[host] ?? [];

describe('what a rule allows is reached', () => {
  test('and what it replies is handed on', async () => {
    const reply = await door([inHouse('127.0.0.1')]).fetch('model', `http://127.0.0.1:${open}/path`);
    expect(reply.status).toBe(200);
    expect(await reply.text()).toBe('answered');
  });

  test('with the body of a request', async () => {
    const reply = await door([inHouse('127.0.0.1')]).fetch('model', `http://127.0.0.1:${open}/`, { method: 'POST', body: '问题' });
    expect(await reply.text()).toBe('问题');
  });

  test('a name, by any of its letters cases and with a final dot', async () => {
    const egress = door([inHouse('model.test')], { resolve: names({ 'model.test': ['127.0.0.1'] }) });
    expect((await egress.fetch('model', `http://MODEL.test.:${open}/`)).status).toBe(200);
  });

  test('a reply without a body', async () => {
    expect((await door([inHouse('127.0.0.1')]).fetch('model', `http://127.0.0.1:${open}/empty`)).status).toBe(204);
  });
});

describe('what no rule allows is denied', () => {
  test.each([
    ['another purpose', 'webhook', 'http://127.0.0.1:OPEN/', 'host'],
    ['another host', 'model', 'http://127.0.0.2:OPEN/', 'host'],
    ['another port', 'model', 'http://127.0.0.1:1/', 'port'],
    ['a scheme that is not spoken', 'model', 'file:///etc/passwd', 'scheme'],
    ['credentials in the address', 'model', 'http://user:word@127.0.0.1:OPEN/', 'credentials'],
  ])('%s', async (_, purpose, url, kind) => {
    await expect(door([inHouse('127.0.0.1')]).fetch(purpose, url.replace('OPEN', String(open)))).rejects.toMatchObject(denial(kind));
    expect(reached).toEqual([]);
  });

  test('a name below a listed one is not the listed one, and the other way round', async () => {
    const resolve = names({ 'a.model.test': ['127.0.0.1'], 'model.test': ['127.0.0.1'], 'evilmodel.test': ['127.0.0.1'] });
    const below = door([inHouse('*.model.test')], { resolve });
    expect((await below.fetch('model', `http://a.model.test:${open}/`)).status).toBe(200);
    await expect(below.fetch('model', `http://model.test:${open}/`)).rejects.toMatchObject(denial('host'));
    await expect(below.fetch('model', `http://evilmodel.test:${open}/`)).rejects.toMatchObject(denial('host'));
  });

  test('a rule taken back holds at once', async () => {
    const rules = [inHouse('127.0.0.1')];
    const egress = door(rules);
    await (await egress.fetch('model', `http://127.0.0.1:${open}/`)).text();
    rules.length = 0;
    await expect(egress.fetch('model', `http://127.0.0.1:${open}/`)).rejects.toMatchObject(denial('host'));
  });
});

describe('an external rule never reaches inside', () => {
  const anywhere = (): EgressRule => ({ purpose: 'webhook', zone: 'external', hosts: ['*'], ports: anyPort(), plainText: true });

  test.each([
    '127.0.0.1',
    'localhost',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '127.1',
    '0',
    '10.0.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '[fe80::1]',
    '[fd00::1]',
    '[64:ff9b::7f00:1]',
    '224.0.0.1',
  ])('%s', async (host) => {
    await expect(door([anywhere()]).fetch('webhook', `http://${host}:${open}/`)).rejects.toMatchObject(denial('address'));
    expect(reached).toEqual([]);
  });

  test('a name that points inside', async () => {
    const egress = door([anywhere()], { resolve: names({ 'hook.test': ['127.0.0.1'] }) });
    await expect(egress.fetch('webhook', `http://hook.test:${open}/`)).rejects.toMatchObject(denial('address'));
  });

  test('a name that points outside and inside', async () => {
    const egress = door([anywhere()], { resolve: names({ 'hook.test': ['8.8.8.8', '127.0.0.1'] }) });
    await expect(egress.fetch('webhook', `http://hook.test:${open}/`)).rejects.toMatchObject(denial('address'));
  });

  test("a public address that is the site's own", async () => {
    const egress = door([anywhere()], { siteNetworks: () => ['8.8.0.0/16'] });
    await expect(egress.fetch('webhook', `http://8.8.8.8:${open}/`)).rejects.toMatchObject(denial('address'));
  });
});

test('an in-house rule never reaches outside, nor a metadata or link-local address', async () => {
  const egress = door([{ ...inHouse('*'), plainText: true }], { resolve: names({ 'model.test': ['8.8.8.8'] }) });
  for (const host of ['model.test', '8.8.8.8', '169.254.169.254', '[fe80::1]', '0.0.0.0'])
    await expect(egress.fetch('model', `http://${host}:${open}/`)).rejects.toMatchObject(denial('address'));
});

test('an address that a rule spells out may be reached although its zone does not hold it', async () => {
  const rule: EgressRule = { ...inHouse('*'), zone: 'external', networks: ['127.0.0.1'] };
  expect((await door([rule]).fetch('model', `http://127.0.0.1:${open}/`)).status).toBe(200);
  await expect(door([rule]).fetch('model', `http://127.0.0.2:${open}/`)).rejects.toMatchObject(denial('address'));
});

test('a name is asked for once, and the address that was checked is the one connected to', async () => {
  const answers = [['127.0.0.1'], ['10.9.9.9']];
  const egress = door([inHouse('model.test')], { resolve: async () => answers.shift() ?? [] });
  expect((await egress.fetch('model', `http://model.test:${open}/`)).status).toBe(200);
  expect(reached).toEqual([`model.test:${open} / -`]);
  expect(answers).toEqual([['10.9.9.9']]);
});

test('an open connection stays on this machine unless the rule says otherwise', async () => {
  const egress = door([inHouse('10.0.0.1')]);
  await expect(egress.fetch('model', `http://10.0.0.1:${open}/`)).rejects.toMatchObject(denial('plain'));
});

test('a private address belongs to the site unless the site says otherwise', async () => {
  const egress = door([{ ...inHouse('*'), plainText: true }], { siteNetworks: () => ['10.1.0.0/16'] });
  await expect(egress.fetch('model', `http://10.2.0.1:${open}/`)).rejects.toMatchObject(denial('address'));
});

test('the networks of the site are read at each connection', async () => {
  const site = ['8.8.0.0/16'];
  const egress = door([{ ...inHouse('*'), plainText: true }], { siteNetworks: () => [...site] });
  const attempt = () => egress.fetch('model', `http://8.8.8.8:${open}/`, { signal: AbortSignal.timeout(1) });
  await expect(attempt()).rejects.not.toMatchObject(denial('address'));
  site.length = 0;
  await expect(attempt()).rejects.toMatchObject(denial('address'));
});

describe('a redirect', () => {
  const to = (url: string, status = 302): string => `http://127.0.0.1:${open}/to?status=${status}&url=${encodeURIComponent(url)}`;

  test('to where the rules allow is followed, without the credentials if the origin changes', async () => {
    const egress = door([inHouse('127.0.0.1', '127.0.0.2')]);
    const elsewhere = await listenOn(createServer(answer), '127.0.0.2');
    const rules: EgressRule[] = [{ ...inHouse('127.0.0.1', '127.0.0.2'), ports: [open, elsewhere] }];
    const reply = await door(rules).fetch('model', to(`http://127.0.0.2:${elsewhere}/`), { headers: { authorization: 'Bearer word' } });
    expect(await reply.text()).toBe('answered');
    expect(reached.map((line) => line.split(' ').slice(2).join(' '))).toEqual(['Bearer word', '-']);
    await (await egress.fetch('model', to('/path'), { headers: { authorization: 'Bearer word' } })).text();
    expect(reached.at(-1)).toBe(`127.0.0.1:${open} /path Bearer word`);
  });

  test('to where they do not is denied', async () => {
    const egress = door([inHouse('127.0.0.1')]);
    await expect(egress.fetch('model', to(`http://[::1]:${open}/`))).rejects.toMatchObject(denial('host'));
    await expect(egress.fetch('model', to('file:///etc/passwd'))).rejects.toMatchObject(denial('scheme'));
  });

  test('from an encrypted to an open connection is denied', async () => {
    const url = `https://127.0.0.1:${secure}/to?url=${encodeURIComponent(`http://127.0.0.1:${open}/`)}`;
    await expect(door([inHouse('127.0.0.1')]).fetch('model', url)).rejects.toMatchObject(denial('downgrade'));
  });

  test('that never ends is denied', async () => {
    const circle: Server = createServer((_, response) => response.writeHead(302, { location: '/' }).end());
    const port = await listenOn(circle);
    await expect(door([{ ...inHouse('127.0.0.1'), ports: [port] }]).fetch('model', `http://127.0.0.1:${port}/`)).rejects.toMatchObject(
      denial('redirects'),
    );
  });

  test('is left to the caller who asks for it, and for requests that change something', async () => {
    const egress = door([inHouse('127.0.0.1')]);
    expect((await egress.fetch('model', to('/path'), { redirect: 'manual' })).status).toBe(302);
    expect((await egress.fetch('model', to('/path', 307), { method: 'POST', body: 'x' })).status).toBe(307);
  });
});

describe('certificates', () => {
  test("those of the site's own authority are believed", async () => {
    const egress = door([inHouse('model.test', '127.0.0.1')], { resolve: names({ 'model.test': ['127.0.0.1'] }) });
    expect((await egress.fetch('model', `https://model.test:${secure}/`)).status).toBe(200);
    expect((await egress.fetch('model', `https://127.0.0.1:${secure}/`)).status).toBe(200);
  });

  test('those of any other are not, whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    try {
      await expect(door([inHouse('127.0.0.1')]).fetch('model', `https://127.0.0.1:${foreign}/`)).rejects.toMatchObject({
        code: 'egress-failed',
      });
      const trusting = door([inHouse('127.0.0.1')], { authorities: rootCertificates });
      await expect(trusting.fetch('model', `https://127.0.0.1:${secure}/`)).rejects.toMatchObject({ code: 'egress-failed' });
    } finally {
      vi.unstubAllEnvs();
    }
    expect(reached).toEqual([]);
  });

  test('one made out to another name is refused', async () => {
    const egress = door([inHouse('other.test')], { resolve: names({ 'other.test': ['127.0.0.1'] }) });
    await expect(egress.fetch('model', `https://other.test:${secure}/`)).rejects.toMatchObject({
      code: 'egress-failed',
      details: { host: 'other.test', cause: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
  });

  test('a file without a certificate is told at start', () => {
    expect(() => readAuthorities(import.meta.filename)).toThrow(AppError);
    expect(() => readAuthorities('/nowhere/ca.pem')).toThrow(/HENGJIAN_CA_FILE.*ENOENT/);
  });
});

describe('limits', () => {
  const local = (): Egress => door([inHouse('127.0.0.1')]);

  test('a service that does not answer in time has failed', async () => {
    await expect(local().fetch('model', `http://127.0.0.1:${open}/silent`, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'egress-failed',
      details: { cause: 'timeout' },
    });
  });

  test('a caller that goes away ends the call as its own doing', async () => {
    const controller = new AbortController();
    const call = local().fetch('model', `http://127.0.0.1:${open}/silent`, { signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('a reply that unpacks past the limit is cut off', async () => {
    const reply = await local().fetch('model', `http://127.0.0.1:${open}/bomb`, { maxBytes: 1_000_000 });
    await expect(reply.text()).rejects.toMatchObject({ code: 'egress-failed' });
  });

  test('headers past the limit are not read', async () => {
    await expect(local().fetch('model', `http://127.0.0.1:${open}/header`)).rejects.toMatchObject({ code: 'egress-failed' });
  });

  test('a port where nobody listens is named', async () => {
    const gone = createServer();
    const port = await listenOn(gone);
    await new Promise((resolve) => gone.close(resolve));
    const egress = door([{ ...inHouse('127.0.0.1'), ports: [port] }]);
    await expect(egress.fetch('model', `http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      details: { host: '127.0.0.1', cause: 'ECONNREFUSED' },
    });
  });
});

test('each call leaves one line, without path, query, headers or body', async () => {
  const egress = door([inHouse('127.0.0.1')]);
  const secret = 'planted-secret';
  const request = { method: 'POST', headers: { authorization: secret }, body: secret };
  await (await egress.fetch('model', `http://127.0.0.1:${open}/${secret}?key=${secret}`, request)).text();
  await expect(egress.fetch('model', `http://127.0.0.9:${open}/${secret}`, request)).rejects.toMatchObject(denial('host'));
  expect(lines).toHaveLength(2);
  expect(lines.join('')).not.toContain(secret);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    event: 'egress',
    purpose: 'model',
    method: 'POST',
    host: '127.0.0.1',
    port: open,
    status: 200,
  });
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ event: 'egress-denied', purpose: 'model', cause: 'host' });
});

describe('a socket', () => {
  const directory = (more: Partial<EgressRule> = {}): EgressRule => ({
    purpose: 'directory',
    zone: 'in-house',
    hosts: ['ldap.test'],
    ...more,
  });

  test('is checked, encrypted and verified like a call', async () => {
    const server = createTlsServer({ ...authority.issue('DNS:ldap.test') }, (socket) => socket.end('hello'));
    const port = await listenOn(server as unknown as Server);
    const egress = door([directory({ ports: [port] })], { resolve: names({ 'ldap.test': ['127.0.0.1'] }) });
    const socket = await egress.connect('directory', { scheme: 'ldaps', host: 'ldap.test', port });
    expect(await textOf(socket)).toBe('hello');
    expect(await egress.resolve('directory', { scheme: 'ldaps', host: 'ldap.test', port })).toMatchObject({
      address: '127.0.0.1',
      servername: 'ldap.test',
    });
  });

  test('is denied like a call', async () => {
    const egress = door([directory()], { resolve: names({ 'ldap.test': ['10.0.0.1'] }) });
    const target = { host: 'ldap.test', port: 389 };
    await expect(egress.connect('directory', { scheme: 'ldap', ...target })).rejects.toMatchObject(denial('plain'));
    await expect(egress.resolve('directory', { scheme: 'ldaps', ...target })).rejects.toMatchObject(denial('port'));
    await expect(egress.connect('model', { scheme: 'ldap', ...target })).rejects.toMatchObject(denial('host'));
  });
});

describe('with a proxy', () => {
  const asked: string[] = [];
  let proxy: URL;
  beforeAll(async () => {
    const server = createServer();
    server.on('connect', (request, socket: Socket) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? '-'}`);
      if (request.url?.startsWith('refused')) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      const onward = connectTcp(secure, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        onward.pipe(socket).pipe(onward);
      });
      onward.on('error', () => socket.destroy());
      socket.on('error', () => onward.destroy());
    });
    proxy = new URL(`http://gate:word@127.0.0.1:${await listenOn(server)}`);
  });
  beforeEach(() => void (asked.length = 0));
  const external = (...hosts: string[]): EgressRule => ({ purpose: 'model', zone: 'external', hosts, ports: [443] });

  test('what is external goes through it, verified end to end', async () => {
    const egress = door([external('model.test')], { proxy, resolve: names({ 'model.test': ['8.8.8.8'] }) });
    expect(await (await egress.fetch('model', 'https://model.test/')).text()).toBe('answered');
    expect(asked).toEqual([`model.test:443 Basic ${btoa('gate:word')}`]);
  });

  test('the proxy is told the checked address when the rule does not name the host', async () => {
    const egress = door([external('*')], { proxy, resolve: names({ 'model.test': ['8.8.8.8'] }) });
    expect((await egress.fetch('model', 'https://model.test/')).status).toBe(200);
    expect(asked[0]).toMatch(/^8\.8\.8\.8:443 /);
  });

  test('a name that cannot be resolved here is left to the proxy only if the rule spells it out', async () => {
    expect((await door([external('model.test')], { proxy, resolve: names({}) }).fetch('model', 'https://model.test/')).status).toBe(200);
    await expect(door([external('*')], { proxy, resolve: names({}) }).fetch('model', 'https://model.test/')).rejects.toMatchObject({
      code: 'egress-failed',
    });
  });

  test('what is in-house goes past it, and what points inside is denied', async () => {
    expect((await door([inHouse('127.0.0.1')], { proxy }).fetch('model', `http://127.0.0.1:${open}/`)).status).toBe(200);
    await expect(
      door([external('model.test')], { proxy, resolve: names({ 'model.test': ['10.0.0.1'] }) }).fetch('model', 'https://model.test/'),
    ).rejects.toMatchObject(denial('address'));
    expect(asked).toEqual([]);
  });

  test('that refuses is named with its status', async () => {
    const egress = door([external('refused.test')], { proxy, resolve: names({ 'refused.test': ['8.8.8.8'] }) });
    await expect(egress.fetch('model', 'https://refused.test/')).rejects.toMatchObject({ details: { cause: 'proxy: status 403' } });
  });
});

function textOf(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket
      .on('data', (chunk: Buffer) => (text += chunk.toString()))
      .on('end', () => resolve(text))
      .on('error', reject);
  });
}
