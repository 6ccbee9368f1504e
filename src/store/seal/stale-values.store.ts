// Finds, in the columns that rooms declared, the values that are not under the key that now seals, and puts that right. Old plain
// values and values under a retiring key are the same to it.
import { type RawBuilder, sql, type SqlBool, type Transaction } from 'kysely';
import type { Store } from '../store.ts';
import { markLength } from './envelope.ts';
import type { DeclaredColumn } from './sealed-columns.ts';

interface SealedTable {
  readonly name: string;
  readonly columns: readonly DeclaredColumn[];
}

/** Readings of books are megabytes; and PGlite answers one statement at a time, so that a search waits for a batch. */
const rowsPerBatch = 16;

export function tablesOf(columns: readonly DeclaredColumn[]): SealedTable[] {
  return Array.from(
    Map.groupBy(columns, ({ table }) => table),
    ([name, ofTable]) => ({
      name,
      columns: ofTable,
    }),
  );
}

/** Rows with at least one value to renew. */
export async function countStaleRows(store: Store, { name, columns }: SealedTable): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(name)} where ${isStale(columns)}`.execute(store.tables());
  return rows[0]?.count ?? 0;
}

/** Goes through the table once, in small transactions. What is written meanwhile is under the new key already. */
export async function renewTable(store: Store, table: SealedTable, report: (renewed: number) => Promise<void>): Promise<void> {
  let after: string | undefined;
  do {
    const batch = await store
      .tables()
      .transaction()
      .execute((transaction) => renewBatch(transaction, table, after));
    after = batch.last;
    if (batch.count > 0) await report(batch.count);
  } while (after !== undefined);
}

async function renewBatch(
  transaction: Transaction<unknown>,
  { name, columns }: SealedTable,
  after: string | undefined,
): Promise<{ readonly count: number; readonly last: string | undefined }> {
  const isLater = after === undefined ? sql`true` : sql`id > ${after}::uuid`;
  const { rows } = await sql<Record<string, unknown> & { id: string }>`
    select id, ${sql.join(columns.map(({ column }) => sql.ref(column)))} from ${sql.table(name)}
    where ${isLater} and ${isStale(columns)} order by id limit ${sql.lit(rowsPerBatch)} for update`.execute(transaction);
  for (const column of columns) {
    const renewed = rows.flatMap((row) => {
      const stored = row[column.column];
      const value = stored === null ? undefined : column.renew(row.id, stored);
      return value === undefined ? [] : [{ id: row.id, value }];
    });
    if (renewed.length > 0) await writeValues(transaction, column, renewed);
  }
  return { count: rows.length, last: rows.at(-1)?.id };
}

async function writeValues(
  transaction: Transaction<unknown>,
  { table, column, kind }: DeclaredColumn,
  values: readonly { readonly id: string; readonly value: string }[],
): Promise<void> {
  const written = { text: sql`renewed.value`, json: sql`to_jsonb(renewed.value)`, texts: sql`array[renewed.value]` }[kind];
  await sql`
    update ${sql.table(table)} as target set ${sql.ref(column)} = ${written}
    from unnest(${values.map(({ id }) => id)}::uuid[], ${values.map(({ value }) => value)}::text[]) as renewed (id, value)
    where target.id = renewed.id`.execute(transaction);
}

function isStale(columns: readonly DeclaredColumn[]): RawBuilder<SqlBool> {
  const conditions = columns.map(
    (column) =>
      sql`(${sql.ref(column.column)} is not null and coalesce(left(${textOf(column)}, ${sql.lit(markLength)}), '') <> all(${column.currentMarks()}::text[]))`,
  );
  return sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;
}

/** The text that is sealed, if the value is; of a JSON document of before there were keys whatever it begins with. */
function textOf({ column, kind }: DeclaredColumn): RawBuilder<string> {
  const value = sql.ref(column);
  return { text: sql<string>`${value}`, json: sql<string>`(${value} #>> '{}')`, texts: sql<string>`${value}[1]` }[kind];
}
