// Kysely on PGlite. PGlite has one connection; the dialect that ships with Kysely hands it to everybody at once, so that
// concurrent transactions commit each other. Here a connection is held by one user at a time, as in a pool of one.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PGlite } from '@electric-sql/pglite';
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { WriteGuard } from './disk-reserve.ts';

export function createPGliteDialect(pglite: PGlite, guard: WriteGuard): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new OneConnectionDriver(pglite, guard),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

class OneConnectionDriver implements Driver {
  readonly #pglite: PGlite;
  readonly #guard: WriteGuard;
  readonly #connection: DatabaseConnection;
  #turn: Promise<void> = Promise.resolve();
  #endTurn = (): void => {};

  constructor(pglite: PGlite, guard: WriteGuard) {
    this.#pglite = pglite;
    this.#guard = guard;
    this.#connection = {
      executeQuery: <Row>(query: CompiledQuery) => guard.naming(() => execute<Row>(pglite, query)),
      streamQuery: () => {
        throw new Error('PGlite does not stream');
      },
    };
  }

  async init(): Promise<void> {
    await this.#pglite.waitReady;
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const previousTurn = this.#turn;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#turn = promise;
    await previousTurn;
    // PGlite answers without ever going through the event loop: without this a long run of statements keeps requests waiting.
    await nextTurn();
    this.#endTurn = resolve;
    await this.#guard.heed().catch((error: unknown) => {
      this.#endTurn();
      throw error;
    });
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#endTurn();
  }

  async beginTransaction(): Promise<void> {
    await this.#pglite.query('begin');
  }

  async commitTransaction(): Promise<void> {
    await this.#guard.naming(() => this.#pglite.query('commit'));
  }

  async rollbackTransaction(): Promise<void> {
    await this.#pglite.query('rollback');
  }

  async destroy(): Promise<void> {
    await this.#turn;
    if (!this.#pglite.closed) await this.#pglite.close();
  }
}

async function execute<Row>(pglite: PGlite, query: CompiledQuery): Promise<QueryResult<Row>> {
  const { rows, affectedRows } = await pglite.query<Row>(query.sql, [...query.parameters]);
  return { rows, ...(affectedRows === undefined ? {} : { numAffectedRows: BigInt(affectedRows) }) };
}
