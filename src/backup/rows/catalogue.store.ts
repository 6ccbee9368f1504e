// Which tables there are, asked of the database itself: a table that a room adds is backed up without anybody thinking of it.
import { type Kysely, sql } from 'kysely';

export interface Column {
  readonly name: string;
  readonly type: string;
  /** `json` and `jsonb` travel as text: JSON cannot tell a JSON null from none. */
  readonly isJson: boolean;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Of the primary key; empty when there is none. */
  readonly key: readonly Column[];
}

/**
 * Tables of the product, by name. Left out are the record of migrations, which making the schema writes, and what only means
 * something inside one cluster: computed columns and transaction numbers (xid8).
 */
export async function readCatalogue(database: Kysely<unknown>): Promise<Table[]> {
  const { rows } = await sql<{ table: string; column: string; type: string; is_json: boolean; key_position: number | null }>`
    select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type,
      a.atttypid in ('json'::regtype, 'jsonb'::regtype) as is_json,
      array_position(i.indkey::int2[], a.attnum)::int as key_position
    from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_index i on i.indrelid = c.oid and i.indisprimary
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname not in ('kysely_migration', 'kysely_migration_lock')
      and a.attgenerated = '' and a.atttypid <> 'xid8'::regtype
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    order by c.relname, a.attnum`.execute(database);
  return [...Map.groupBy(rows, (row) => row.table)].map(([name, columns]) => ({
    name,
    columns: columns.map(columnOf),
    key: columns
      .filter((row) => row.key_position !== null)
      .toSorted((one, other) => (one.key_position ?? 0) - (other.key_position ?? 0))
      .map(columnOf),
  }));
}

function columnOf(row: { column: string; type: string; is_json: boolean }): Column {
  return { name: row.column, type: row.type, isJson: row.is_json };
}

/** The newest migration applied; nothing in an empty database. */
export async function readMigration(database: Kysely<unknown>): Promise<string | undefined> {
  const { rows } = await sql<{ exists: boolean }>`select to_regclass('kysely_migration') is not null as exists`.execute(database);
  if (!rows[0]?.exists) return undefined;
  const found = await sql<{ name: string }>`select name from kysely_migration order by name desc limit 1`.execute(database);
  return found.rows[0]?.name;
}

export async function readSequences(database: Kysely<unknown>): Promise<{ name: string; value: string }[]> {
  const { rows } = await sql<{ name: string; value: string }>`
    select sequencename as name, last_value::text as value from pg_sequences
    where schemaname = 'public' and last_value is not null order by sequencename`.execute(database);
  return rows;
}

export async function estimateRows(database: Kysely<unknown>): Promise<number> {
  const { rows } = await sql<{ rows: number }>`
    select coalesce(sum(greatest(reltuples, 0)), 0)::float8 as rows from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r'`.execute(database);
  return rows[0]?.rows ?? 0;
}
