// The disk fills up while people work: what each request is told, that reading goes on, and that nothing acknowledged is lost.
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { callApi } from '../bench/call-api.ts';
import { operations as answers } from '../src/answer/contract.ts';
import { systemCode } from '../src/base/errors.ts';
import { operations as library } from '../src/knowledge/contract.ts';
import { operations as status } from '../src/status/contract.ts';
import { runFile, type Serving, startFile, startServer } from './support/command.ts';
import { openTestDatabase } from './support/database.ts';
import { prepareDataFolder } from './support/prepared-database.ts';
import { mountSmallDisk } from './support/small-disk.ts';
import { until } from './support/until.ts';

const problemSchema = z.object({ code: z.enum(['database-full', 'storage-unwritable']), zh: z.string(), en: z.string() });
const megabyte = 1024 ** 2;
/** Tens of megabytes are written through the service. */
const timeout = 240_000;

const database = await openTestDatabase();
const folder = await mkdtemp(join(tmpdir(), 'hengjian-full-disk-'));
const onDisk = join(folder, 'disk');
// Nothing where mounting is not allowed.
const disk = mountSmallDisk(onDisk, database.url === undefined ? 260 : 60);
let work: Work;
afterAll(async () => {
  await work.server.stop();
  disk?.remove();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

/** Takes all room but so much; what the service takes meanwhile is not there for the ballast. */
async function fill(leaveBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(onDisk);
  await writeFile(join(onDisk, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - leaveBytes))).catch((error: unknown) => {
    if (systemCode(error) !== 'ENOSPC') throw error;
  });
}
const clear = (): Promise<void> => rm(join(onDisk, 'ballast'));

describe.skipIf(database.url !== undefined || !disk)('an embedded database on a disk that fills up', { timeout }, () => {
  beforeAll(async () => {
    await prepareDataFolder(join(onDisk, 'data'));
    work = workOn(await startServer({ folder: onDisk }));
  });

  test('that the service fills itself: it stops writing in time, says so, goes on reading, and writes again once there is room', async () => {
    // More is written than a segment of the log holds (16 MB): at the end of one, with no room for the next, the database would hang.
    await fill(85 * megabyte);
    await work.untilToldSo();
    await work.expectReadOnly();
    await clear();
    await work.expectWhole();
  });

  test('that something else fills to the last byte: nothing half done, and service goes on', async () => {
    await fill(0);
    await work.untilToldSo();
    await work.expectReadOnly();
    await clear();
    await work.expectWhole();
  });

  test('a service killed meanwhile says at its start what is wrong, is waited for, and has everything', async () => {
    await fill(0);
    work.server.child.kill('SIGKILL');
    const place = { folder: onDisk, env: { HENGJIAN_SOLO: 'on', PORT: '0' } };
    const { code, stderr } = await runFile('src/cli/main.ts', ['serve'], place);
    expect(code).toBe(2);
    expect(stderr).toContain('磁盘空间');
    const { child, output } = startFile('src/cli/main.ts', ['serve', '--supervised'], place);
    const ended = new Promise((resolve) => child.once('close', resolve));
    await until('it tries again', () => (output.stderr.includes('秒后重启') ? true : undefined));
    await clear();
    const url = await until('it serves', () => /http:\/\/127\.0\.0\.1:\d+/.exec(output.stdout)?.[0], 60_000);
    await work.expectWhole(url);
    child.kill('SIGTERM');
    await ended;
  });
});

// A space for tables can be made on the server's own machine only.
const isLocal = database.url !== undefined && new URL(database.url).hostname === '127.0.0.1';
describe.skipIf(!isLocal || !disk)('a database server whose disk fills up', { timeout }, () => {
  const space = `small_${process.pid}`;
  beforeAll(async () => {
    await chmod(folder, 0o755);
    const place = join(onDisk, 'space');
    await mkdir(place);
    execFileSync('chown', ['postgres', place]);
    await query(`create tablespace ${space} location '${place}'`);
    await query(`create database ${space} tablespace ${space}`);
    const url = new URL(database.url ?? '');
    url.pathname = space;
    work = workOn(await startServer({ folder, env: { DATABASE_URL: url.href } }));
  });
  afterAll(async () => {
    await query(`drop database if exists ${space} with (force)`);
    await query(`drop tablespace if exists ${space}`);
  });

  test('is told as such, reading goes on, nothing acknowledged is lost, and writing goes on once there is room', async () => {
    await work.untilOneIsFound();
    await fill(0);
    await work.untilToldSo();
    await work.expectReadOnly();
    await clear();
    await work.expectWhole();
  });

  async function query(text: string): Promise<void> {
    const client = new pg.Client({ connectionString: database.url ?? '' });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }
});

type Work = ReturnType<typeof workOn>;

/** Imports and questions, and what of them was acknowledged. */
function workOn(server: Serving) {
  const documents: string[] = [];
  const runs: string[] = [];
  let written = 0;
  const importNext = async (): Promise<Response> => {
    const name = `${(written += 1)}.txt`;
    const articles = Array.from(
      { length: 500 },
      (_, index) => `第${index + 1}条 停车收费按时计算，第${written}-${index}号，另行规定的除外。\n`,
    );
    const response = await send(server.url, `/api/documents?name=${name}`, 'application/octet-stream', articles.join('\n'));
    if (response.ok) documents.push(name);
    return response;
  };
  const ask = async (): Promise<Response> => {
    const response = await send(server.url, '/api/answers', 'application/json', JSON.stringify({ question: '停车怎样收费？' }));
    if (response.ok) runs.push(answers.ask.reply.output.parse(await response.clone().json()).runId);
    return response;
  };

  const findSome = async () => (await callApi(server.url, library.searchPassages, { query: '停车收费' })).hits;

  async function expectToldSo(response: Response): Promise<void> {
    const text = await response.text();
    expect(response.status, text).toBe(507);
    const { zh, en } = problemSchema.parse(JSON.parse(text), { error: () => text });
    expect(zh).toContain('磁盘空间');
    expect(en).toContain('disk');
  }

  return {
    server,
    /** Works until both an import and a question are refused for want of room, three times; whatever else fails fails the test. */
    async untilToldSo(): Promise<void> {
      for (let refused = 0; refused < 3; ) {
        const responses = await Promise.all([importNext(), importNext(), ask()]);
        const failed = responses.filter(({ ok }) => !ok);
        for (const response of failed) await expectToldSo(response);
        if (failed.length === responses.length) refused += 1;
      }
    },
    async untilOneIsFound(): Promise<void> {
      expect((await importNext()).status).toBe(200);
      await until('it is found', async () => ((await findSome()).length > 0 ? true : undefined));
      expect((await ask()).status).toBe(200);
    },
    async expectReadOnly(): Promise<void> {
      expect(documents.length).toBeGreaterThan(0);
      const { troubles } = await callApi(server.url, status.getStatus, {});
      expect(troubles.map(({ kind }) => kind)).toEqual(['database-full']);
      const runId = runs.at(-1);
      if (runId) expect((await callApi(server.url, answers.getRun, { runId })).runId).toBe(runId);
      expect((await findSome()).length).toBeGreaterThan(0);
    },
    /** Everything acknowledged is there once and gets read, the ledger verifies, and new work is taken. */
    async expectWhole(url = server.url): Promise<void> {
      const names = await until(
        'all that was acknowledged is read',
        async () => {
          const ready: string[] = [];
          for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
            const page = await callApi(url, library.listDocuments, { state: 'ready', limit: 100, cursor });
            ready.push(...page.documents.map(({ name }) => name));
            cursor = page.nextCursor ?? undefined;
          }
          return documents.every((name) => ready.includes(name)) ? ready : undefined;
        },
        120_000,
      );
      expect(new Set(names).size).toBe(names.length);
      for (const runId of runs) expect((await callApi(url, answers.getRun, { runId })).runId).toBe(runId);
      const verified = await send(url, '/api/ledger/verification', 'application/json', '{}');
      expect(await verified.text()).toContain('"isWhole":true');
      const response = await send(url, '/api/answers', 'application/json', JSON.stringify({ question: '停车怎样收费？' }));
      expect(response.status).toBe(200);
    },
  };
}

function send(url: string, path: string, type: string, body: string): Promise<Response> {
  return fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': type }, body });
}
