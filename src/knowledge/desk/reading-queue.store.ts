// How far the reading of imported files is, over what the caller may read: what waits, how fast it goes, and when it will be done.
import { sql } from 'kysely';
import type { Scope } from '../../access/scope.ts';
import type { ReadingQueue } from '../desk-contract.ts';
import type { Library } from '../library.store.ts';
import { readableBy } from '../scope-filter.ts';

/** The pace is that of lately: of so many files at most, none of them older. */
const paceOver = { files: 50, ms: 10 * 60_000 };
/** Fewer say nothing about the next. */
const leastForPace = 3;

interface Waiting {
  readonly files: number;
  readonly scans: number;
  readonly pagesLeft: number;
  /** Of the scan in which text is being recognised. */
  readonly secondsLeft: number | null;
  readonly pagesOfThat: number | null;
}

export async function readingQueueOf(library: Library, scope: Scope, now: Date): Promise<ReadingQueue> {
  const { files, scans, pagesLeft, secondsLeft, pagesOfThat } = await countWaiting(library, scope);
  const perMinute = files === 0 ? null : await filesPerMinute(library, scope, now);
  const secondsPerPage = secondsLeft !== null && pagesOfThat !== null && pagesOfThat > 0 ? secondsLeft / pagesOfThat : null;
  return {
    files: {
      waiting: files,
      perMinute: perMinute === null ? null : Math.round(perMinute * 10) / 10,
      secondsLeft: perMinute === null ? null : Math.ceil((files / perMinute) * 60),
    },
    scans: {
      waiting: scans,
      pagesLeft,
      pagesPerMinute: secondsPerPage ? Math.round(600 / secondsPerPage) / 10 : null,
      secondsLeft: secondsPerPage === null ? null : Math.ceil(secondsPerPage * pagesLeft),
    },
  };
}

/** A file that was read and turned out to be a scan waits a second time: its pages are counted, and nothing is recognised yet. */
const isScan = sql`(version.state = 'reading' and version.page_count is not null and (version.seconds_left is not null or version.progress = 0))`;
/** Recognising is four fifths of the work on a scan. */
const pagesLeftOf = sql`greatest(0, round(version.page_count * (1 - version.progress / 0.8)))`;

async function countWaiting(library: Library, scope: Scope): Promise<Waiting> {
  const { rows } = await sql<Waiting>`
    select count(*) filter (where not ${isScan})::int as files, count(*) filter (where ${isScan})::int as scans,
      coalesce(sum(${pagesLeftOf}) filter (where ${isScan}), 0)::int as "pagesLeft",
      sum(version.seconds_left)::int as "secondsLeft",
      sum(${pagesLeftOf}) filter (where version.seconds_left is not null)::int as "pagesOfThat"
    from document_version version join document on document.id = version.document_id
    where version.state in ('queued', 'reading') and document.deleted_at is null and ${readableBy(scope)}`.execute(library);
  return rows[0] ?? { files: 0, scans: 0, pagesLeft: 0, secondsLeft: null, pagesOfThat: null };
}

/** Nothing where too few were read lately. */
async function filesPerMinute(library: Library, scope: Scope, now: Date): Promise<number | null> {
  const { rows } = await sql<{ read: number; seconds: number | null }>`
    select count(*)::int as read, extract(epoch from max(read_at) - min(read_at))::float8 as seconds from (
      select read_at from document_version version join document on document.id = version.document_id
      where read_at > ${new Date(now.getTime() - paceOver.ms)} and version.state not in ('queued', 'reading') and ${readableBy(scope)}
      order by read_at desc limit ${paceOver.files}
    ) lately`.execute(library);
  const { read, seconds } = rows[0] ?? { read: 0, seconds: null };
  return read < leastForPace || !seconds ? null : ((read - 1) / seconds) * 60;
}
