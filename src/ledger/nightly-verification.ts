// The whole ledger verified every night, by one replica: a fault that nobody looked for becomes an alarm.
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { lastMomentOf, type Schedule, type StartSchedule } from '../base/schedule.ts';
import type { Store } from '../store/store.ts';
import type { Ledger } from './ledger.ts';
import { claimVerification, type LedgerTables, wasVerifiedSince } from './ledger.store.ts';

/** China time: after retention has cut what it cuts. */
const nightly = '04:30';

export interface NightlyDependencies {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
  readonly startSchedule: StartSchedule;
}

export function startNightlyVerification({ store, ledger, clock, log, startSchedule }: NightlyDependencies): Schedule {
  const database = store.tables<LedgerTables>();
  return startSchedule({
    lastMoment: (now) => lastMomentOf(nightly, now),
    clock,
    isDue: async (moment) => !(await wasVerifiedSince(database, moment)),
    async make(moment) {
      if (!(await claimVerification(database, moment))) return;
      // The result is on record; whoever watches the ledger finds it there.
      for await (const _ of ledger.verify({ kind: 'system', id: 'ledger' }));
    },
    onFault: (error) => log.error('nightly-verification-failed', error),
  });
}
