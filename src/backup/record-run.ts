// How a making or verifying of a backup ended: on record first, then where the pages look. The same whoever did it.
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import { type BackupRuns, noteDone, noteFailed } from './backup-runs.store.ts';
import type { BackupRun, Verification } from './contract.ts';

export interface RunRecords {
  readonly runs: BackupRuns;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

export async function recordRun(ledger: Ledger, run: BackupRun, outcome: 'done' | 'failed', details: Entry['details'] = {}): Promise<void> {
  await ledger.append({
    action: run.work === 'verify' ? 'backup-verified' : outcome === 'done' ? 'backup-made' : 'backup-failed',
    actor: { kind: 'system', id: 'backup' },
    subject: { kind: 'backup', id: run.backupId },
    outcome,
    details: { run: run.id, reason: run.reason, ...details },
  });
}

/** A restore that was compared, opened and asked; its faults are the outcome. */
export async function recordVerification({ runs, ledger, clock }: RunRecords, run: BackupRun, verification: Verification): Promise<void> {
  const { rows, files, answer, faults } = verification;
  const [fault] = faults;
  await recordRun(ledger, run, fault === undefined ? 'done' : 'failed', { rows, files, answer });
  if (fault === undefined) await noteDone(runs, run.id, verification, clock.now());
  else await noteFailed(runs, run.id, new AppError('backup-damaged', { name: fault, where: run.target }), clock.now(), verification);
}
