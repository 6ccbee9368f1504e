// A shorter period removes what was kept until now, so it takes two: a security officer proposes, a system administrator approves.
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { ChangeKind } from '../access/changes/changes.ts';
import { AppError } from '../base/errors.ts';
import type { PersonId } from '../base/ids.ts';
import type { Entry } from '../ledger/ledger.ts';
import { sameTransaction } from '../store/store.ts';
import { retentionKindSchema } from './contract.ts';
import { rules } from './periods.ts';
import { readPeriods, type RetentionDatabase, type RetentionTables, writePeriod } from './retention.store.ts';

const payload = z.object({ kind: retentionKindSchema, days: z.number().int() });
export type PeriodWish = z.infer<typeof payload>;

export function periodChange(database: RetentionDatabase): ChangeKind<typeof payload> {
  return {
    kind: 'retention-period',
    payload,
    proposer: 'retention.manage',
    approver: 'retention.approve',
    subjectOf: ({ kind }) => kind,
    async describe({ kind, days }) {
      const before = (await readPeriods(database)).get(kind) ?? 0;
      return {
        zh: `把“${rules[kind].zh}”的保存期限从${inWords(before).zh}改为${inWords(days).zh}，超过的将被清除。`,
        en: `Keep ${rules[kind].en} for ${inWords(days).en} in place of ${inWords(before).en}; what is older is removed.`,
      };
    },
    check: async (wish) => refuseTooShort(wish),
    async apply(transaction, wish, now, { approvedBy }) {
      refuseTooShort(wish);
      return setPeriod(sameTransaction(transaction), wish, approvedBy, now);
    },
  };
}

export async function setPeriod(
  transaction: Transaction<RetentionTables>,
  { kind, days }: PeriodWish,
  by: PersonId,
  now: Date,
): Promise<Omit<Entry, 'actor'>> {
  const before = (await readPeriods(transaction)).get(kind) ?? 0;
  await writePeriod(transaction, { kind, days, changed_at: now, changed_by: by });
  return { action: 'retention-changed', subject: { kind: 'retention', id: kind }, details: { before, days } };
}

export function refuseTooShort({ kind, days }: PeriodWish): void {
  const { least } = rules[kind];
  if (days === 0 || days >= least) return;
  throw new AppError('invalid-input', {
    fault: `days: 这类数据至少保存 ${least} 天，0 表示永久 this kind is kept for at least ${least} days; 0 means for ever`,
  });
}

function inWords(days: number): { readonly zh: string; readonly en: string } {
  return days === 0 ? { zh: '永久', en: 'ever' } : { zh: `${days} 天`, en: `${days} days` };
}
