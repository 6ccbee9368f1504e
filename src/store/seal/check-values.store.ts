// Opens every sealed value of the database, to find those that are not as they were sealed.
import { sql } from 'kysely';
import type { Checking } from '../checking.ts';
import type { Store } from '../store.ts';
import type { DeclaredColumn } from './sealed-columns.ts';
import { tablesOf } from './stale-values.store.ts';

/** PGlite answers one statement at a time: a search waits for a batch. */
const rowsPerBatch = 64;

/** Faults are named by table, column and row. */
export async function* checkValues(store: Store, columns: readonly DeclaredColumn[]): Checking {
  const tables = tablesOf(columns);
  const counts = await Promise.all(tables.map(({ name }) => countRows(store, name)));
  const total = counts.reduce((sum, count) => sum + count, 0);
  let done = 0;
  for (const table of tables) {
    let after: string | undefined;
    do {
      const { rows } = await sql<Record<string, unknown> & { id: string }>`
        select id, ${sql.join(table.columns.map(({ column }) => sql.ref(column)))} from ${sql.table(table.name)}
        where ${after === undefined ? sql`true` : sql`id > ${after}::uuid`} order by id limit ${sql.lit(rowsPerBatch)}`.execute(
        store.tables(),
      );
      const faults = rows.flatMap((row) =>
        table.columns
          .filter((column) => row[column.column] !== null && !column.opens(row.id, row[column.column]))
          .map(({ column }) => `${table.name}.${column}/${row.id}`),
      );
      done += rows.length;
      after = rows.at(-1)?.id;
      yield { done, total: Math.max(total, done), faults };
    } while (after !== undefined);
  }
}

async function countRows(store: Store, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(store.tables());
  return rows[0]?.count ?? 0;
}
