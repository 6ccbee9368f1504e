// What the ledger says that somebody should look at: every minute the records since the last look are gone through, by whichever
// replica comes first, and what was looked at once is not told again.
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

/** An alarm with the newest record that it rests on. */
export interface FoundAlarm extends Alarm {
  readonly sequence: number;
}

const watched = ['ledger-verified', 'backup-failed', 'backup-verified', 'session-refused', 'access-denied', 'webhook-given-up'] as const;
/** So many failed sign-ins to one account (or to none that exists) within ten minutes, or denials of one person within five, are a burst. */
const burst = 20;
const burstWindowMs = 10 * 60_000;
/** A service that was down for a day still learns of what failed before. */
const lookBackMs = 24 * 3_600_000;
const recordsAtOnce = 1000;

/** Of the records after the one that was looked at last; `upTo`: the last one looked at now. */
export async function findAlarms(ledger: Ledger, clock: Clock, seen: number): Promise<{ upTo: number; alarms: FoundAlarm[] }> {
  const since = (ms: number): Date => new Date(clock.now().getTime() - ms);
  const fresh = await ledger.usage.after(seen, watched, since(lookBackMs), recordsAtOnce);
  const failed = (...actions: readonly LedgerRecord['action'][]) =>
    fresh.filter(({ action, outcome }) => actions.includes(action) && outcome === 'failed');
  const alarms = [
    ...newestOf('ledger-fault', 'ledger', failed('ledger-verified')),
    ...newestOf('backup-failed', 'backups', failed('backup-failed', 'backup-verified')),
  ];
  const switchedOff = fresh.filter(({ action, details }) => action === 'webhook-given-up' && details['switchedOff'] === true);
  for (const [about, records] of Map.groupBy(switchedOff, ({ subject }) => subject?.id ?? ''))
    alarms.push(...newestOf('webhook-failing', about, records));
  const refusals = fresh.filter(({ action }) => action === 'session-refused');
  for (const [about, records] of Map.groupBy(refusals, ({ subject }) => subject?.id ?? null)) {
    const count = await ledger.usage.countAbout('session-refused', about, since(burstWindowMs));
    if (count >= burst) alarms.push(...newestOf('denials', about ?? 'nobody', records, count));
  }
  const denials = fresh.filter(({ action, details }) => action === 'access-denied' && Number(details['denied']) >= burst);
  for (const [about, records] of Map.groupBy(denials, ({ actor }) => actor.id))
    alarms.push(...newestOf('access-denials', about, records, Math.max(...records.map(({ details }) => Number(details['denied'])))));
  return { upTo: fresh.at(-1)?.sequence ?? seen, alarms };
}

function newestOf(kind: Alarm['kind'], about: string, records: readonly LedgerRecord[], count = records.length): FoundAlarm[] {
  const sequence = records.at(-1)?.sequence;
  return sequence === undefined ? [] : [{ kind, about, sequence, details: { about, count, record: sequence } }];
}
