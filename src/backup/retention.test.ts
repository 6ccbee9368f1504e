import { expect, test } from 'vitest';
import { backupsToKeep } from './retention.ts';
import { lastMomentOf } from '../base/schedule.ts';

/** One every day at 02:00 China time, back from 1 March 2026. */
const daily = Array.from({ length: 400 }, (_, day) => {
  const takenAt = new Date(Date.UTC(2026, 1, 28, 18) - day * 86_400_000).toISOString();
  return { id: takenAt.slice(0, 10), takenAt };
});

test('the newest of each of the last days, weeks and months is kept', () => {
  const kept = [...backupsToKeep(daily, { daily: 3, weekly: 2, monthly: 3 })].toSorted();
  // 1 March 2026 is a Sunday in China; the days are named by their time in UTC, a day earlier.
  expect(kept).toEqual(['2026-01-30', '2026-02-21', '2026-02-26', '2026-02-27', '2026-02-28'].toSorted());
});

test('the newest is kept whatever the numbers, and so is the one last verified', () => {
  const verified = daily[200]?.id ?? '';
  expect([...backupsToKeep(daily, { daily: 0, weekly: 0, monthly: 0 }, [verified])].toSorted()).toEqual(
    [verified, '2026-02-28'].toSorted(),
  );
});

test('a schedule follows the clocks in China', () => {
  expect(lastMomentOf('02:00', new Date('2026-03-01T17:59:00Z')).toISOString()).toBe('2026-02-28T18:00:00.000Z');
  expect(lastMomentOf('02:00', new Date('2026-03-01T18:00:00Z')).toISOString()).toBe('2026-03-01T18:00:00.000Z');
});
