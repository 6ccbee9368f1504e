import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { silentLog } from '../base/log.ts';
import { createJobs } from './jobs.ts';
import { runWithin } from './store.ts';

interface Tables {
  note: { id: number; text: string };
}

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.store.run('create table note (id integer primary key, text text not null)');
});
afterAll(() => database.close());

test('a transaction that fails takes back only its own rows, whatever runs beside it', async () => {
  const notes = database.store.tables<Tables>();
  const failing = notes.transaction().execute(async (transaction) => {
    await transaction.insertInto('note').values({ id: 1, text: 'taken back' }).execute();
    throw new Error('planned');
  });
  const others = Promise.all(
    [2, 3, 4].map((id) =>
      notes.transaction().execute((transaction) => transaction.insertInto('note').values({ id, text: 'kept' }).execute()),
    ),
  );
  await expect(failing).rejects.toThrow('planned');
  await others;
  expect(await notes.selectFrom('note').select('id').orderBy('id').execute()).toEqual([{ id: 2 }, { id: 3 }, { id: 4 }]);
});

test('a long run of statements leaves the others their turn', async () => {
  let isAsked = false;
  setImmediate(() => {
    isAsked = true;
  });
  const statements = async (): Promise<number> => {
    for (let count = 1; count <= 500; count += 1) {
      await sql`select 1`.execute(database.store.tables());
      if (isAsked) return count;
    }
    return Number.POSITIVE_INFINITY;
  };
  expect(await statements()).toBeLessThan(500);
});

test('days come back as text and counts as numbers', async () => {
  const { rows } = await sql`select date '2024-02-29' as day, count(*) as count from generate_series(1, 3)`.execute(
    database.store.tables(),
  );
  expect(rows).toEqual([{ day: '2024-02-29', count: 3 }]);
});

test('a job is queued exactly if the transaction that calls for it commits, and its work runs', async () => {
  const jobs = await createJobs(database.store, silentLog);
  const worked: string[] = [];
  const { promise: done, resolve } = Promise.withResolvers<void>();
  await jobs.start({
    name: 'test-kind',
    work: async (subject) => {
      worked.push(subject);
      resolve();
    },
  });
  const notes = database.store.tables<Tables>();
  await notes
    .transaction()
    .execute(async (transaction) => {
      await jobs.enqueue('test-kind', 'abandoned', runWithin(transaction));
      throw new Error('planned');
    })
    .catch(() => {});
  await notes.transaction().execute((transaction) => jobs.enqueue('test-kind', 'wanted', runWithin(transaction)));
  await done;
  await jobs.stop();
  expect(worked).toEqual(['wanted']);
});
