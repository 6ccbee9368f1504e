// Quotas in the database. Whoever changes one moves the version in the same transaction, so that every replica notices.
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import type { Measure, Period, Subject } from './contract.ts';

export interface QuotaTables {
  quota_limit: { id: string; kind: Subject['kind']; subject: string; measure: Measure; period: Period; amount: number };
  quota_counter: { limit_id: string; begins_on: string; used: number; held: number };
  quota_lease: { id: string; limit_id: string; begins_on: string; settled: number; held: number; expires_at: Date };
  quota_registry: { id: number; version: number };
}
export type QuotaDatabase = Kysely<QuotaTables>;
export type QuotaTransaction = Transaction<QuotaTables>;
export type LimitRow = Selectable<QuotaTables['quota_limit']> & Pick<Subject, 'name'>;

export async function readVersion(database: QuotaDatabase): Promise<number> {
  return (await database.selectFrom('quota_registry').select('version').executeTakeFirstOrThrow()).version;
}

export async function moveVersion(transaction: QuotaTransaction): Promise<void> {
  await transaction.updateTable('quota_registry').set({ version: sql`version + 1` }).execute();
}

/** A key that counts, by its id or name; a scenario, by its name. Nothing where there is none, or several. */
export async function findSubject(database: QuotaDatabase, kind: 'key' | 'scenario', text: string): Promise<string | undefined> {
  const { rows } =
    kind === 'scenario'
      ? await sql<{ id: string }>`select distinct name as id from scenario where name = ${text}`.execute(database)
      : await sql<{ id: string }>`select api_key.id::text as id from api_key join person on person.id = api_key.id
          where revoked_at is null and expires_at > now() and (api_key.id::text = ${text} or display_name = ${text})`.execute(database);
  return rows.length === 1 ? rows[0]?.id : undefined;
}

/** A department with those above it, as people write it. */
const departmentName = sql`(select string_agg(above.name, '/' order by array_position(department.path, above.id)) from department above
  where above.id = any(department.path))`;

/** What a quota can be of: keys that count, scenarios, and open departments. */
export async function listSubjects(database: QuotaDatabase): Promise<Subject[]> {
  const { rows } = await sql<Subject>`
    select 'key' as kind, api_key.id::text as subject, person.display_name as name from api_key join person on person.id = api_key.id
      where revoked_at is null and expires_at > now()
    union select 'scenario', name, name from scenario
    union select 'department', id::text, ${departmentName} from department where closed_at is null
    order by kind, name`.execute(database);
  return rows;
}

/** What is no more goes by the name that it had: its limit may stay. */
export async function listLimitRows(database: QuotaDatabase): Promise<LimitRow[]> {
  const { rows } = await sql<LimitRow>`
    select quota_limit.*, coalesce(
      (select display_name from person where quota_limit.kind = 'key' and person.id::text = quota_limit.subject),
      (select ${departmentName} from department where quota_limit.kind = 'department' and department.id::text = quota_limit.subject),
      quota_limit.subject) as name
    from quota_limit order by kind, name, subject, measure, period desc`.execute(database);
  return rows;
}

export async function listCounterRows(database: QuotaDatabase) {
  return database.selectFrom('quota_counter').selectAll().execute();
}

/** The limit, with the id that it has or gets. */
export async function writeLimit(
  transaction: QuotaTransaction,
  limit: Selectable<QuotaTables['quota_limit']>,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const { id } = await transaction
    .insertInto('quota_limit')
    .values(limit)
    .onConflict((conflict) => conflict.columns(['kind', 'subject', 'measure', 'period']).doUpdateSet({ amount: limit.amount }))
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, isNew: id === limit.id };
}

export async function beginCounter(
  transaction: QuotaTransaction,
  { limitId, beginsOn, used }: { readonly limitId: string; readonly beginsOn: string; readonly used: number },
): Promise<void> {
  await transaction.insertInto('quota_counter').values({ limit_id: limitId, begins_on: beginsOn, used, held: 0 }).execute();
}

/** What one process says of a counter and wants of it; see the function in the database. */
export interface Wish {
  readonly lease: string;
  readonly is_new: boolean;
  readonly limit_id: string;
  readonly begins_on: string;
  readonly settled: number;
  readonly keep: number;
  readonly spare: number;
  readonly need: number;
  readonly want: number;
}
export interface Granted {
  readonly lease: string;
  /** The quota was removed, or the lease had expired. */
  readonly is_gone: boolean;
  readonly held: number;
}

export async function exchange(database: QuotaDatabase, wishes: readonly Wish[]): Promise<Granted[]> {
  return (await sql<Granted>`select * from quota_exchange(${JSON.stringify(wishes)}::jsonb)`.execute(database)).rows;
}

/** Counters of periods that are over, and of which nothing is held, go after two months. */
export async function removeOldCounters(database: QuotaDatabase): Promise<void> {
  await sql`delete from quota_counter where held = 0 and begins_on < current_date - 62`.execute(database);
}
