// Reports in the database: ids and counts, no names.
import type { ColumnType, Kysely, Selectable } from 'kysely';
import type { PersonId, ReportId } from '../base/ids.ts';
import { type Findings, findingsSchema } from './contract.ts';

export interface ReportTables {
  security_report: {
    id: ReportId;
    made_at: Date;
    scheduled_for: Date | null;
    requested_by: PersonId | null;
    content: ColumnType<unknown, string, never>;
  };
}
export type ReportDatabase = Kysely<ReportTables>;
type Row = Selectable<ReportTables['security_report']>;

export interface StoredReport extends Omit<Row, 'content'> {
  readonly content: Findings;
}

/** Whether it was written: a moment of the schedule belongs to one replica. */
export async function insertReport(database: ReportDatabase, { content, ...row }: StoredReport): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('security_report')
    .values({ ...row, content: JSON.stringify(content) })
    .onConflict((conflict) => conflict.column('scheduled_for').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function hasReportSince(database: ReportDatabase, moment: Date): Promise<boolean> {
  return (await database.selectFrom('security_report').select('id').where('scheduled_for', '>=', moment).limit(1).execute()).length > 0;
}

export async function listReportRows(database: ReportDatabase, limit: number): Promise<StoredReport[]> {
  return (await database.selectFrom('security_report').selectAll().orderBy('id', 'desc').limit(limit).execute()).map(present);
}

export async function findReportRow(database: ReportDatabase, id: ReportId): Promise<StoredReport | undefined> {
  const row = await database.selectFrom('security_report').selectAll().where('id', '=', id).executeTakeFirst();
  return row && present(row);
}

function present({ content, ...row }: Row): StoredReport {
  return { ...row, content: findingsSchema.parse(content) };
}
