// Carrying out the periods: some at a time, each some with its record, so that a run that was cut off goes on where it was.
import type { Clock } from '../base/clock.ts';
import { retentionRunIdSchema } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Kept } from '../store/kept.ts';
import { sameTransaction } from '../store/store.ts';
import { type RetentionKind, retentionKindSchema, type RetentionRun } from './contract.ts';
import { type HoldsDatabase, lockedHeld, readHeld } from './holds.store.ts';
import { overBefore } from './periods.ts';
import { findRun, noteBegun, noteDone, noteRemoved, readPeriods, type RetentionDatabase } from './retention.store.ts';

export type KeptKinds = Readonly<Record<RetentionKind, Kept>>;

export interface Applying {
  readonly database: RetentionDatabase;
  readonly holds: HoldsDatabase;
  readonly kinds: KeptKinds;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

export async function applyRetention(applying: Applying, subject: string): Promise<void> {
  const { database, clock } = applying;
  const run = await findRun(database, retentionRunIdSchema.parse(subject));
  if (!run || run.state === 'done') return;
  await noteBegun(database, run.id, await totalsNow(applying));
  for (const kind of retentionKindSchema.options) while ((await removeSome(applying, run, kind)) > 0);
  await noteDone(database, run.id, clock.now());
}

async function totalsNow({ database, holds, kinds, clock }: Applying): Promise<RetentionRun['totals']> {
  const [periods, held] = [await readPeriods(database), await readHeld(holds)];
  const totals: RetentionRun['totals'] = {};
  for (const [kind, days] of periods) {
    const before = overBefore(days, clock.now());
    if (before) totals[kind] = await kinds[kind].countOver(before, held);
  }
  return totals;
}

/** The period is read each time: one that was made longer meanwhile counts at once. */
async function removeSome({ database, kinds, ledger, clock }: Applying, run: RetentionRun, kind: RetentionKind): Promise<number> {
  const kept = kinds[kind];
  const count = await database.transaction().execute(async (transaction) => {
    const held = await lockedHeld(sameTransaction(transaction));
    const before = overBefore((await readPeriods(transaction)).get(kind) ?? 0, clock.now());
    if (!before) return 0;
    const removed = await kept.removeSome(sameTransaction(transaction), before, held);
    if (removed === 0) return 0;
    await noteRemoved(transaction, run.id, kind, removed);
    await ledger.appendWithin(transaction, {
      action: 'retention-applied',
      actor: { kind: 'system', id: 'retention' },
      subject: { kind: 'retention', id: kind },
      details: { run: run.id, removed, before: before.toISOString() },
    });
    return removed;
  });
  await kept.finish?.();
  return count;
}
