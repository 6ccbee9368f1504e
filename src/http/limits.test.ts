import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type Caller, soloCaller } from '../access/access.ts';
import { systemClock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { openStore, type Store } from '../store/store.ts';
import { localAllowances } from './allowance.ts';
import { createBodyRoom } from './body.ts';
import { createLimits, type Limits } from './limits.ts';
import { createLimitsStore } from './limits.store.ts';
import type { Peer } from './peer.ts';

const logged: string[] = [];
const log: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: (event) => void logged.push(event) };
// An hour for one at these rates: the time that the tests take gives nothing back.
const slow = { perMinute: 1 / 60, burst: 3 };
const rates = { 'sign-in': 4, questions: 6, uploads: 6, requests: 400 };

let database: TestDatabase;
let replica: Store;
beforeAll(async () => {
  database = await openTestDatabase();
  replica = database.url ? await openStore({ kind: 'server', url: database.url }) : database.store;
});
afterAll(async () => {
  if (replica !== database.store) await replica.close();
  await database.close();
});

const limitsOn = (store: Store): Limits => createLimits({ store, log, clock: systemClock, rates });
const visitor = (address: string): Peer => ({ address, isSecure: true, isForwarded: false, ownAddress: '10.9.9.9' });
const person = (number: number): Caller =>
  Object.assign({}, soloCaller, { by: { kind: 'session' }, person: `00000000-0000-7000-8000-00000000100${number}` as Caller['person'] });
const refusals = async (attempts: readonly Promise<unknown>[]): Promise<number> =>
  (await Promise.allSettled(attempts)).filter(({ status }) => status === 'rejected').length;

describe('an allowance in the database', () => {
  test('is used up, says how long to wait, and comes back with time', async () => {
    const { take, tidy } = createLimitsStore(database.store);
    const attempt = (): Promise<number> => take('test', 'one', slow, 1);
    expect([await attempt(), await attempt(), await attempt()]).toEqual([0, 0, 0]);
    const wait = await attempt();
    expect(wait).toBeGreaterThan(3500);
    expect(wait).toBeLessThanOrEqual(3600);
    await sql`update rate_limit set whole_at = whole_at - interval '1 hour' where subject = 'one'`.execute(database.store.tables());
    expect(await attempt()).toBe(0);
    expect(await attempt()).toBeGreaterThan(0);
    await sql`update rate_limit set whole_at = now() - interval '1 second' where subject = 'one'`.execute(database.store.tables());
    await tidy();
    const { rows } = await sql`select * from rate_limit where subject = 'one'`.execute(database.store.tables());
    expect(rows).toEqual([]);
  });

  test('is not kept back by a clock that was put back', async () => {
    const { take } = createLimitsStore(database.store);
    await take('test', 'back', slow, 3);
    await sql`update rate_limit set whole_at = now() + interval '30 days' where subject = 'back'`.execute(database.store.tables());
    expect(await take('test', 'back', slow, 1)).toBe(0);
    expect(await take('test', 'back', slow, 3)).toBeGreaterThan(3500);
  });

  test('is one for all replicas, also when they ask at the same time', async () => {
    const [one, other] = [createLimitsStore(database.store), createLimitsStore(replica)];
    for (let round = 0; round < 20; round += 1) {
      const waits = await Promise.all(
        Array.from({ length: 16 }, (_, number) => (number % 2 ? one : other).take('test', `shared ${round}`, slow, 1)),
      );
      expect(waits.filter((wait) => wait === 0)).toHaveLength(slow.burst);
    }
  });
});

