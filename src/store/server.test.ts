// The connection to a database server: what breaks it, how that is told, and that the next use connects again.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../base/errors.ts';
import { type CutProxy, openCutProxy } from '../../test/support/cut-proxy.ts';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { isUnreachable, namedFault } from './database-faults.ts';
import { openServer, type Server, watchServer } from './server.ts';

test.each([
  [Object.assign(new Error('terminating connection'), { code: '57P01' }), '57P01'],
  [Object.assign(new Error('the database system is starting up'), { code: '57P03' }), '57P03'],
  [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
  [new AggregateError([Object.assign(new Error('connect'), { code: 'EHOSTUNREACH' })]), 'EHOSTUNREACH'],
  [new Error('Connection terminated unexpectedly'), 'connection lost'],
])('a connection that fails is named: %s', (error, cause) => {
  expect(namedFault(error)).toMatchObject({ code: 'database-unreachable', details: { cause } });
});

test('a disk without room is named, and the connection kept', () => {
  const full = Object.assign(new Error('could not extend file'), { code: '53100' });
  expect(namedFault(full)).toMatchObject({ code: 'database-full', details: { cause: '53100' } });
  expect(isUnreachable(namedFault(full))).toBe(false);
});

test('a statement that the server refuses keeps its own fault', () => {
  const refusal = Object.assign(new Error('duplicate key'), { code: '23505' });
  expect(namedFault(refusal)).toBe(refusal);
});

const database = await openTestDatabase();
afterAll(() => database.close());

describe.skipIf(database.url === undefined)('a server behind a network that breaks', () => {
  let proxy: CutProxy;
  let server: Server;
  beforeAll(async () => {
    proxy = await openCutProxy(urlOf(database));
    server = await openServer(proxy.url);
  });
  afterAll(async () => {
    await server.close();
    await proxy.close();
  });
  const ask = async (text: string): Promise<unknown> => {
    const client = await server.pool.connect();
    try {
      return (await client.query<{ value: number }>(text, [])).rows;
    } finally {
      client.release();
    }
  };
  const unreachable = { code: 'database-unreachable' };

  test('a backend that is terminated in the middle of a statement fails it by name, and the next one works', async () => {
    const slow = ask('select pg_sleep(600) as value');
    const failed = expect(slow).rejects.toMatchObject(unreachable);
    await terminateBackends(urlOf(database), 'pg_sleep(600) as value');
    await failed;
    expect(await ask('select 1 as value')).toEqual([{ value: 1 }]);
  });

  test('a connection that breaks while a transaction holds it idle does not end the process', async () => {
    const client = await server.pool.connect();
    await client.query('begin', []);
    proxy.cut();
    await expect(client.query('select 1', [])).rejects.toMatchObject(unreachable);
    client.release();
    await expect(ask('select 1')).rejects.toMatchObject(unreachable);
    proxy.restore();
    expect(await ask('select 1 as value')).toEqual([{ value: 1 }]);
  });

  test('a network that swallows what is sent is given up, though nothing says that the connection is broken', async () => {
    const hole = await openCutProxy(urlOf(database));
    const client = new pg.Client({ connectionString: hole.url });
    client.on('error', () => {});
    await client.connect();
    const watch = watchServer({ connectionString: hole.url }, 50);
    hole.swallow();
    await expect(watch(client, () => client.query('select 1')).catch(rethrowNamed)).rejects.toMatchObject(unreachable);
    await hole.close();
  });

  test('a statement that takes long while the server works on it is waited for', async () => {
    const client = new pg.Client({ connectionString: urlOf(database) });
    await client.connect();
    const watch = watchServer({ connectionString: urlOf(database) }, 200);
    const { rows } = await watch(client, () => client.query<{ value: number }>('select 1 as value, pg_sleep(1)'));
    expect(rows[0]?.value).toBe(1);
    await client.end();
  });

  test('the server is told not to keep what a vanished process holds', async () => {
    expect(await ask("select current_setting('idle_in_transaction_session_timeout') as value")).toEqual([{ value: '1min' }]);
  });
});

function urlOf({ url }: TestDatabase): string {
  if (url === undefined) throw new AppError('database-unreachable', { cause: 'no server' });
  return url;
}

function rethrowNamed(error: unknown): never {
  throw namedFault(error);
}

/** Once the statement has begun, whoever works on it is ended. */
async function terminateBackends(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (let ended = 0; ended === 0; ) {
    const { rowCount } = await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and query like $1',
      [`%${statement}%`],
    );
    ended = rowCount ?? 0;
  }
  await client.end();
}
