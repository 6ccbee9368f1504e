// A fresh database for a test: PGlite from a prepared dump, or a new database on the server that
// HENGJIAN_TEST_DATABASE_URL names. The same suite runs on both.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openStore, type Store } from '../../src/store/store.ts';
import { preparedDatabase } from './prepared-database.ts';

const serverUrl = process.env['HENGJIAN_TEST_DATABASE_URL'];

export interface TestDatabase {
  readonly store: Store;
  /** Another connection to the same database, as a second replica has; on PGlite there is only one. */
  readonly url: string | undefined;
  close(): Promise<void>;
}

export async function openTestDatabase(): Promise<TestDatabase> {
  return serverUrl ? onServer(serverUrl) : inMemory();
}

async function inMemory(): Promise<TestDatabase> {
  const store = await openStore({ kind: 'memory', dump: await preparedDatabase() });
  return { store, url: undefined, close: () => store.close() };
}

async function onServer(url: string): Promise<TestDatabase> {
  const name = `hengjian_test_${randomBytes(6).toString('hex')}`;
  // What a test wrote need not outlive the machine; waiting for the disk at each commit is half of the time on a server.
  await withClient(url, async (client) => {
    await client.query(`create database ${name}`);
    await client.query(`alter database ${name} set synchronous_commit = off`);
  });
  const own = new URL(url);
  own.pathname = `/${name}`;
  const store = await openStore({ kind: 'server', url: own.href });
  return {
    store,
    url: own.href,
    async close() {
      await store.close();
      await withClient(url, (client) => client.query(`drop database ${name} with (force)`));
    },
  };
}

async function withClient(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
