import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestLibrary, type TestLibrary } from '../../../test/support/library.ts';

let library: TestLibrary;
beforeAll(async () => {
  library = await openTestLibrary();
  for (const name of ['一', '二', '三', '四', '五', '六']) await library.bring(`${name}.txt`, `第一条 ${name}。`);
});
afterAll(() => library.close());

/** Ordinals of versions in order of their import, from 1. */
const set = (ordinals: readonly number[], columns: string): Promise<unknown> =>
  library.store.run(
    `update document_version set ${columns} where id in
       (select id from (select id, row_number() over (order by imported_at, id) as ordinal from document_version) every where ordinal = any($1))`,
    [ordinals],
  );
const queue = () => library.knowledge.desk.queue('all');

test('while nothing waits there is no queue, whatever was read', async () => {
  expect(await queue()).toEqual({
    files: { waiting: 0, perMinute: null, secondsLeft: null },
    scans: { waiting: 0, pagesLeft: 0, pagesPerMinute: null, secondsLeft: null },
  });
});

test('files go at the pace of those that were read lately, and that says how long the others take', async () => {
  await set([5, 6], `state = 'queued'`);
  await set([1], `read_at = '2026-03-01T03:59:00Z'`);
  await set([2], `read_at = '2026-03-01T03:58:30Z'`);
  await set([3], `read_at = '2026-03-01T03:58:00Z'`);
  // Too long ago to say how fast it is now.
  await set([4], `read_at = '2026-03-01T03:00:00Z'`);
  expect((await queue()).files).toEqual({ waiting: 2, perMinute: 2, secondsLeft: 60 });
  await set([3], `read_at = '2026-03-01T03:00:00Z'`);
  expect((await queue()).files).toEqual({ waiting: 2, perMinute: null, secondsLeft: null });
});

test('scans go at the pace of the one in which text is being recognised', async () => {
  await set([5], `state = 'reading', page_count = 10, progress = 0.4, seconds_left = 50`);
  await set([6], `state = 'reading', page_count = 7, progress = 0, seconds_left = null`);
  expect(await queue()).toEqual({
    files: { waiting: 0, perMinute: null, secondsLeft: null },
    scans: { waiting: 2, pagesLeft: 12, pagesPerMinute: 6, secondsLeft: 120 },
  });
  expect((await library.knowledge.desk.queue([])).scans.waiting).toBe(0);
});
