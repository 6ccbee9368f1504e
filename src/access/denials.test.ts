import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { openTestLedger, type TestLedger } from '../../test/support/ledger.ts';
import { soloCaller } from './access.ts';
import { createDenials, type Denials } from './denials.ts';

let database: TestDatabase;
let ledger: TestLedger;
let denials: Denials;
let now = new Date('2026-03-01T04:00:00Z');

beforeAll(async () => {
  database = await openTestDatabase();
  ledger = await openTestLedger(database.store, { now: () => now });
  denials = createDenials({ store: database.store, ledger, clock: { now: () => now } });
});
afterAll(async () => {
  await ledger.close();
  await database.close();
});
const recorded = async () =>
  (await ledger.list({ limit: 50, action: 'access-denied' })).records.map(({ record }) => record.details['denied']).toReversed();
const deny = async (times: number) => {
  for (let count = 0; count < times; count += 1) await denials.note(soloCaller, 'listRecords');
};

test('who is denied again and again is on record at the tenth time and at each doubling, and afresh after five minutes', async () => {
  await deny(9);
  expect(await recorded()).toEqual([]);
  await deny(41);
  expect(await recorded()).toEqual([10, 20, 40]);
  now = new Date(now.getTime() + 5 * 60_000);
  await deny(10);
  expect(await recorded()).toEqual([10, 20, 40, 10]);
  const [last] = (await ledger.list({ limit: 1, action: 'access-denied' })).records;
  expect(last?.record).toMatchObject({ outcome: 'refused', actor: { id: soloCaller.person }, subject: { id: 'listRecords' } });
});
