// Periods and runs in the database.
import type { ColumnType, Kysely, Selectable, Transaction } from 'kysely';
import type { PersonId, RetentionRunId } from '../base/ids.ts';
import { type RetentionKind, retentionKindSchema, type RetentionRun, retentionRunSchema } from './contract.ts';
import { rules } from './periods.ts';

type Counts = ColumnType<unknown, string | undefined, string>;
export interface RetentionTables {
  retention_period: { kind: RetentionKind; days: number; changed_at: Date; changed_by: PersonId };
  retention_run: {
    id: RetentionRunId;
    scheduled_for: Date | null;
    requested_by: PersonId | null;
    created_at: Date;
    state: 'queued' | 'running' | 'done';
    finished_at: Date | null;
    totals: Counts;
    removed: Counts;
  };
}
export type RetentionDatabase = Kysely<RetentionTables>;

/** Days by kind. */
export async function readPeriods(database: RetentionDatabase): Promise<ReadonlyMap<RetentionKind, number>> {
  const rows = await database.selectFrom('retention_period').select(['kind', 'days']).execute();
  const changed = new Map(rows.map(({ kind, days }): [RetentionKind, number] => [kind, days]));
  return new Map(retentionKindSchema.options.map((kind): [RetentionKind, number] => [kind, changed.get(kind) ?? rules[kind].standard]));
}

export async function writePeriod(
  database: RetentionDatabase,
  period: { kind: RetentionKind; days: number; changed_at: Date; changed_by: PersonId },
): Promise<void> {
  const { kind: _, ...set } = period;
  await database
    .insertInto('retention_period')
    .values(period)
    .onConflict((conflict) => conflict.column('kind').doUpdateSet(set))
    .execute();
}

/** Whether it was recorded: a moment of the schedule belongs to one replica. */
export async function insertRun(
  transaction: Transaction<RetentionTables>,
  run: Pick<Selectable<RetentionTables['retention_run']>, 'id' | 'scheduled_for' | 'requested_by' | 'created_at'>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('retention_run')
    .values({ ...run, state: 'queued', finished_at: null })
    .onConflict((conflict) => conflict.column('scheduled_for').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function hasRunSince(database: RetentionDatabase, moment: Date): Promise<boolean> {
  const rows = await database.selectFrom('retention_run').select('id').where('scheduled_for', '>=', moment).limit(1).execute();
  return rows.length > 0;
}

export async function findRun(database: RetentionDatabase, id: RetentionRunId): Promise<RetentionRun | undefined> {
  const row = await database.selectFrom('retention_run').selectAll().where('id', '=', id).executeTakeFirst();
  return row && present(row);
}

export async function listRuns(database: RetentionDatabase, limit: number): Promise<RetentionRun[]> {
  return (await database.selectFrom('retention_run').selectAll().orderBy('created_at', 'desc').limit(limit).execute()).map(present);
}

export async function noteBegun(database: RetentionDatabase, id: RetentionRunId, totals: RetentionRun['totals']): Promise<void> {
  await database
    .updateTable('retention_run')
    .set({ state: 'running', totals: JSON.stringify(totals) })
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .execute();
}

/** In the transaction that removed it, so that the count is right whatever happens. */
export async function noteRemoved(
  transaction: Transaction<RetentionTables>,
  id: RetentionRunId,
  kind: RetentionKind,
  count: number,
): Promise<void> {
  const row = await transaction.selectFrom('retention_run').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
  const { removed } = present(row);
  await transaction
    .updateTable('retention_run')
    .set({ removed: JSON.stringify({ ...removed, [kind]: (removed[kind] ?? 0) + count }) })
    .where('id', '=', id)
    .execute();
}

export async function noteDone(database: RetentionDatabase, id: RetentionRunId, now: Date): Promise<void> {
  await database.updateTable('retention_run').set({ state: 'done', finished_at: now }).where('id', '=', id).execute();
}

function present({ id, state, scheduled_for, created_at, finished_at, totals, removed }: Selectable<RetentionTables['retention_run']>) {
  return retentionRunSchema.parse({
    id,
    state,
    isScheduled: scheduled_for !== null,
    createdAt: created_at.toISOString(),
    finishedAt: finished_at?.toISOString() ?? null,
    totals,
    removed,
  });
}
