// Erasing the texts beside the records about something takes two people: it cannot be undone. The records stay, and verify.
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { ChangeKind } from '../access/changes/changes.ts';
import { AppError } from '../base/errors.ts';
import { type Subject, subjectSchema } from '../ledger/contract.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { sameTransaction } from '../store/store.ts';
import { type HoldsDatabase, lockedHeld } from './holds.store.ts';

const payload = z.object({ subject: subjectSchema });

export function redactionChange(database: HoldsDatabase, { texts }: Pick<Ledger, 'texts'>): ChangeKind<typeof payload> {
  /** There is something to erase, and nothing of it is held; until the transaction ends no hold is placed. */
  const mustBeErasable = async (within: Transaction<unknown>, subject: Subject): Promise<void> => {
    const { all, held } = await texts.countAbout(within, subject, await lockedHeld(sameTransaction(within)));
    if (all === 0) throw new AppError('not-found', { what: 'text beside a record 账本旁的原文' });
    if (held > 0) throw new AppError('held');
  };
  return {
    kind: 'ledger-redaction',
    payload,
    proposer: 'ledger.redact',
    approver: 'ledger.redact.approve',
    subjectOf: ({ subject: { kind, id } }) => `${kind}:${id}`,
    async describe({ subject: { kind, id } }) {
      return {
        zh: `擦除账本中与 ${kind}:${id} 有关的个人信息和非公开原文，不能恢复；记录与哈希链保留，仍可校验。`,
        en: `Erase the texts beside the records about ${kind}:${id} for good; the records and the chain stay and verify.`,
      };
    },
    check: ({ subject }) => database.transaction().execute((transaction) => mustBeErasable(sameTransaction(transaction), subject)),
    async apply(transaction, { subject }) {
      await mustBeErasable(transaction, subject);
      const erased = await texts.eraseAbout(transaction, subject.kind, [subject.id]);
      return { action: 'disclosures-erased', subject, details: { erased } };
    },
  };
}
