// The face of the editor's desk.
import { actorOf, type Caller } from '../../access/access.ts';
import type { Scope } from '../../access/scope.ts';
import { type Clock, todayInChina } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { lastMondayAt, type StartSchedule } from '../../base/schedule.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { type Duplicate, findings, type LibraryReport, type ReadingQueue, type WeekOfLibrary } from '../desk-contract.ts';
import type { Library } from '../library.store.ts';
import type { LibrarySeal } from '../sealed-library.ts';
import { countFindings, type FindingCounts, likenedVersions, type Likened } from './desk.store.ts';
import { alikePairs } from './likeness.ts';
import { readingQueueOf } from './reading-queue.store.ts';
import { hasReportOf, makeWeeklyReport, titlesWith, weeksOfLibrary } from './weekly-report.ts';

export interface Desk {
  report(scope: Scope): Promise<{ documents: number; counts: FindingCounts }>;
  duplicates(scope: Scope): Promise<{ duplicates: Duplicate[] }>;
  weeks(scope: Scope): Promise<WeekOfLibrary[]>;
  /** How far reading and text recognition are. */
  queue(scope: Scope): Promise<ReadingQueue>;
  /** How things stand now, taken out on record. */
  export(caller: Caller): Promise<LibraryReport>;
  stop(): Promise<void>;
}

/** Editions of one rule share about nine words in ten. */
const leastShare = 0.8;
const mostShown = 100;
const mostTitles = 50;
/** China time, before the week begins. */
const weekly = '06:00';
/** 256 bytes each are compared in this process. */
const mostCompared = 20_000;

export function createDesk({
  library,
  sealed,
  clock,
  ledger,
  log,
  startSchedule,
}: {
  readonly library: Library;
  readonly sealed: LibrarySeal;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly startSchedule: StartSchedule;
}): Desk {
  const shown = ({ documentId, versionId, name, title }: Likened) => ({
    documentId,
    versionId,
    title: sealed.document.openTitle(documentId, title),
    name: sealed.document.openName(documentId, name),
  });
  const schedule = startSchedule({
    lastMoment: (now) => lastMondayAt(weekly, now),
    clock,
    isDue: async (moment) => !(await hasReportOf(library, moment)),
    make: (moment) => makeWeeklyReport({ library, ledger }, moment, { now: clock.now(), today: todayInChina(clock) }),
    onFault: (error) => log.error('library-report-failed', error),
  });
  const duplicates = async (scope: Scope): Promise<Duplicate[]> =>
    alikePairs(await likenedVersions(library, scope, mostCompared), leastShare)
      .slice(0, mostShown)
      .map(({ left, right, share }) => ({
        kind: left.sha256 === right.sha256 ? 'same' : 'near',
        share,
        documents: [shown(left), shown(right)],
      }));
  return {
    weeks: (scope) => weeksOfLibrary(library, scope),
    queue: (scope) => readingQueueOf(library, scope, clock.now()),
    async export(caller) {
      const { scope } = caller;
      const today = todayInChina(clock);
      const { documents, counts } = await countFindings(library, scope, today);
      const sections: LibraryReport['sections'][number][] = [];
      for (const finding of findings) {
        const titles = await titlesWith({ library, sealed }, scope, finding, { today, limit: mostTitles });
        sections.push({ finding, count: counts[finding], titles });
      }
      await ledger.append({ action: 'library-report-exported', actor: actorOf(caller), details: { documents } });
      return {
        madeAt: clock.now().toISOString(),
        documents,
        sections,
        duplicates: await duplicates(scope),
        weeks: await weeksOfLibrary(library, scope),
      };
    },
    stop: () => schedule.stop(),
    report: (scope) => countFindings(library, scope, todayInChina(clock)),
    duplicates: async (scope) => ({ duplicates: await duplicates(scope) }),
  };
}
