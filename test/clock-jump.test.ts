// The clock of the machine is put forward and back under a running service (libfaketime): what is told, and that everything goes on.
import { existsSync, globSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callApi } from '../bench/call-api.ts';
import { operations as answers } from '../src/answer/contract.ts';
import { operations as library } from '../src/knowledge/contract.ts';
import { operations as ledger } from '../src/ledger/contract.ts';
import { operations as status } from '../src/status/contract.ts';
import { type Serving, startServer } from './support/command.ts';
import { openTestDatabase } from './support/database.ts';
import { prepareDataFolder } from './support/prepared-database.ts';
import { until } from './support/until.ts';

const [fakeTime] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1');

describe.skipIf(fakeTime === undefined)('a service whose clock is put', () => {
  let folder: string;
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let server: Serving;
  let written = 0;
  const put = async (by: string): Promise<void> => {
    await writeFile(join(folder, 'time.part'), by);
    await rename(join(folder, 'time.part'), join(folder, 'time'));
  };
  const start = async (): Promise<void> => {
    const faked = {
      LD_PRELOAD: fakeTime ?? '',
      FAKETIME_TIMESTAMP_FILE: join(folder, 'time'),
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
    server = await startServer({ folder, env: { ...faked, ...(database.url ? { DATABASE_URL: database.url } : {}) } });
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hengjian-clock-'));
    database = await openTestDatabase();
    if (!database.url && !existsSync(join(folder, 'data'))) await prepareDataFolder(join(folder, 'data'));
    await put('+0');
    await start();
  });
  afterAll(async () => {
    await server.stop();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A document is taken and read, a question answered from it, and the ledger is whole. */
  async function expectAtWork(): Promise<void> {
    const number = (written += 1);
    const bytes = new TextEncoder().encode(`第一条 第${number}号停车场每小时收费${number}元。`);
    const { document } = await callApi(server.url, library.importDocument, { name: `${number}.txt` }, bytes);
    await until('it is read', async () => {
      const { document: now } = await callApi(server.url, library.getDocument, { documentId: document.id });
      return now.latest.state === 'ready' ? true : undefined;
    });
    const answer = await callApi(server.url, answers.ask, { question: `第${number}号停车场怎样收费？` });
    expect(answer.refused).toBe(false);
    const verified = await fetch(`${server.url}${ledger.verifyLedger.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await verified.text()).toContain('"isWhole":true');
  }

  const told = (words: string): Promise<true> =>
    until(`the status says: ${words}`, async () => {
      const { troubles } = await callApi(server.url, status.getStatus, {});
      return troubles.some(({ kind, zh }) => kind === 'clock-changed' && zh.includes(words)) ? true : undefined;
    });

  test('says so on the Status page and in the ledger, and goes on working; the order of the ledger is that of its numbers', async () => {
    await expectAtWork();
    await put('+2d');
    await told('前跳了 2 天');
    await expectAtWork();
    await put('-1d');
    await told('倒退了 3 天');
    await expectAtWork();
    const { records } = await callApi(server.url, ledger.listRecords, { action: 'clock-changed' });
    expect(records.map(({ record }) => Math.round(Number(record.details['seconds']) / 86_400))).toEqual([-3, 2]);
    const { records: all } = await callApi(server.url, ledger.listRecords, { limit: 100 });
    const numbers = all.map(({ record }) => record.sequence);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => (numbers[0] ?? 0) - index));
  });

  test('that was stopped meanwhile says at its start that the clock stands before what is on record', async () => {
    await server.stop();
    await put('-9d');
    await start();
    await told('倒退了 8 天');
    await expectAtWork();
  });
});
