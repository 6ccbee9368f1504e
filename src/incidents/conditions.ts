// What is wrong without a record that says so: a backup that is overdue, and a time in which the ledger could not be written.
import type { Clock } from '../base/clock.ts';
import type { Alarm } from './watch.ts';

export interface Conditions {
  readonly lastBackup: () => Promise<{ readonly isSet: boolean; readonly takenAt: string | null }>;
  /** The last time of this process in which the ledger could not be written, once that is over. */
  readonly ledgerOutage: () => { readonly since: Date; readonly until: Date; readonly failures: number } | undefined;
}

const hourMs = 3_600_000;
/** One is made every day, and one that was missed at the next start. */
const overdueMs = 30 * hourMs;
/** What was missed while the service was down is being made. */
const startingMs = 2 * hourMs;

export function watchConditions({ lastBackup, ledgerOutage }: Conditions, clock: Clock): () => Promise<Alarm[]> {
  const startedAt = clock.now();
  return async () => {
    const now = clock.now().getTime();
    const { isSet, takenAt } = await lastBackup();
    const since = takenAt === null ? startedAt : new Date(takenAt);
    const isOverdue = isSet && now - since.getTime() > overdueMs && now - startedAt.getTime() > startingMs;
    const outage = ledgerOutage();
    const last = takenAt ?? 'never';
    return [
      ...(isOverdue ? [{ kind: 'backup-overdue' as const, about: last, details: { last } }] : []),
      ...(outage
        ? [
            {
              kind: 'ledger-unwritable' as const,
              about: outage.since.toISOString(),
              details: { since: outage.since.toISOString(), until: outage.until.toISOString(), failures: outage.failures },
            },
          ]
        : []),
    ];
  };
}
