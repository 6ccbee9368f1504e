// A PostgreSQL server as the database. What fails because the server is not there fails as `database-unreachable`, and the pool
// connects again by itself at its next use.
import { rootCertificates } from 'node:tls';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { AppError, systemCode } from '../base/errors.ts';
import { isFull, isUnreachable, namedFault } from './database-faults.ts';
import { protectionOf } from './server-tls.ts';
import { valueParsers } from './value-parsers.ts';
import { createWatch, lookEveryMs, type Watch } from './watch-statements.ts';

export interface Connections {
  readonly total: number;
  readonly idle: number;
  readonly waiting: number;
}

export interface Server {
  /** For Kysely. */
  readonly pool: PostgresPool;
  /** Several statements at once, without values. */
  runScript(text: string): Promise<pg.QueryResult>;
  /** Of the pool, and who waits for one. */
  connections(): Connections;
  /** Whether it said a short while ago that its disk is full. */
  isFull(): boolean;
  close(): Promise<void>;
}

const types = new pg.TypeOverrides();
for (const [oid, parse] of Object.entries(valueParsers)) types.setTypeParser(Number(oid), parse);

const connectionTimeoutMs = 10_000;
/** Something is written more often than that: without a new complaint there is room again. */
const fullForMs = 60_000;
/** A network that swallows packets is noticed on an idle connection after this time and ten probes of a second each. */
const keepAliveAfterMs = 10_000;
/**
 * A replica that vanished with its machine must not hold the head of the ledger for hours: the server gives a silent peer up, and
 * a transaction in which nothing is asked. Compatible servers may lack a setting.
 */
const serverPatience = {
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '4',
  idle_in_transaction_session_timeout: '60s',
};

/** A pool to the server at `url`; fails with one clear sentence when it cannot be reached. */
export async function openServer(url: string, authorities: readonly string[] = rootCertificates): Promise<Server> {
  const settings = { ...protectionOf(url, authorities), connectionTimeoutMillis: connectionTimeoutMs };
  const pool = new pg.Pool({
    ...settings,
    max: 10,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveAfterMs,
    types,
    onConnect: prepare,
  });
  // An idle connection that breaks is replaced by the pool at its next use.
  pool.on('error', () => {});
  const watch = watchServer(settings);
  let fullAt = Number.NEGATIVE_INFINITY;
  const take = async () => {
    const client = await pool.connect().catch(rethrowNamed);
    let isLost = false;
    return {
      async query(text: string, values?: readonly unknown[]): Promise<pg.QueryResult> {
        try {
          return await watch(client, () => (values ? client.query(text, [...values]) : client.query(text)));
        } catch (error) {
          const named = namedFault(error);
          isLost ||= isUnreachable(named);
          if (isFull(named)) fullAt = performance.now();
          throw named;
        }
      },
      // The server says that it ends a connection before it does: without the mark the next one would be handed it.
      release: () => client.release(isLost),
    };
  };
  const server: Server = {
    // Kysely's interface also knows cursors, which this product does not use.
    pool: { connect: async () => (await take()) as unknown as PostgresPoolClient, end: () => pool.end(), options: pool.options },
    async runScript(text) {
      const client = await take();
      try {
        return await client.query(text);
      } finally {
        client.release();
      }
    },
    connections: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    isFull: () => performance.now() - fullAt < fullForMs,
    close: () => pool.end(),
  };
  try {
    await server.runScript('select 1');
  } catch (error) {
    await pool.end();
    if (error instanceof AppError) throw error;
    throw new AppError('database-unreachable', { cause: systemCode(error) ?? 'connection failed' }, { cause: error });
  }
  return server;
}

function rethrowNamed(error: unknown): never {
  throw namedFault(error);
}

/** The pool waits for it before it hands the connection out, though its types say that nothing is waited for. */
function prepare(client: pg.ClientBase): unknown {
  // A connection that breaks while somebody holds it is told to whoever asks next; without a listener it would end the process.
  client.on('error', () => {});
  return setPatience(client);
}

async function setPatience(client: pg.ClientBase): Promise<void> {
  for (const [name, value] of Object.entries(serverPatience))
    await client.query('select set_config($1, $2, false)', [name, value]).catch(refused);
}

/** A setting that the server does not know is done without; a connection that is lost is not. */
function refused(error: unknown): void {
  const named = namedFault(error);
  if (isUnreachable(named)) throw named;
}

/** Gives up connections on which a statement waits though the server, asked over another one, does not work on it. */
export function watchServer(settings: pg.ClientConfig, everyMs: number = lookEveryMs): Watch<pg.ClientBase> {
  return createWatch<pg.ClientBase>(
    {
      ask: () => askServer(settings, everyMs),
      // Ending a connection that waits for a reply destroys it.
      giveUp: (client) => void (client instanceof pg.Client && client.end().catch(() => {})),
    },
    everyMs,
  );
}

async function askServer(settings: pg.ClientConfig, timeoutMs: number): Promise<((client: pg.ClientBase) => boolean) | undefined> {
  const client = new pg.Client({ ...settings, connectionTimeoutMillis: timeoutMs, query_timeout: timeoutMs });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ pid: number }>("select pid from pg_stat_activity where state = 'active'");
    const working = new Set(rows.map(({ pid }) => pid));
    // Behind a pooler a connection has another number than the process that works for it: then there is no telling.
    return working.has(processOf(client)) ? (asked) => working.has(processOf(asked)) : () => true;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => {});
  }
}

/** The driver knows it, its types do not say so. */
function processOf(client: pg.ClientBase): number {
  return 'processID' in client && typeof client.processID === 'number' ? client.processID : 0;
}