describe('one limit for two instances', () => {
  test('of attempts to sign in, by address', async () => {
    const [first, second] = [limitsOn(database.store), limitsOn(replica)];
    const attempts = Array.from({ length: 10 }, (_, number) =>
      (number % 2 ? first : second).admitAddress(visitor('203.0.113.7'), 'sign-in'),
    );
    expect(await refusals(attempts)).toBe(6);
    await expect(first.admitAddress(visitor('203.0.113.7'), 'sign-in')).rejects.toMatchObject({
      code: 'too-many-requests',
      details: { seconds: 15 },
    });
    await first.admitAddress(visitor('203.0.113.8'), 'sign-in');
  });

  test('of questions, by person, and another person has another', async () => {
    const [first, second] = [limitsOn(database.store), limitsOn(replica)];
    const attempts = Array.from({ length: 8 }, (_, number) => (number % 2 ? first : second).admitCaller(person(1), 'questions'));
    expect(await refusals(attempts)).toBe(5);
    await first.admitCaller(person(2), 'questions');
    await first.admitCaller(person(1), 'uploads');
  });

  test('of visitors of an answer box, by address and by box, whatever each may do', async () => {
    const [first, second] = [limitsOn(database.store), limitsOn(replica)];
    const attempts = (subject: string, perMinute: number) =>
      Array.from({ length: 12 }, (_, number) => (number % 2 ? first : second).admitVisitor(subject, perMinute));
    // Half a minute's worth at once.
    expect(await refusals(attempts('box 1 address 203.0.113.7', 4))).toBe(10);
    await expect(first.admitVisitor('box 1 address 203.0.113.7', 4)).rejects.toMatchObject({
      code: 'too-many-requests',
      details: { seconds: 15 },
    });
    expect(await refusals(attempts('box 1 address 203.0.113.8', 4))).toBe(10);
    expect(await refusals(attempts('box 2 address 203.0.113.7', 10))).toBe(7);
    expect(await refusals(attempts('box 1', 1))).toBe(11);
  });

  test('of all other requests, which are counted some at a time', async () => {
    const [first, second] = [limitsOn(database.store), limitsOn(replica)];
    let admitted = 0;
    for (let number = 0; number < 300; number += 1)
      admitted += 1 - (await refusals([(number % 2 ? first : second).admitCaller(person(3), 'requests')]));
    // Half a minute's worth, and what comes back while the test runs.
    expect(admitted).toBeGreaterThanOrEqual(200);
    expect(admitted).toBeLessThan(300);
  });
});

test('who works alone on this machine is not counted', async () => {
  const limits = limitsOn(database.store);
  for (let number = 0; number < 20; number += 1) await limits.admitCaller(soloCaller, 'questions');
});

test('when the database cannot be asked, signing in and visitors are refused and everything else is counted by this process alone', async () => {
  const own = await openTestDatabase();
  const limits = limitsOn(own.store);
  await sql`drop table rate_limit`.execute(own.store.tables());
  try {
    logged.length = 0;
    await expect(limits.admitAddress(visitor('203.0.113.9'), 'sign-in')).rejects.toMatchObject({ code: 'limit-unknown' });
    await expect(limits.admitVisitor('box 1', 600)).rejects.toMatchObject({ code: 'limit-unknown' });
    expect(await refusals(Array.from({ length: 5 }, () => limits.admitCaller(person(4), 'questions')))).toBe(2);
    expect(logged).toEqual(Array.from({ length: 5 }, () => 'limit-not-shared'));
  } finally {
    await own.close();
  }
});

test('an allowance of this process alone follows the same sums', () => {
  let now = 0;
  const take = localAllowances(() => now);
  const allowance = { perMinute: 60, burst: 2 };
  expect([take('x', 'one', allowance), take('x', 'one', allowance), take('x', 'one', allowance)]).toEqual([0, 0, 1]);
  expect(take('x', 'two', allowance)).toBe(0);
  now = 1000;
  expect([take('x', 'one', allowance), take('x', 'one', allowance)]).toEqual([0, 1]);
  now = -86_400_000;
  expect([take('x', 'one', allowance), take('x', 'one', allowance), take('x', 'one', allowance)]).toEqual([0, 0, 1]);
});

test('bodies that are read at once have room together, or wait', async () => {
  const room = createBodyRoom(3_000_000);
  let finish = (): void => {};
  const sending = (byteLength: number, isSlow = false): Request => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(byteLength));
        if (isSlow) finish = () => controller.close();
        else controller.close();
      },
    });
    return new Request('http://127.0.0.1/', { method: 'POST', headers: { 'transfer-encoding': 'chunked' }, body, duplex: 'half' });
  };
  const first = room.read(sending(1000, true), 2_000_000);
  await expect(room.read(sending(1000), 2_000_000)).rejects.toMatchObject({ code: 'uploads-busy' });
  expect(await room.read(sending(1000), 1_000_000)).toHaveLength(1000);
  finish();
  expect(await first).toHaveLength(1000);
  expect(await room.read(sending(1000), 2_000_000)).toHaveLength(1000);
});
