// The daily backup: looks every minute whether the last moment of the schedule has had its backup. One that was missed while
// the service was down is made at the next start.
import type { Clock } from '../base/clock.ts';

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

export function startSchedule({
  at,
  clock,
  isDue,
  make,
  onFault,
}: {
  readonly at: string;
  readonly clock: Clock;
  readonly isDue: (moment: Date) => Promise<boolean>;
  readonly make: (moment: Date) => Promise<void>;
  readonly onFault: (error: unknown) => void;
}): { stop(): Promise<void> } {
  let looking: Promise<void> = Promise.resolve();
  const look = (): void => {
    looking = looking
      .then(async () => {
        const moment = lastMomentOf(at, clock.now());
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
