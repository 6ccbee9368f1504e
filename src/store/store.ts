// The database behind every room: PostgreSQL's dialect, embedded (PGlite) or on a server, the same SQL on both.
import type { PGlite } from '@electric-sql/pglite';
import { CompiledQuery, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import { createDiskReserve, type DiskReserve, guardWrites, noDisk } from './disk-reserve.ts';
import { openEmbedded } from './embedded.ts';
import { migrate, type MigrationGoal } from './migrate.ts';
import { createPGliteDialect } from './pglite-dialect.ts';
import { dropRetiredExtension } from './retired-extension.ts';
import { type Connections, openServer, type Server } from './server.ts';

export type { MigrationGoal };

export interface Store {
  readonly kind: 'embedded' | 'server';
  /** Name of the newest migration applied. */
  readonly migration: string;
  /** The database as one room sees it: each room names its own tables. */
  tables<Tables>(): Kysely<Tables>;
  /** SQL that a library brings along (the job queue); several statements when there are no values. */
  run(text: string, values?: readonly unknown[]): Promise<Rows>;
  databaseBytes(): Promise<number>;
  /** Of the pool; undefined where there is none. */
  connections(): Connections | undefined;
  /** Whether writing is refused for want of room on the disk, as far as is known. */
  isFull(): boolean;
  close(): Promise<void>;
}
const rowsSchema = z.object({ rows: z.array(z.record(z.string(), z.unknown())) });
export type Rows = z.infer<typeof rowsSchema>;

export type StoreOptions =
  | { readonly kind: 'embedded'; readonly folder: string }
  | { readonly kind: 'memory'; readonly dump?: Blob }
  /** `authorities`: PEM certificates of those who may vouch for the server; the runtime's own unless given. */
  | { readonly kind: 'server'; readonly url: string; readonly authorities?: readonly string[] };

export async function openStore(options: StoreOptions, goal: MigrationGoal = 'latest'): Promise<Store> {
  switch (options.kind) {
    case 'server':
      return serverStore(await openServer(options.url, options.authorities), goal);
    case 'memory':
      return embeddedStore(await openEmbedded(undefined, options.dump), noDisk, goal);
    case 'embedded': {
      const reserve = createDiskReserve(options.folder);
      // Opening writes too.
      if (reserve.isTouched()) throw new AppError('database-full', { cause: 'ENOSPC' });
      return embeddedStore(await openEmbedded(options.folder), reserve, goal);
    }
  }
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

function embeddedStore(pglite: PGlite, reserve: DiskReserve, goal: MigrationGoal): Promise<Store> {
  const guard = guardWrites(pglite, reserve);
  const database = new Kysely<unknown>({ dialect: createPGliteDialect(pglite, guard) });
  return assemble(database, goal, {
    kind: 'embedded',
    connections: () => undefined,
    isFull: () => reserve.isTouched(),
    runScript: (text) =>
      // Holding the connection keeps the script out of other users' transactions.
      database.connection().execute(async () => ({ rows: (await guard.naming(() => pglite.exec(text))).at(-1)?.rows ?? [] })),
  });
}

function serverStore({ pool, runScript, isFull, connections }: Server, goal: MigrationGoal): Promise<Store> {
  return assemble(new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }), goal, {
    kind: 'server',
    isFull,
    connections,
    runScript: async (text) => {
      // Several statements come back as several results, which the types of pg do not say.
      const result = await runScript(text);
      return rowsSchema.parse(Array.isArray(result) ? result.at(-1) : result);
    },
  });
}

interface Side extends Pick<Store, 'kind' | 'isFull' | 'connections'> {
  runScript(text: string): Promise<Rows>;
}

async function assemble(database: Kysely<unknown>, goal: MigrationGoal, { kind, isFull, connections, runScript }: Side): Promise<Store> {
  try {
    await dropRetiredExtension(database);
    const migration = await migrate(database, goal);
    return {
      kind,
      migration,
      // Which tables exist is a matter of types only; each room states its own.
      tables: <Tables>() => database as Kysely<Tables>,
      run: async (text, values) =>
        values?.length
          ? { rows: (await database.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...values]))).rows }
          : runScript(text),
      databaseBytes: async () =>
        (await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(database)).rows[0]?.bytes ?? 0,
      isFull,
      connections,
      close: () => database.destroy(),
    };
  } catch (error) {
    await database.destroy();
    throw error;
  }
}
