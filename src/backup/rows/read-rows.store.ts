// Rows as lines of JSON, in the order of their key, a slice at a time. Every value is as PostgreSQL writes it, so that both
// kinds of database write the same line for the same row.
import { type Kysely, type RawBuilder, sql, type SqlBool } from 'kysely';
import type { Column, Table } from './catalogue.store.ts';

/** The key of a row, each column as text. */
export type Key = readonly string[];

export interface Row {
  readonly line: string;
  readonly key: Key;
}

/** Keys above `after`, up to and with `to`; open where nothing is said. */
export interface Range {
  readonly after?: Key | undefined;
  readonly to?: Key | undefined;
}

/** For the transaction: how times, days and bytes are written must not depend on the server's settings. */
export async function writeValuesAlike(transaction: Kysely<unknown>): Promise<void> {
  await sql`select set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO, YMD', true),
    set_config('IntervalStyle', 'iso_8601', true), set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true)`.execute(
    transaction,
  );
}

export async function readSlice(database: Kysely<unknown>, table: Table, range: Range, limit: number): Promise<Row[]> {
  const { rows } = await sql<{ line: string; key: Key }>`
    select row_to_json(written_row)::text as line, ${keyAsTexts(table)} as key
    from ${sql.table(table.name)} as t cross join lateral (select ${sql.join(table.columns.map(asWritten))}) as written_row
    where ${isWithin(table, range)}
    ${orderOf(table)} limit ${sql.lit(limit)}`.execute(database);
  return rows;
}

/** Of a table without a key there is no order to slice by. */
export async function readAll(database: Kysely<unknown>, table: Table): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select row_to_json(written_row)::text as line
    from ${sql.table(table.name)} as t cross join lateral (select ${sql.join(table.columns.map(asWritten))}) as written_row`.execute(
    database,
  );
  return rows.map(({ line }) => line);
}

/** The oldest transaction that may still be running: whatever it or a later one writes carries its number or a later one. */
export async function oldestRunning(database: Kysely<unknown>): Promise<string> {
  const { rows } = await sql<{ number: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::xid::text as number`.execute(database);
  return rows[0]?.number ?? '0';
}

/** How many rows a range has now, and whether one of them was written since. */
export async function lookAgain(
  database: Kysely<unknown>,
  table: Table,
  range: Range,
  since: string,
): Promise<{ readonly count: number; readonly isWritten: boolean }> {
  const { rows } = await sql<{ count: number; written: boolean }>`
    select count(*)::int as count, coalesce(bool_or(age(t.xmin) <= age(${since}::text::xid)), false) as written
    from ${sql.table(table.name)} as t where ${isWithin(table, range)}`.execute(database);
  return { count: rows[0]?.count ?? 0, isWritten: rows[0]?.written ?? false };
}

const qualified = ({ name }: Column): RawBuilder<unknown> => sql`t.${sql.id(name)}`;

function asWritten(column: Column): RawBuilder<unknown> {
  return column.isJson ? sql`${qualified(column)}::text as ${sql.id(column.name)}` : qualified(column);
}

function keyAsTexts({ key }: Table): RawBuilder<unknown> {
  return sql`array[${sql.join(key.map((column) => sql`${qualified(column)}::text`))}]`;
}

function orderOf({ key }: Table): RawBuilder<unknown> {
  return sql`order by ${sql.join(key.map(qualified))}`;
}

function isWithin({ key }: Table, { after, to }: Range): RawBuilder<SqlBool> {
  const columns = sql`(${sql.join(key.map(qualified))})`;
  const bound = (values: Key): RawBuilder<unknown> =>
    sql`(${sql.join(key.map(({ type }, index) => sql`${values[index]}::text::${sql.raw(type)}`))})`;
  const conditions = [
    ...(after ? [sql<SqlBool>`${columns} > ${bound(after)}`] : []),
    ...(to ? [sql<SqlBool>`${columns} <= ${bound(to)}`] : []),
  ];
  return conditions.length === 0 ? sql<SqlBool>`true` : sql.join(conditions, sql` and `);
}
