// The day or month that runs, by China's calendar (UTC+8, no daylight saving).
import type { Period } from './contract.ts';

export interface RunningPeriod {
  /** First day, as `YYYY-MM-DD`. */
  readonly beginsOn: string;
  readonly beginsAt: Date;
  /** When the next one begins, and its first day. */
  readonly endsAt: Date;
  readonly nextOn: string;
}

const aheadMs = 8 * 3_600_000;

export function periodAt(period: Period, now: Date): RunningPeriod {
  const there = new Date(now.getTime() + aheadMs);
  const [year, month, day] = [there.getUTCFullYear(), there.getUTCMonth(), there.getUTCDate()];
  const [begin, end] =
    period === 'day'
      ? [Date.UTC(year, month, day), Date.UTC(year, month, day + 1)]
      : [Date.UTC(year, month, 1), Date.UTC(year, month + 1, 1)];
  return {
    beginsOn: dayOf(begin),
    beginsAt: new Date(begin - aheadMs),
    endsAt: new Date(end - aheadMs),
    nextOn: dayOf(end),
  };
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
