// The database server goes away and comes back while people work: what each request is told, and that nothing acknowledged is lost.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { callApi } from '../bench/call-api.ts';
import { operations as library } from '../src/knowledge/contract.ts';
import { operations as ledger } from '../src/ledger/contract.ts';
import { runFile, type Serving, startFile, startServer } from './support/command.ts';
import { type CutProxy, openCutProxy } from './support/cut-proxy.ts';
import { openTestDatabase } from './support/database.ts';
import { until } from './support/until.ts';

const problemSchema = z.object({ code: z.string(), zh: z.string(), en: z.string(), status: z.literal(503) });
const database = await openTestDatabase();
afterAll(() => database.close());

describe.skipIf(database.url === undefined)('a database server that goes away', () => {
  const databaseUrl = database.url ?? '';
  let folder: string;
  let proxy: CutProxy;
  let server: Serving;
  const acknowledged: string[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hengjian-lost-database-'));
    proxy = await openCutProxy(databaseUrl);
    server = await startServer({ folder, env: { DATABASE_URL: proxy.url } });
  });
  afterAll(async () => {
    await server.stop();
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  });

  let written = 0;
  const importNext = async (): Promise<Response> => {
    const name = `${(written += 1)}.txt`;
    const response = await fetch(`${server.url}/api/documents?name=${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: `第一条 停车收费按时计算，第${written}号。`,
    });
    if (response.ok) acknowledged.push(name);
    return response;
  };
  const ask = (): Promise<Response> =>
    fetch(`${server.url}/api/answers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question: '停车怎样收费？' }),
    });
  const get = (path: string): Promise<Response> => fetch(`${server.url}${path}`);

  const everyKind: readonly [string, () => Promise<Response>][] = [
    ['a probe', () => get('/api/health')],
    ['the status page', () => get('/api/status')],
    ['who am I', () => get('/api/me')],
    ['a list', () => get('/api/documents')],
    ['a search', () => get('/api/search?query=%E5%81%9C%E8%BD%A6')],
    ['an import', importNext],
    ['a question', ask],
    ['the ledger', () => get('/api/ledger/records')],
    ['the backups', () => get('/api/backups')],
  ];

  async function expectToldSo(response: Response): Promise<void> {
    const text = await response.text();
    expect(response.headers.get('content-type'), text).toContain('application/problem+json');
    const { code, zh, en } = problemSchema.parse(JSON.parse(text), { error: () => text });
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(['database-unreachable', 'keys-out-of-date']).toContain(code);
    expect(zh).toContain('数据库');
    expect(en).toContain('database');
  }

  const recovered = (): Promise<true> =>
    until('it serves again', async () => {
      const response = await importNext();
      if (response.ok) return true;
      await expectToldSo(response);
      return undefined;
    });

  test('every request answers 503 and says so, and service goes on when it is back', async () => {
    await recovered();
    for (const [what, call] of everyKind) expect((await call()).status, what).toBeLessThan(400);
    proxy.cut();
    for (const [, call] of everyKind) await expectToldSo(await call());
    proxy.restore();
    await recovered();
    for (const [what, call] of everyKind) expect((await call()).status, what).toBeLessThan(400);
  });

  test('connections that the server ends under load lose nothing that was acknowledged', { timeout: 120_000 }, async () => {
    let isOver = false;
    const work = Promise.all(
      [importNext, importNext, ask].map(async (call) => {
        while (!isOver) {
          const response = await call();
          if (!response.ok) await expectToldSo(response);
        }
      }),
    );
    for (let round = 0; round < 5; round += 1) {
      const before = acknowledged.length;
      await until('work goes on', () => (acknowledged.length >= before + 3 ? true : undefined));
      if (round % 2 === 0) await terminateBackends(databaseUrl);
      else {
        proxy.cut();
        await until('the cut is felt', async () => ((await get('/api/health')).ok ? undefined : true));
        proxy.restore();
      }
      await until('it is well again', async () => ((await get('/api/health')).ok ? true : undefined));
    }
    isOver = true;
    await work;
    await recovered();
    const ready = await until(
      'all that was acknowledged is read',
      async () => {
        const names: string[] = [];
        for (let cursor: string | undefined; ; ) {
          const page = await callApi(server.url, library.listDocuments, { state: 'ready', limit: 100, cursor });
          names.push(...page.documents.map(({ name }) => name));
          if (page.nextCursor === null) break;
          cursor = page.nextCursor;
        }
        return acknowledged.every((name) => names.includes(name)) ? names : undefined;
      },
      90_000,
    );
    expect(new Set(ready).size).toBe(ready.length);
    const verified = await fetch(`${server.url}${ledger.verifyLedger.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await verified.text()).toContain('"isWhole":true');
  });

  test('one that is away at the start is told to a person, and waited for under a supervisor', { timeout: 120_000 }, async () => {
    const place = { folder, env: { DATABASE_URL: proxy.url, HENGJIAN_SOLO: 'on', PORT: '0' } };
    proxy.cut();
    const { code, stderr } = await runFile('src/cli/main.ts', ['serve'], place);
    expect(code).toBe(2);
    expect(stderr).toContain('无法连接数据库');
    const doctor = await runFile('src/cli/main.ts', ['doctor'], place);
    expect(doctor.code).toBe(1);
    expect(doctor.stdout).toContain('无法连接数据库');
    const { child, output } = startFile('src/cli/main.ts', ['serve', '--supervised', '--port', '0'], place);
    const ended = new Promise((resolve) => child.once('close', resolve));
    await until('it tries again', () => (output.stderr.includes('秒后重启') ? true : undefined));
    proxy.restore();
    await until('it serves', () => (output.stdout.includes('http://127.0.0.1:') ? true : undefined), 60_000);
    child.kill('SIGTERM');
    await ended;
  });
});

/** Everybody's, as when the server restarts. */
async function terminateBackends(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await client.end();
}
