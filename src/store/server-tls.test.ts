// A server with a certificate of the site's own authority, as an institution runs it.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAuthority } from '../../test/support/certificates.ts';
import { openServer } from './server.ts';
import { protectionOf } from './server-tls.ts';

describe('a server on another machine', () => {
  const url = (query: string): string => `postgres://hengjian:word@db.example.org:5433/hengjian${query}`;

  test.each(['disable', 'allow', 'prefer', 'require', 'verify-ca', 'no-verify'])('is not connected to with sslmode=%s', (mode) => {
    expect(() => protectionOf(url(`?sslmode=${mode}`), [])).toThrow(/verify-full/);
  });

  test('is verified whether or not the address says so, and the driver is left no other choice', () => {
    for (const query of ['', '?sslmode=verify-full', '?uselibpqcompat=true', '?ssl=0', '?application_name=x']) {
      const { ssl, connectionString } = protectionOf(url(query), ['ours']);
      expect(ssl).toMatchObject({ rejectUnauthorized: true, ca: ['ours'] });
      expect(connectionString).not.toMatch(/ssl/);
    }
    expect(protectionOf(url('?application_name=x'), []).connectionString).toBe(url('?application_name=x'));
  });

  test('cannot pass for this machine by its name', () => {
    for (const host of ['localhost.example.org', '10.0.0.1', '0.0.0.0'])
      expect(() => protectionOf(`postgres://${host}/x?sslmode=disable`, [])).toThrow(/verify-full/);
    expect(() => protectionOf('postgres://127.0.0.1/x?sslmode=disable&host=db.example.org', [])).toThrow(/verify-full/);
  });
});

test('a server on this machine may be reached in the open, by its loopback address or its socket', () => {
  for (const url of [
    'postgres://127.0.0.1/x',
    'postgres://localhost/x?sslmode=disable',
    'postgres://[::1]/x?sslmode=prefer',
    'postgres:///x?host=/run/postgresql',
  ])
    expect(protectionOf(url, []).ssl).toBe(false);
});

const commands = globSync('/usr/lib/postgresql/*/bin').sort().at(-1) ?? '';
const canStartServer = existsSync(join(commands, 'initdb')) && existsSync('/usr/sbin/runuser') && userInfo().uid === 0;

describe.runIf(canStartServer)('a server with a certificate', () => {
  const authority = createAuthority();
  const data = mkdtempSync(join(tmpdir(), 'hengjian-postgres-'));
  const asPostgres = (command: string, ...args: readonly string[]): void =>
    void execFileSync('runuser', ['-u', 'postgres', '--', join(commands, command), ...args], {
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  let port = 0;
  const url = (host: string, mode = 'verify-full'): string => `postgres://postgres@${host}:${port}/postgres?sslmode=${mode}`;

  beforeAll(async () => {
    port = await freePort();
    const { certFile, keyFile } = authority.issue('DNS:localhost');
    execFileSync('chown', ['postgres', data]);
    asPostgres('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync');
    cpSync(certFile, join(data, 'server.crt'));
    cpSync(keyFile, join(data, 'server.key'));
    execFileSync('chown', ['postgres', join(data, 'server.crt'), join(data, 'server.key')]);
    execFileSync('chmod', ['600', join(data, 'server.key')]);
    asPostgres(
      'pg_ctl',
      '-D',
      data,
      '-w',
      '-l',
      join(data, 'log'),
      '-o',
      `-p ${port} -k ${data} -c listen_addresses=127.0.0.1 -c ssl=on -c fsync=off`,
      'start',
    );
  });
  afterAll(() => {
    asPostgres('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
    rmSync(data, { recursive: true, force: true });
  });

  const isEncrypted = async (address: string, authorities: readonly string[]): Promise<unknown> => {
    const server = await openServer(address, authorities);
    try {
      return (await server.runScript('select ssl from pg_stat_ssl where pid = pg_backend_pid()')).rows[0];
    } finally {
      await server.close();
    }
  };

  test("of the site's own authority is believed, and the connection is encrypted", async () => {
    expect(await isEncrypted(url('localhost'), [authority.pem])).toEqual({ ssl: true });
  });

  test('of an authority that is not known is not', async () => {
    await expect(openServer(url('localhost'))).rejects.toMatchObject({ code: 'database-unreachable' });
    await expect(openServer(url('localhost'), [createAuthority().pem])).rejects.toMatchObject({ code: 'database-unreachable' });
  });

  test('made out to another name is not', async () => {
    await expect(openServer(url('127.0.0.1'), [authority.pem])).rejects.toMatchObject({
      code: 'database-unreachable',
      details: { cause: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
