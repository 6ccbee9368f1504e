// Whether the clock of this machine was put back or forward: compared with a clock that only ever runs on, and at the start with the
// newest time on record. What was done at a wrong time is told by its place in the ledger, so the jump itself is put on record.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Ledger } from '../ledger/ledger.ts';

export interface ClockJump {
  /** Below 0: back. */
  readonly seconds: number;
  /** By the clock as it went on. */
  readonly seenAt: string;
}

export interface ClockWatch {
  /** The last jump, for as long as it is worth telling. */
  lastJump(): ClockJump | undefined;
  stop(): Promise<void>;
}

export interface ClockWatchDependencies {
  readonly clock: Clock;
  readonly ledger: Pick<Ledger, 'append' | 'list'>;
  readonly log: Log;
  /** Milliseconds of a clock that nobody can put. */
  readonly runningMs?: () => number;
  readonly lookEveryMs?: number;
}

/** Corrections of time services are smaller; a machine that slept is told too. */
const toleratedMs = 30_000;
const toldForMs = 24 * 3_600_000;

export async function watchClock({
  clock,
  ledger,
  log,
  runningMs = () => performance.now(),
  lookEveryMs = 5000,
}: ClockWatchDependencies): Promise<ClockWatch> {
  let jump: (ClockJump & { readonly seenMs: number }) | undefined;
  let last = { clockMs: clock.now().getTime(), runningMs: runningMs() };

  async function note(byMs: number): Promise<void> {
    const seconds = Math.round(byMs / 1000);
    jump = { seconds, seenAt: clock.now().toISOString(), seenMs: runningMs() };
    log.warn('clock-changed', { seconds });
    await ledger
      .append({ action: 'clock-changed', actor: { kind: 'system', id: 'clock' }, details: { seconds } })
      .catch((error: unknown) => log.error('clock-change-not-recorded', error));
  }

  async function look(): Promise<void> {
    const now = { clockMs: clock.now().getTime(), runningMs: runningMs() };
    const byMs = now.clockMs - last.clockMs - (now.runningMs - last.runningMs);
    last = now;
    if (Math.abs(byMs) > toleratedMs) await note(byMs);
  }

  const [newest] = (await ledger.list({ limit: 1 })).records;
  const aheadMs = newest ? Date.parse(newest.record.time) - last.clockMs : 0;
  if (aheadMs > toleratedMs) await note(-aheadMs);
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, lookEveryMs).unref();
  return {
    lastJump: () => (jump && runningMs() - jump.seenMs < toldForMs ? { seconds: jump.seconds, seenAt: jump.seenAt } : undefined),
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
