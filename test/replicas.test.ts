// Two replicas on one PostgreSQL behave as one: what one acknowledges the other knows at once, and nothing is counted or done twice.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callApi } from '../bench/call-api.ts';
import { operations as answers } from '../src/answer/contract.ts';
import { readConfig } from '../src/base/config.ts';
import { operations as library } from '../src/knowledge/contract.ts';
import { operations as ledger } from '../src/ledger/contract.ts';
import { serve, type Service } from '../src/serve.ts';
import { operations as signIn } from '../src/sign-in/contract.ts';
import { openTestDatabase } from './support/database.ts';
import { createReplicaPeople, otherThan, type ReplicaPeople } from './support/replicas.ts';
import { until } from './support/until.ts';

const database = await openTestDatabase();
afterAll(() => database.close());
const password = '霁川市 replicas 2026 五月';

describe.skipIf(database.url === undefined)('two replicas on one database', () => {
  let folder: string;
  let replicas: readonly [Service, Service];
  let at: ReplicaPeople['at'];
  let visitors: ReplicaPeople;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hengjian-replicas-'));
    const settings = {
      HENGJIAN_DATA: folder,
      DATABASE_URL: database.url,
      HENGJIAN_DEMO: 'off',
      PORT: '0',
      HENGJIAN_LIMIT_QUESTIONS: '1',
      HENGJIAN_LIMIT_SIGN_IN: '60',
    };
    const first = await serve(readConfig(settings, {}));
    replicas = [first, await serve(readConfig(settings, {}))];
    visitors = createReplicaPeople([replicas[0].url, replicas[1].url], password);
    at = visitors.at;
    await visitors.arrive(first.firstLinks.map(({ path, roles }) => ({ token: path.split('#')[1] ?? '', role: roles[0] ?? 'staff' })));
    await visitors.join('城管局');
  });
  afterAll(async () => {
    for (const replica of replicas) await replica.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('who signed in at one is signed in at the other', async () => {
    for (const role of visitors.sessions.keys())
      for (const replica of [0, 1] as const)
        expect((await at(replica, role, signIn.getMe, {})).person.loginName).toBe(visitors.logins.get(role));
  });

  test('what two people decided, one at each, holds at both at once', async () => {
    const write = (replica: 0 | 1): Promise<unknown> =>
      at(replica, 'staff', library.importDocument, { name: '试.txt', department: '城管局' }, new TextEncoder().encode('第一条 试。'));
    await visitors.giveRoles(['staff'], '不任编辑');
    await expect(write(0)).rejects.toThrow('403');
    await visitors.giveRoles(['staff', 'editor'], '兼任编辑');
    await write(0);
    await write(1);
    await visitors.giveRoles(['staff'], '不再兼任');
    for (const replica of [1, 0] as const) await expect(write(replica)).rejects.toThrow('403');
    await visitors.giveRoles(['staff', 'editor'], '兼任编辑');
  });

  test('under load a document that is ready at one is found at the other at once; each is read once; the ledger has one order', {
    timeout: 180_000,
  }, async () => {
    const count = 24;
    await Promise.all(
      Array.from({ length: count }, async (_, number) => {
        const replica = number % 2 === 0 ? 0 : 1;
        const word = `词${String.fromCharCode(0x5000 + number * 2, 0x5001 + number * 2)}`;
        const bytes = new TextEncoder().encode(`第一条 ${word}按规定办理。`);
        const { document } = await at(replica, 'staff', library.importDocument, { name: `文件${number}.txt`, department: '城管局' }, bytes);
        await until(
          'it is ready',
          async () => {
            const { latest } = (await at(replica, 'staff', library.getDocument, { documentId: document.id })).document;
            return latest.state === 'ready' ? true : undefined;
          },
          120_000,
        );
        const { hits } = await at(otherThan(replica), 'staff', library.searchPassages, { query: word });
        expect(hits.map((hit) => hit.document.id)).toContain(document.id);
        if (number % 6 !== 0) return;
        await at(otherThan(replica), 'staff', library.deleteDocument, { documentId: document.id });
        const gone = await at(replica, 'staff', library.searchPassages, { query: word });
        expect(gone.hits.map((hit) => hit.document.id)).not.toContain(document.id);
      }),
    );
    const tables = database.store.tables();
    const { rows: read } = await sql<{ twice: number; retried: number }>`
      select (select count(*) from (select version_id from passage group by version_id, ordinal having count(*) > 1) doubled) as twice,
        (select count(*) from pgboss.job where retry_count > 0) as retried`.execute(tables);
    expect(read).toEqual([{ twice: 0, retried: 0 }]);
    const { rows: order } = await sql<{ gaps: number; imports: number }>`
      select max(sequence) - count(*) as gaps, count(*) filter (where action = 'document-imported') as imports from ledger_record`.execute(
      tables,
    );
    expect(order).toEqual([{ gaps: 0, imports: count + 2 }]);
    const verified = await fetch(new URL(ledger.verifyLedger.path, replicas[1].url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${visitors.sessions.get('auditor')}` },
      body: '{}',
    });
    expect(await verified.text()).toContain('"isWhole":true');
  });

  test('what a person may ask in a minute is counted once', async () => {
    const attempts = Array.from({ length: 8 }, (_, number) =>
      at(number % 2 === 0 ? 0 : 1, 'staff', answers.ask, { question: '怎样办理？' }),
    );
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a session that is ended at one is ended at the other at once', async () => {
    const before = visitors.sessions.get('staff') ?? '';
    visitors.sessions.set('staff', await visitors.enter(0, 'staff'));
    await at(1, 'staff', signIn.endOtherSessions, {});
    for (const { url } of replicas) await expect(callApi(url, signIn.getMe, {}, undefined, before)).rejects.toThrow('401');
    await at(1, 'staff', signIn.signOut, {});
    for (const replica of [0, 1] as const) await expect(at(replica, 'staff', signIn.getMe, {})).rejects.toThrow('401');
  });
});
