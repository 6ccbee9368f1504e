// Fills an empty database of the same migration with the rows of a backup.
import { type Kysely, sql } from 'kysely';
import type { Column, Table } from './catalogue.store.ts';

/** Rows sent in one statement. */
const batchRows = 500;
const batchCharacters = 1024 * 1024;

/** Rows that migrations wrote go, and foreign keys are put aside until all rows are there; `load` runs in between. */
export async function loadingAllTables(database: Kysely<unknown>, tables: readonly Table[], load: () => Promise<void>): Promise<void> {
  const { rows: references } = await sql<{ table: string; name: string; definition: string }>`
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`.execute(database);
  for (const { table, name } of references) await sql`alter table ${sql.raw(table)} drop constraint ${sql.id(name)}`.execute(database);
  for (const { name } of tables) {
    // Not where there is nothing: a table that may only grow refuses to be emptied.
    const found = await sql`select from ${sql.table(name)} limit 1`.execute(database);
    if (found.rows.length > 0) await sql`delete from ${sql.table(name)}`.execute(database);
  }
  await load();
  for (const { table, name, definition } of references)
    await sql`alter table ${sql.raw(table)} add constraint ${sql.id(name)} ${sql.raw(definition)}`.execute(database);
}

export async function insertLines(database: Kysely<unknown>, table: Table, lines: readonly string[]): Promise<void> {
  for (const batch of batchesOf(lines)) {
    const columns = sql.join(table.columns.map(({ name }) => sql.id(name)));
    await sql`insert into ${sql.table(table.name)} (${columns}) overriding system value
      select ${sql.join(table.columns.map(asStored))}
      from json_to_recordset(${`[${batch.join(',')}]`}::text::json) as line(${sql.join(table.columns.map(asDeclared))})`.execute(database);
  }
}

export async function setSequence(database: Kysely<unknown>, name: string, value: string): Promise<void> {
  await sql`select setval(${`public.${JSON.stringify(name)}`}::text::regclass, ${value}::text::bigint)`.execute(database);
}

function* batchesOf(lines: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let characters = 0;
  for (const line of lines) {
    if (batch.length === batchRows || (batch.length > 0 && characters + line.length > batchCharacters)) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(line);
    characters += line.length;
  }
  if (batch.length > 0) yield batch;
}

const asStored = ({ name, type, isJson }: Column) => (isJson ? sql`line.${sql.id(name)}::${sql.raw(type)}` : sql`line.${sql.id(name)}`);
const asDeclared = ({ name, type, isJson }: Column) => sql`${sql.id(name)} ${sql.raw(isJson ? 'text' : type)}`;
