// What a published version does to older ones of its document. Versions may be read in any order (after a crash, by two
// replicas), so each publication settles the document from that version upwards.
import type { Transaction } from 'kysely';
import type { DocumentId } from '../base/ids.ts';
import type { LibraryTables } from './tables.ts';

type Writing = Transaction<LibraryTables>;
interface Successor {
  readonly number: number;
  /** First day in force, if it is known. */
  readonly effective_on: string | null;
}

/** Retires what version `number` and those after it supersede. Resolves to whether it is the newest that can be read. */
export async function retireSuperseded(
  transaction: Writing,
  documentId: DocumentId,
  number: number,
  now: Date,
): Promise<{ isNewest: boolean }> {
  // One publication of a document at a time.
  await transaction.selectFrom('document').select('id').where('id', '=', documentId).forUpdate().execute();
  const successors = await transaction
    .selectFrom('document_version')
    .select(['number', 'effective_on'])
    .where('document_id', '=', documentId)
    .where('state', '=', 'ready')
    .where('number', '>=', number)
    .orderBy('number')
    .execute();
  for (const successor of successors) await retirePredecessors(transaction, documentId, successor, now);
  return { isNewest: successors.length === 1 };
}

/** A predecessor stays searchable for its own time when the successor says from when it counts; otherwise it is replaced. */
async function retirePredecessors(
  transaction: Writing,
  documentId: DocumentId,
  { number, effective_on: effectiveOn }: Successor,
  now: Date,
): Promise<void> {
  const predecessors = transaction
    .updateTable('document_version')
    .where('document_id', '=', documentId)
    .where('number', '<', number)
    .where('state', '=', 'ready')
    .where('replaced_at', 'is', null);
  if (effectiveOn === null) {
    await predecessors.set({ replaced_at: now }).execute();
    return;
  }
  await predecessors
    .where('effective_on', '<', effectiveOn)
    .where((where) => where.or([where('expired_on', 'is', null), where('expired_on', '>', effectiveOn)]))
    .set({ expired_on: effectiveOn })
    .execute();
  await predecessors
    .where((where) => where.or([where('effective_on', 'is', null), where('effective_on', '>=', effectiveOn)]))
    .set({ replaced_at: now })
    .execute();
}
