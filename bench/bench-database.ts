// Where a bench keeps its data: a folder of its own and, when DATABASE_URL names a server, a database of its own on it.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openStore, type Store } from '../src/store/store.ts';

export interface BenchPlace {
  /** For `startServer`. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** The database itself; on PGlite only while no server runs on it. */
  open(): Promise<Store>;
  remove(): Promise<void>;
}

/** On the server at `serverUrl`, or embedded where it is empty. */
export async function openBenchPlace(name: string, serverUrl = process.env['DATABASE_URL']): Promise<BenchPlace> {
  const folder = await mkdtemp(join(tmpdir(), `hengjian-${name}-`));
  if (serverUrl === undefined || serverUrl === '') {
    return {
      folder,
      env: {},
      open: () => openStore({ kind: 'embedded', folder: join(folder, 'data', 'database') }),
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  }
  const database = `hengjian_${name}_${randomBytes(4).toString('hex')}`;
  await onServer(serverUrl, `create database ${database}`);
  const own = new URL(serverUrl);
  own.pathname = `/${database}`;
  return {
    folder,
    env: { DATABASE_URL: own.href },
    open: () => openStore({ kind: 'server', url: own.href }),
    async remove() {
      await onServer(serverUrl, `drop database ${database} with (force)`);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
