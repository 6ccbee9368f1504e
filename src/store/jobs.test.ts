import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { until } from '../../test/support/until.ts';
import { silentLog } from '../base/log.ts';
import { createJobs, straighten } from './jobs.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const contains = async (worked: readonly string[], ...wanted: string[]): Promise<void> => {
  await until(`${wanted.join(', ')} are worked`, () => (wanted.every((subject) => worked.includes(subject)) ? true : undefined));
};

test('a job that fails is tried again and takes no other with it', async () => {
  const jobs = await createJobs(database.store, silentLog);
  const worked: string[] = [];
  let attempts = 0;
  for (const subject of ['one', 'poison', 'two', 'three']) await jobs.enqueue('none', subject).catch(() => {});
  await jobs.start({
    name: 'fragile',
    work: async (subject) => {
      if (subject === 'poison' && (attempts += 1) < 2) throw new Error('planned');
      worked.push(subject);
    },
  });
  for (const subject of ['one', 'poison', 'two', 'three']) await jobs.enqueue('fragile', subject);
  await contains(worked, 'one', 'two', 'three', 'poison');
  expect(worked).toHaveLength(4);
  expect(attempts).toBe(2);
  await jobs.stop();
});

test('what is to be ready is made ready before each job, and a job whose making ready failed is tried again', async () => {
  const steps: string[] = [];
  const jobs = await createJobs(database.store, silentLog, async () => {
    steps.push('ready');
    if (steps.length === 1) throw new Error('planned');
  });
  await jobs.start({ name: 'prepared', work: async (subject) => void steps.push(subject) });
  await jobs.enqueue('prepared', 'work');
  await contains(steps, 'work');
  expect(steps).toEqual(['ready', 'ready', 'work']);
  await jobs.stop();
});

test('jobs that wait when all stops are worked after the next start', async () => {
  const first = await createJobs(database.store, silentLog);
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const before: string[] = [];
  await first.start({
    name: 'patient',
    work: async (subject) => {
      begin();
      await released;
      before.push(subject);
    },
  });
  for (const subject of ['a', 'b', 'c']) await first.enqueue('patient', subject);
  await begun;
  const stopped = first.stop();
  release();
  await stopped;

  const second = await createJobs(database.store, silentLog);
  const after: string[] = [];
  await second.start({ name: 'patient', work: async (subject) => void after.push(subject) });
  await until('all are worked', () => (['a', 'b', 'c'].every((subject) => [...before, ...after].includes(subject)) ? true : undefined));
  expect([...before, ...after].sort()).toEqual(['a', 'b', 'c']);
  await second.stop();
});

test('a job from before the clock went back does not wait for it to catch up', async () => {
  const jobs = await createJobs(database.store, silentLog);
  await jobs.start({ name: 'ahead', work: async () => {} });
  await jobs.stop();
  const again = await createJobs(database.store, silentLog);
  await again.enqueue('ahead', 'early');
  await database.store.run("update pgboss.job set start_after = now() + interval '3 days' where name = 'ahead'");
  const worked: string[] = [];
  await again.start({ name: 'ahead', work: async (subject) => void worked.push(subject) });
  await straighten(database.store);
  await contains(worked, 'early');
  await again.stop();
});

test('a job whose worker died in the middle is worked again', async () => {
  const dying = await createJobs(database.store, silentLog);
  await dying.start({ name: 'mortal', work: async () => {} });
  await dying.stop();
  // As a killed process leaves it: taken, and never given back; on a server its heartbeat is long past.
  const { store } = database;
  const queue = await createJobs(store, silentLog);
  await queue.enqueue('mortal', 'orphan');
  await store.run(
    "update pgboss.job set state = 'active', started_on = now() - interval '1 hour', heartbeat_on = now() - interval '1 hour' where name = 'mortal' and state = 'created'",
  );
  const worked: string[] = [];
  await queue.start({ name: 'mortal', work: async (subject) => void worked.push(subject) });
  await contains(worked, 'orphan');
  await queue.stop();
});
