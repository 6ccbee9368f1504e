// Makings and verifications of backups as recorded.
import type { ColumnType, Kysely, Selectable, Transaction } from 'kysely';
import { z } from 'zod';
import { AppError, bothSentences, type ErrorCode, errorTable } from '../base/errors.ts';
import type { BackupId, PersonId } from '../base/ids.ts';
import type { Store } from '../store/store.ts';
import { type BackupRun, type BackupSummary, backupSummarySchema, type Verification, verificationSchema } from './contract.ts';

type Json = ColumnType<unknown, string | null, string | null>;

export interface BackupTables {
  backup_run: {
    id: BackupId;
    work: 'take' | 'verify';
    reason: BackupSummary['reason'];
    backup_id: BackupId;
    target: string;
    scheduled_for: Date | null;
    requested_by: PersonId | null;
    state: 'queued' | 'running' | 'done' | 'failed';
    progress: number;
    created_at: Date;
    finished_at: Date | null;
    result: Json;
    failure: Json;
  };
}
export type BackupRuns = Kysely<BackupTables>;

export type NewRun = Pick<
  Selectable<BackupTables['backup_run']>,
  'id' | 'work' | 'reason' | 'backup_id' | 'target' | 'scheduled_for' | 'requested_by' | 'created_at'
>;

/** Whether it was recorded: a moment of the schedule belongs to one replica. */
export async function insertRun(runs: Transaction<BackupTables>, run: NewRun): Promise<boolean> {
  const inserted = await runs
    .insertInto('backup_run')
    .values({ ...run, state: 'queued', progress: 0, finished_at: null, result: null, failure: null })
    .onConflict((conflict) => conflict.column('scheduled_for').doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

export async function findRun(runs: BackupRuns, id: string): Promise<BackupRun> {
  const row = await runs
    .selectFrom('backup_run')
    .selectAll()
    .where('id', '=', id as BackupId)
    .executeTakeFirst();
  if (!row) throw new AppError('not-found', { what: '备份任务 backup run' });
  return present(row);
}

export async function listRuns(runs: BackupRuns, limit: number): Promise<BackupRun[]> {
  const rows = await runs.selectFrom('backup_run').selectAll().orderBy('created_at', 'desc').limit(limit).execute();
  return rows.map(present);
}

/** The newest that ended well. */
export async function findLastDone(runs: BackupRuns, work: 'take' | 'verify'): Promise<BackupRun | null> {
  const row = await runs
    .selectFrom('backup_run')
    .selectAll()
    .where('work', '=', work)
    .where('state', '=', 'done')
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? present(row) : null;
}

/** Whether a backup was made here, into whichever folder. */
export async function wasTaken(runs: BackupRuns, backupId: BackupId): Promise<boolean> {
  const made = runs.selectFrom('backup_run').select('id').where('work', '=', 'take').where('state', '=', 'done');
  return (await made.where('backup_id', '=', backupId).limit(1).execute()).length > 0;
}

export async function noteProgress(runs: BackupRuns, id: BackupId, progress: number): Promise<void> {
  await runs.updateTable('backup_run').set({ state: 'running', progress }).where('id', '=', id).execute();
}

export async function noteDone(runs: BackupRuns, id: BackupId, result: BackupSummary | Verification, at: Date): Promise<void> {
  await runs
    .updateTable('backup_run')
    .set({ state: 'done', progress: 1, finished_at: at, result: JSON.stringify(result), failure: null })
    .where('id', '=', id)
    .execute();
}

export async function noteFailed(runs: BackupRuns, id: BackupId, error: unknown, at: Date, result?: Verification): Promise<void> {
  const { code, details } = error instanceof AppError ? error : new AppError('internal', { requestId: id });
  await runs
    .updateTable('backup_run')
    .set({
      state: 'failed',
      finished_at: at,
      failure: JSON.stringify({ code, details }),
      ...(result ? { result: JSON.stringify(result) } : {}),
    })
    .where('id', '=', id)
    .execute();
}

/** In a restored database: nobody works on them there. Tables from before there were backups have none. */
export async function forgetUnfinishedRuns(store: Store): Promise<void> {
  const { rows } = await store.run("select to_regclass('backup_run') is not null as exists");
  if (rows[0]?.['exists'] === true) await store.run("delete from backup_run where state in ('queued', 'running')");
}

const failureSchema = z.object({
  code: z.string().refine((code): code is ErrorCode => code in errorTable),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
});

function present(row: Selectable<BackupTables['backup_run']>): BackupRun {
  const failure = row.failure === null ? null : failureSchema.parse(row.failure);
  return {
    id: row.id,
    work: row.work,
    reason: row.reason,
    backupId: row.backup_id,
    target: row.target,
    state: row.state,
    progress: row.progress,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    summary: row.work === 'take' && row.result !== null ? backupSummarySchema.parse(row.result) : null,
    verification: row.work === 'verify' && row.result !== null ? verificationSchema.parse(row.result) : null,
    failure: failure && bothSentences(failure.code, failure.details),
  };
}
