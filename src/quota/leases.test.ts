import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { silentLog } from '../base/log.ts';
import { type Claimed, type Claim, createLeases } from './leases.ts';
import type { QuotaDatabase, QuotaTables } from './quota.store.ts';

let opened: TestDatabase;
let database: QuotaDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
  database = opened.store.tables<QuotaTables>();
});
afterAll(() => opened.close());

const beginsOn = '2026-03-01';

async function newLimit(amount: number): Promise<string> {
  const id = randomUUID();
  await database
    .insertInto('quota_limit')
    .values({ id, kind: 'scenario', subject: id, measure: 'tokens', period: 'day', amount })
    .execute();
  return id;
}

const counterOf = (limitId: string) => database.selectFrom('quota_counter').selectAll().where('limit_id', '=', limitId).executeTakeFirst();

/** A process of its own as far as the database can tell. */
function startProcess() {
  const leases = new Set<string>();
  let elapsedMs = 0;
  const newLease = (): string => {
    const lease = randomUUID();
    leases.add(lease);
    return lease;
  };
  return {
    ...createLeases({ database, log: silentLog, nowMs: () => elapsedMs, newLease }),
    pass: (ms: number) => (elapsedMs += ms),
    /** A minute after nothing was heard of it. */
    expire: () =>
      sql`update quota_lease set expires_at = now() - interval '1 second' where id = any(${[...leases]}::uuid[])`.execute(database),
  };
}
type Process = ReturnType<typeof startProcess>;
type Reserved = Extract<Claimed<Claim>, { kind: 'reserved' }>;

const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('claim' as const),
      process: fc.nat(2),
      amounts: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('settle' as const), pick: fc.nat(), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('tell' as const), process: fc.nat(2), ms: fc.integer({ min: 1, max: 2000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), process: fc.nat(2) }) },
);
const mostAmount = 60;

describe('processes that share one limit', () => {
  test('never use more than it, and refuse nobody while more than a thirty-second part for each of the others is left, but for what was not told yet', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 80 }), fc.integer({ min: 200, max: 3000 }), async (acts, limit) => {
        const limitId = await newLimit(limit);
        const processes: Process[] = [startProcess(), startProcess(), startProcess()];
        const open: { owner: Process; amount: number; reserved: Reserved }[] = [];
        let used = 0;
        let crashes = 0;
        /** What was settled below what it was reserved at, and has not been told yet. */
        const returned = new Map<Process, number>();
        const reservedNow = (): number => open.reduce((sum, { amount }) => sum + amount, 0);
        for (const one of acts) {
          const process = processes['process' in one ? one.process : 0];
          if (!process) throw new Error('there are three');
          process.pass(50);
          if (one.kind === 'claim') {
            const claimed = await Promise.all(one.amounts.map((amount) => process.claim([{ limitId, beginsOn, amount }])));
            for (const [index, amount] of one.amounts.entries()) {
              const result = claimed[index];
              if (result?.kind === 'reserved') open.push({ owner: process, amount, reserved: result });
            }
            // What the others hold to spare, in whole units, and what the dead held.
            const idle = (2 + crashes) * (Math.ceil(limit / 32) + mostAmount) + returned.values().reduce((sum, amount) => sum + amount, 0);
            for (const [index, amount] of one.amounts.entries())
              if (claimed[index]?.kind === 'short') expect(limit - used - reservedNow()).toBeLessThan(amount + idle);
          } else if (one.kind === 'settle') {
            const [settled] = open.length === 0 ? [] : open.splice(one.pick % open.length, 1);
            if (!settled) continue;
            const amount = Math.floor(settled.amount * one.share);
            settled.reserved.settle(() => amount);
            used += amount;
            returned.set(settled.owner, (returned.get(settled.owner) ?? 0) + settled.amount - amount);
          } else if (one.kind === 'tell') {
            process.pass(one.ms);
            await process.tell();
            if (one.ms >= 200) returned.delete(process);
          } else {
            crashes += 1;
            await process.expire();
            // What it had reserved counts as used.
            for (const lost of open.filter(({ owner }) => owner === process)) {
              used += lost.amount;
              open.splice(open.indexOf(lost), 1);
            }
            processes[one.process] = startProcess();
          }
          expect(used + reservedNow()).toBeLessThanOrEqual(limit);
        }
        for (const { reserved, amount } of open) {
          reserved.settle(() => amount);
          used += amount;
        }
        for (const process of processes) await process.close();
        const counter = await counterOf(limitId);
        expect((counter?.used ?? 0) + (counter?.held ?? 0)).toBeGreaterThanOrEqual(used);
        expect(counter?.used ?? 0).toBeLessThanOrEqual(limit);
        if (crashes === 0) expect(counter ?? { used: 0, held: 0 }).toMatchObject({ used, held: 0 });
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

describe('a lease', () => {
  const claim = async (process: Process, limitId: string, amount: number): Promise<Reserved> => {
    const claimed = await process.claim([{ limitId, beginsOn, amount }]);
    if (claimed.kind === 'short') throw new Error('it was short');
    return claimed;
  };

  test('that expired while its process slept is not used on, and what it held counts once', async () => {
    const limitId = await newLimit(1000);
    const [asleep, other] = [startProcess(), startProcess()];
    const before = await claim(asleep, limitId, 100);
    await asleep.expire();
    (await claim(other, limitId, 10)).settle(() => 10);
    before.settle(() => 40);
    await asleep.tell();
    (await claim(asleep, limitId, 20)).settle(() => 20);
    await asleep.close();
    await other.close();
    expect(await counterOf(limitId)).toMatchObject({ used: 130, held: 0 });
  });

  test('is given back once nobody asks any more', async () => {
    const limitId = await newLimit(10_000);
    const process = startProcess();
    for (let turn = 0; turn < 20; turn += 1) {
      (await claim(process, limitId, 10)).settle(() => 10);
      process.pass(10);
      await process.tell();
    }
    expect((await counterOf(limitId))?.held).toBeGreaterThan(0);
    for (let turn = 0; turn < 20; turn += 1) {
      process.pass(250);
      await process.tell();
    }
    expect(await counterOf(limitId)).toMatchObject({ used: 200, held: 0 });
  });

  test('of a quota that was removed holds nothing back', async () => {
    const limitId = await newLimit(100);
    const process = startProcess();
    const reserved = await claim(process, limitId, 50);
    await database.deleteFrom('quota_limit').where('id', '=', limitId).execute();
    reserved.settle(() => 50);
    await process.tell();
    await process.close();
    expect(await counterOf(limitId)).toBeUndefined();
  });

  test('says the same twice when the database did not answer, and it counts once', async () => {
    const limitId = await newLimit(1000);
    const process = startProcess();
    const reserved = await claim(process, limitId, 100);
    reserved.settle(() => 60);
    await process.tell();
    await process.tell();
    await process.close();
    expect(await counterOf(limitId)).toMatchObject({ used: 60, held: 0 });
  });
});
