// Quotas as they are set and removed, each change on record.
import { randomUUID } from 'node:crypto';
import { actorOf, type Caller } from '../access/access.ts';
import { findDepartment } from '../access/departments.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { departmentIdSchema } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Measure, Period, Subject } from './contract.ts';
import { periodAt } from './period.ts';
import { beginCounter, findSubject, moveVersion, type QuotaDatabase, writeLimit } from './quota.store.ts';
import { usedSince } from './usage.store.ts';

export interface LimitWish {
  readonly kind: Subject['kind'];
  readonly subject: string;
  readonly measure: Measure;
  readonly period: Period;
  readonly amount: number;
}

export interface LimitChangeDependencies {
  readonly database: QuotaDatabase;
  readonly ledger: Pick<Ledger, 'appendWithin'>;
  readonly clock: Clock;
  /** What this process holds of the limits is read again. */
  readonly refresh: () => Promise<void>;
}

export function createLimitChanges({ database, ledger, clock, refresh }: LimitChangeDependencies) {
  async function subjectOf({ kind, subject }: LimitWish): Promise<string> {
    if (kind === 'department') return departmentIdSchema.safeParse(subject).data ?? findDepartment(database, subject);
    const found = await findSubject(database, kind, subject);
    if (found === undefined) throw new AppError('not-found', { what: kind === 'key' ? 'API key 接口密钥' : 'scenario 场景' });
    return found;
  }

  return {
    async set(caller: Caller, wish: LimitWish): Promise<string> {
      const subject = await subjectOf(wish);
      const limit = { ...wish, subject };
      const { beginsOn, beginsAt } = periodAt(wish.period, clock.now());
      const id = await database.transaction().execute(async (transaction) => {
        const written = await writeLimit(transaction, { id: randomUUID(), ...limit });
        if (written.isNew)
          await beginCounter(transaction, { limitId: written.id, beginsOn, used: await usedSince(transaction, limit, beginsAt) });
        await moveVersion(transaction);
        await ledger.appendWithin(transaction, {
          action: 'quota-set',
          actor: actorOf(caller),
          subject: { kind: 'quota', id: written.id },
          details: { ...limit },
        });
        return written.id;
      });
      await refresh();
      return id;
    },

    async remove(caller: Caller, id: string): Promise<void> {
      await database.transaction().execute(async (transaction) => {
        const removed = await transaction.deleteFrom('quota_limit').where('id', '=', id).returningAll().executeTakeFirst();
        if (!removed) throw new AppError('not-found', { what: 'quota 额度' });
        await moveVersion(transaction);
        const { id: _, ...details } = removed;
        await ledger.appendWithin(transaction, {
          action: 'quota-removed',
          actor: actorOf(caller),
          subject: { kind: 'quota', id },
          details,
        });
      });
      await refresh();
    },
  };
}
