// The database behind every room: PostgreSQL's dialect, embedded (PGlite) or on a server, the same SQL on both.
import type { PGlite } from '@electric-sql/pglite';
import { CompiledQuery, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { openEmbedded } from './embedded.ts';
import { migrate, type MigrationGoal } from './migrate.ts';
import { createPGliteDialect } from './pglite-dialect.ts';
import { dropRetiredExtension } from './retired-extension.ts';
import { openServer, type Server } from './server.ts';

export type { MigrationGoal };

export interface Store {
  readonly kind: 'embedded' | 'server';
  readonly capabilities: Capabilities;
  /** Name of the newest migration applied. */
  readonly migration: string;
  /** The database as one room sees it: each room names its own tables. */
  tables<Tables>(): Kysely<Tables>;
  /** SQL that a library brings along (the job queue); several statements when there are no values. */
  run(text: string, values?: readonly unknown[]): Promise<Rows>;
  databaseBytes(): Promise<number>;
  close(): Promise<void>;
}
const rowsSchema = z.object({ rows: z.array(z.record(z.string(), z.unknown())) });
export type Rows = z.infer<typeof rowsSchema>;

export interface Capabilities {
  /** Vector search in the database (pgvector). */
  readonly vectors: boolean;
}

export type StoreOptions =
  | { readonly kind: 'embedded'; readonly folder: string }
  | { readonly kind: 'memory'; readonly dump?: Blob }
  /** `authorities`: PEM certificates of those who may vouch for the server; the runtime's own unless given. */
  | { readonly kind: 'server'; readonly url: string; readonly authorities?: readonly string[] };

export async function openStore(options: StoreOptions, goal: MigrationGoal = 'latest'): Promise<Store> {
  return options.kind === 'server'
    ? serverStore(await openServer(options.url, options.authorities), goal)
    : embeddedStore(
        await openEmbedded(options.kind === 'embedded' ? options.folder : undefined, options.kind === 'memory' ? options.dump : undefined),
        goal,
      );
}

/** A transaction of one room as another room sees it: which tables exist is a matter of types only, the database is the same. */
export function sameTransaction<From, To>(transaction: Transaction<From>): Transaction<To> {
  return transaction as unknown as Transaction<To>;
}

/** Runs library SQL inside a transaction of ours, so that for example a job is queued exactly if the row is there. */
export function runWithin<Tables>(transaction: Transaction<Tables>): Store['run'] {
  return async (text, values = []) => ({
    rows: (await transaction.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...values]))).rows,
  });
}

function embeddedStore(pglite: PGlite, goal: MigrationGoal): Promise<Store> {
  const database = new Kysely<unknown>({ dialect: createPGliteDialect(pglite) });
  return assemble('embedded', database, goal, (text) =>
    // Holding the connection keeps the script out of other users' transactions.
    database.connection().execute(async () => ({ rows: (await pglite.exec(text)).at(-1)?.rows ?? [] })),
  );
}

function serverStore({ pool, runScript }: Server, goal: MigrationGoal): Promise<Store> {
  return assemble('server', new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }), goal, async (text) => {
    // Several statements come back as several results, which the types of pg do not say.
    const result = await runScript(text);
    return rowsSchema.parse(Array.isArray(result) ? result.at(-1) : result);
  });
}

async function assemble(
  kind: Store['kind'],
  database: Kysely<unknown>,
  goal: MigrationGoal,
  runScript: (text: string) => Promise<Rows>,
): Promise<Store> {
  try {
    const capabilities = await enableExtensions(database);
    await dropRetiredExtension(database);
    const migration = await migrate(database, goal);
    return {
      kind,
      capabilities,
      migration,
      // Which tables exist is a matter of types only; each room states its own.
      tables: <Tables>() => database as Kysely<Tables>,
      run: async (text, values) =>
        values?.length
          ? { rows: (await database.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...values]))).rows }
          : runScript(text),
      databaseBytes: async () =>
        (await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(database)).rows[0]?.bytes ?? 0,
      close: () => database.destroy(),
    };
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

/** Extensions are used where the database has them and we may create them; none is required. */
async function enableExtensions(database: Kysely<unknown>): Promise<Capabilities> {
  const { rows } = await sql<{ name: string }>`select name from pg_available_extensions where name = 'vector'`.execute(database);
  const enabled = await Promise.all(
    rows.map(({ name }) =>
      sql`create extension if not exists ${sql.id(name)}`.execute(database).then(
        () => name,
        () => undefined,
      ),
    ),
  );
  return { vectors: enabled.includes('vector') };
}
