// The public face of retention: how long data is kept, carried out every night, and what a legal hold keeps longer.
import { actorOf, type Caller } from '../access/access.ts';
import { AppError } from '../base/errors.ts';
import { type ChangeId, newId, type PersonId, type RetentionRunId, retentionRunIdSchema } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Subject } from '../ledger/contract.ts';
import { lastMomentOf, type StartSchedule } from '../base/schedule.ts';
import type { Jobs } from '../store/jobs.ts';
import { nothingHeld } from '../store/kept.ts';
import { runWithin } from '../store/store.ts';
import { applyRetention, type KeptKinds } from './apply-retention.ts';
import type { Period, RetentionRun } from './contract.ts';
import { createHolds, type HoldsDependencies } from './holds.ts';
import { type HoldTables, readHeld } from './holds.store.ts';
import { periodChange, type PeriodWish, refuseTooShort, setPeriod } from './period-change.ts';
import { isShorter, overBefore, rules } from './periods.ts';
import { redactionChange } from './redaction.ts';
import { findRun, hasRunSince, insertRun, listRuns, readPeriods, type RetentionTables } from './retention.store.ts';

export type { KeptKinds } from './apply-retention.ts';

export interface RetentionDependencies extends HoldsDependencies {
  readonly jobs: Jobs;
  readonly log: Log;
  readonly kinds: KeptKinds;
  readonly startSchedule: StartSchedule;
}

export type Retention = Awaited<ReturnType<typeof createRetention>>;

const queue = 'apply-retention';
/** China time: when few ask, and after the backup of that night. */
const nightly = '03:30';
const shownRuns = 10;

export async function createRetention({ jobs, log, kinds, startSchedule, ...dependencies }: RetentionDependencies) {
  const { store, ledger, changes, clock } = dependencies;
  const database = store.tables<RetentionTables>();
  const standing = store.tables<HoldTables>();
  const holds = createHolds(dependencies);
  const shorter = periodChange(database);
  changes.register(shorter);
  const redaction = redactionChange(standing, ledger);
  changes.register(redaction);

  await jobs.start({ name: queue, work: (id) => applyRetention({ database, holds: standing, kinds, ledger, clock }, id) });
  const request = async (scheduled_for: Date | null, requested_by: PersonId | null): Promise<RetentionRunId> => {
    const id = newId(retentionRunIdSchema, clock.now().getTime());
    await database.transaction().execute(async (transaction) => {
      const isOurs = await insertRun(transaction, { id, scheduled_for, requested_by, created_at: clock.now() });
      if (isOurs) await jobs.enqueue(queue, id, runWithin(transaction));
    });
    return id;
  };
  const schedule = startSchedule({
    lastMoment: (now) => lastMomentOf(nightly, now),
    clock,
    isDue: async (moment) => !(await hasRunSince(database, moment)),
    make: async (moment) => void (await request(moment, null)),
    onFault: (error) => log.error('retention-schedule-failed', error),
  });

  const periods = async (): Promise<Period[]> => {
    const held = await readHeld(standing);
    const listed: Period[] = [];
    for (const [kind, days] of await readPeriods(database)) {
      const before = overBefore(days, clock.now());
      const over = before ? await kinds[kind].countOver(before, held) : 0;
      const all = before ? await kinds[kind].countOver(before, nothingHeld) : 0;
      listed.push({ kind, days, leastDays: rules[kind].least, over, held: all - over });
    }
    return listed;
  };

  return {
    holds,
    async overview(): Promise<{ periods: Period[]; at: string; runs: RetentionRun[] }> {
      return { periods: await periods(), at: nightly, runs: await listRuns(database, shownRuns) };
    },

    /** Null where it was changed at once: a longer period only keeps. */
    async changePeriod(caller: Caller, wish: PeriodWish, reason: string): Promise<ChangeId | null> {
      refuseTooShort(wish);
      const before = (await readPeriods(database)).get(wish.kind) ?? 0;
      if (isShorter(wish.days, before)) return changes.proposeOrApply(caller, shorter, wish, reason);
      await database.transaction().execute(async (transaction) => {
        const entry = await setPeriod(transaction, wish, caller.person, clock.now());
        await ledger.appendWithin(transaction, { ...entry, actor: actorOf(caller), personal: { reason } });
      });
      return null;
    },

    /** Takes another person to decide, but on a site of one person. */
    proposeRedaction: (caller: Caller, subject: Subject, reason: string): Promise<ChangeId | null> =>
      changes.proposeOrApply(caller, redaction, { subject }, reason),

    /** When a run last came to its end. */
    lastRunAt: async (): Promise<string | null> =>
      (await listRuns(database, shownRuns)).find(({ state }) => state === 'done')?.finishedAt ?? null,

    async apply(caller: Caller): Promise<RetentionRun> {
      const id = await request(null, caller.person);
      const run = await findRun(database, id);
      if (!run) throw new AppError('internal', { requestId: id });
      return run;
    },

    stop: () => schedule.stop(),
  };
}
