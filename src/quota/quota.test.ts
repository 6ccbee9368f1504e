import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type Institution, openInstitution } from '../../test/support/institution.ts';
import { soloCaller } from '../access/access.ts';
import { apiKeyIdSchema, newId } from '../base/ids.ts';
import { silentLog } from '../base/log.ts';
import type { Measure, Period } from './contract.ts';
import { createQuota, type QuotaRoom, type Wanted } from './quota.ts';

let opened: TestDatabase;
let institution: Institution;
let quota: QuotaRoom;
const clock = { time: '2026-03-30T04:00:00.000Z', now: () => new Date(clock.time) };
beforeAll(async () => {
  opened = await openTestDatabase();
  institution = await openInstitution(opened.store, clock);
  quota = await startProcess();
});
afterAll(async () => {
  await quota.close();
  await institution.close();
  await opened.close();
});

const startProcess = (): Promise<QuotaRoom> =>
  createQuota({ store: opened.store, ledger: institution.ledger, clock, log: silentLog, pathOf: institution.rights.pathOf });
const asking = (wanted: Partial<Wanted>): Wanted => ({
  key: undefined,
  scenario: 'none',
  department: null,
  atMost: () => ({ tokens: 10, cost: 0 }),
  ...wanted,
});
const isRefused = (wanted: Partial<Wanted>): Promise<boolean> =>
  quota.reserve(asking(wanted)).then(
    (reservation) => {
      reservation.settle();
      return false;
    },
    () => true,
  );
const set = (subject: string, amount: number, measure: Measure = 'requests', period: Period = 'day') =>
  quota.set(soloCaller, { kind: 'department', subject, measure, period, amount });

describe('the quota of a department', () => {
  test('counts for all below it, not for those above or beside it, and is set by its name', async () => {
    const city = await institution.department('市政府');
    const bureau = await institution.department('市民政局', city);
    const office = await institution.department('低保科', bureau);
    const beside = await institution.department('市水务局', city);
    const { name } = await set('市政府/市民政局', 2);
    expect(name).toBe('市政府/市民政局');
    expect(await isRefused({ department: office })).toBe(false);
    expect(await isRefused({ department: bureau })).toBe(false);
    expect(await isRefused({ department: office })).toBe(true);
    expect(await isRefused({ department: city })).toBe(false);
    expect(await isRefused({ department: beside })).toBe(false);
    expect(await isRefused({ department: null })).toBe(false);
  });

  test('is one of several that must all hold: what one refuses takes nothing of the others', async () => {
    const above = await institution.department('省政府');
    const below = await institution.department('省档案局', above);
    await set('省政府', 3);
    await set('省政府/省档案局', 1);
    expect(await isRefused({ department: below })).toBe(false);
    expect(await isRefused({ department: below })).toBe(true);
    expect(await isRefused({ department: above })).toBe(false);
    expect(await isRefused({ department: above })).toBe(false);
    expect(await isRefused({ department: above })).toBe(true);
  });
});

test('a quota renews at midnight of China, also while a call is under way, which counts for the day on which it began', async () => {
  const department = await institution.department('县政府');
  await set('县政府', 100, 'tokens');
  await set('县政府', 300, 'tokens', 'month');
  clock.time = '2026-03-30T15:59:59.000Z';
  const late = await quota.reserve(asking({ department, atMost: () => ({ tokens: 100, cost: 0 }) }));
  await expect(quota.reserve(asking({ department }))).rejects.toMatchObject({
    code: 'insufficient-quota',
    details: { renewsOn: '2026-03-31', seconds: 1 },
  });
  clock.time = '2026-03-30T16:00:00.000Z';
  const early = await quota.reserve(asking({ department, atMost: () => ({ tokens: 60, cost: 0 }) }));
  late.settle({ tokens: 80, cost: 0 });
  early.settle({ tokens: 30, cost: 0 });
  await quota.tell();
  const used = (await quota.list()).filter(({ name }) => name === '县政府').map((one) => [one.period, one.used]);
  expect(Object.fromEntries(used)).toEqual({ day: 30, month: 110 });
});

test('of a quota every change is on record', async () => {
  await institution.department('乡政府');
  const { id } = await set('乡政府', 5);
  await set('乡政府', 6);
  await quota.remove(soloCaller, id);
  const { records } = await institution.ledger.list({ limit: 3 });
  expect(records.map(({ record: { action, details } }) => [action, details['amount']])).toEqual([
    ['quota-removed', 6],
    ['quota-set', 6],
    ['quota-set', 5],
  ]);
  await expect(quota.remove(soloCaller, id)).rejects.toMatchObject({ code: 'not-found' });
});

test('another process knows of a quota within a second, and shares it', async () => {
  const other = await startProcess();
  try {
    const department = await institution.department('镇政府');
    await set('镇政府', 4);
    await expect
      .poll(
        async () =>
          other.reserve(asking({ department })).then(
            () => 'reserved',
            () => 'refused',
          ),
        { timeout: 5000, interval: 100 },
      )
      .toBe('refused');
    expect(await isRefused({ department })).toBe(true);
  } finally {
    await other.close();
  }
});

test('what there is none of has no quota', async () => {
  for (const kind of ['key', 'scenario', 'department'] as const)
    await expect(quota.set(soloCaller, { kind, subject: 'nothing', measure: 'requests', period: 'day', amount: 1 })).rejects.toMatchObject({
      code: kind === 'department' ? 'invalid-input' : 'not-found',
    });
  expect(await isRefused({ key: newId(apiKeyIdSchema) })).toBe(false);
});
