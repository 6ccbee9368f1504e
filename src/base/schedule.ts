// Work that is done at set times: looks every minute whether the last moment of the schedule has had its turn. One that was
// missed while the service was down is made up for at the next start.
import type { Clock } from './clock.ts';

const lookEveryMs = 60_000;
const dayMs = 86_400_000;
const chinaMs = 8 * 3_600_000;

/** The last time that clocks in China showed `at` (HH:MM). */
export function lastMomentOf(at: string, now: Date): Date {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const inDay = (hours * 60 + minutes) * 60_000;
  const days = Math.floor((now.getTime() + chinaMs - inDay) / dayMs);
  return new Date(days * dayMs + inDay - chinaMs);
}

/** The last Monday on which they did. */
export function lastMondayAt(at: string, now: Date): Date {
  const last = lastMomentOf(at, now).getTime();
  // The first day of Unix time was a Thursday.
  const sinceMonday = (Math.floor((last + chinaMs) / dayMs) + 3) % 7;
  return new Date(last - sinceMonday * dayMs);
}

export interface Schedule {
  stop(): Promise<void>;
}

export function startSchedule({
  lastMoment,
  clock,
  isDue,
  make,
  onFault,
}: {
  /** When it was last time for it. */
  readonly lastMoment: (now: Date) => Date;
  readonly clock: Clock;
  readonly isDue: (moment: Date) => Promise<boolean>;
  readonly make: (moment: Date) => Promise<void>;
  readonly onFault: (error: unknown) => void;
}): Schedule {
  let looking: Promise<void> = Promise.resolve();
  const look = (): void => {
    looking = looking
      .then(async () => {
        const moment = lastMoment(clock.now());
        if (await isDue(moment)) await make(moment);
      })
      .catch(onFault);
  };
  const timer = setInterval(look, lookEveryMs).unref();
  look();
  return {
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

export type StartSchedule = typeof startSchedule;

/** Where a copy of the data is only looked at, nothing is done by itself. */
export const noSchedule: StartSchedule = () => ({ stop: async () => {} });
