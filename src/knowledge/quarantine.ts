// Keeping a document from everybody while an incident is looked into, and giving it back. Whoever calls this has seen to who may.
import type { Transaction } from 'kysely';
import { AppError } from '../base/errors.ts';
import { documentIdSchema } from '../base/ids.ts';
import type { Entry } from '../ledger/ledger.ts';
import { sameTransaction } from '../store/store.ts';
import type { LibraryTables } from './tables.ts';

/** From the commit on no search, quotation or download reaches it; null gives it back. */
async function setQuarantine(
  transaction: Transaction<unknown>,
  target: string,
  actor: Entry['actor'],
  quarantinedAt: Date | null,
): Promise<Entry> {
  const id = documentIdSchema.parse(target);
  const library: Transaction<LibraryTables> = sameTransaction(transaction);
  const { numUpdatedRows } = await library
    .updateTable('document')
    .set({ quarantined_at: quarantinedAt })
    .where('id', '=', id)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new AppError('not-found', { what: 'document 文档' });
  return { action: quarantinedAt ? 'document-quarantined' : 'document-released', actor, subject: { kind: 'document', id } };
}

/** For incidents, inside their transaction; what comes back goes on record there. */
export const quarantine = {
  contain: async (within: Transaction<unknown>, target: string, actor: Entry['actor'], now: Date): Promise<Entry[]> => [
    await setQuarantine(within, target, actor, now),
  ],
  lift: (within: Transaction<unknown>, target: string, actor: Entry['actor']): Promise<Entry> => setQuarantine(within, target, actor, null),
};
