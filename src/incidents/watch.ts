// What the ledger says that somebody should look at: it is asked every minute, and what was looked at once is not told again.
// Replicas share the place up to which the records were looked at.
import type { Clock } from '../base/clock.ts';
import type { LedgerRecord } from '../ledger/contract.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { IncidentKind } from './contract.ts';

export interface Alarm {
  readonly kind: Exclude<IncidentKind, 'by-hand'>;
  /** What it is about: the same alarm about the same thing goes on with the incident that runs. */
  readonly about: string;
  readonly details: Readonly<Record<string, string | number>>;
}

/** So many failed sign-ins to one account (or to none that exists) within the window are a burst. */
const burst = 20;
const burstWindowMs = 10 * 60_000;
/** A service that was down for a day still learns of what failed before. */
const lookBackMs = 24 * 3_600_000;
const recordsAtOnce = 200;

/** An alarm with the newest record that it rests on. */
export interface FoundAlarm extends Alarm {
  readonly sequence: number;
}

export async function findAlarms(ledger: Ledger, clock: Clock): Promise<FoundAlarm[]> {
  const since = (ms: number): string => new Date(clock.now().getTime() - ms).toISOString();
  const recordsOf = async (action: LedgerRecord['action'], outcome: LedgerRecord['outcome'], ms: number) =>
    (await ledger.list({ action, outcome, from: since(ms), limit: recordsAtOnce })).records.map(({ record }) => record);
  const faults = await recordsOf('ledger-verified', 'failed', lookBackMs);
  const backups = [
    ...(await recordsOf('backup-failed', 'failed', lookBackMs)),
    ...(await recordsOf('backup-verified', 'failed', lookBackMs)),
  ];
  const refusals = Map.groupBy(await recordsOf('session-refused', 'refused', burstWindowMs), ({ subject }) => subject?.id ?? 'nobody');
  return [
    ...newestOf('ledger-fault', 'ledger', faults),
    ...newestOf('backup-failed', 'backups', backups),
    ...[...refusals].filter(([, records]) => records.length >= burst).flatMap(([about, records]) => newestOf('denials', about, records)),
  ];
}

function newestOf(kind: Alarm['kind'], about: string, records: readonly LedgerRecord[]): FoundAlarm[] {
  if (records.length === 0) return [];
  const sequence = Math.max(...records.map((record) => record.sequence));
  return [{ kind, about, sequence, details: { about, count: records.length, record: sequence } }];
}
