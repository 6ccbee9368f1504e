import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { sentence } from '../base/errors.ts';
import { migrate } from './migrate.ts';
import { openStore } from './store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

test('a database that is up to date is left as it is', async () => {
  expect(await migrate(database.store.tables())).toBe(database.store.migration);
});

test('a database written by a newer version is refused by name', async () => {
  await sql`insert into kysely_migration (name, timestamp) values ('9999-tomorrow', '2099-01-01')`.execute(database.store.tables());
  const error: unknown = await migrate(database.store.tables()).catch((fault: unknown) => fault);
  expect(error).toMatchObject({ code: 'database-newer', details: { found: '9999-tomorrow', known: database.store.migration } });
  expect(sentence('database-newer', { found: '9999-tomorrow', known: '' }, 'zh')).toContain('升级');
  await sql`delete from kysely_migration where name = '9999-tomorrow'`.execute(database.store.tables());
});

test('replicas that start together on a new database all find it ready', async ({ skip }) => {
  const { url } = database;
  if (url === undefined) return skip('an embedded database has one process');
  await sql`drop schema public cascade`.execute(database.store.tables());
  await sql`create schema public`.execute(database.store.tables());
  const stores = await Promise.all([1, 2, 3].map(() => openStore({ kind: 'server', url })));
  expect(new Set(stores.map(({ migration }) => migration))).toEqual(new Set([database.store.migration]));
  await Promise.all(stores.map((store) => store.close()));
});

test('a server that cannot be reached is named in one sentence', async () => {
  await expect(openStore({ kind: 'server', url: 'postgres://nobody@127.0.0.1:1/nothing' })).rejects.toMatchObject({
    code: 'database-unreachable',
    details: { cause: 'ECONNREFUSED' },
  });
});
