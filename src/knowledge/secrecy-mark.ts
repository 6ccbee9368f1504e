// 密级 as a document itself states it: it can raise the grade under which the document stands, never lower it. What is marked as a
// state secret has no place here at all.
import type { Transaction } from 'kysely';
import { claimAccessClass } from '../access/access-class.ts';
import { type Grade, gradeRank } from '../base/grade.ts';
import type { DocumentId } from '../base/ids.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import { placeOf } from './place-document.ts';
import type { LibraryTables } from './tables.ts';

export function isStateSecret(mark: string | null): boolean {
  return mark !== null && /^(?:绝密|机密|秘密)/.test(mark);
}

/** The lowest grade that a mark lets its document stand under; null for none. */
export function gradeOfMark(mark: string | null): Grade | null {
  if (isStateSecret(mark)) return 'important';
  return mark !== null && mark.startsWith('内部') ? 'internal' : null;
}

/**
 * Raises the grade as far as the mark asks, and puts that on record. Resolves to false where a document of that name is there already,
 * so that this one cannot stand there. The caller holds the document's lock.
 */
export async function raiseToMark(
  transaction: Transaction<LibraryTables>,
  ledger: Pick<Ledger, 'appendWithin'>,
  id: DocumentId,
  mark: string | null,
  actor: Entry['actor'],
  now: Date,
): Promise<boolean> {
  const wanted = gradeOfMark(mark);
  const place = await placeOf(transaction, id);
  if (wanted === null || gradeRank(wanted) <= gradeRank(place.grade)) return true;
  const target = await claimAccessClass(transaction, { ...place, grade: wanted }, now);
  const isTaken = await transaction
    .selectFrom('document as other')
    .innerJoin('document as own', 'own.name_index', 'other.name_index')
    .where('own.id', '=', id)
    .where('other.id', '<>', id)
    .where('other.access_class_id', '=', target)
    .select('other.id')
    .executeTakeFirst();
  if (isTaken) return false;
  await transaction.updateTable('document').set({ access_class_id: target }).where('id', '=', id).execute();
  await ledger.appendWithin(transaction, {
    action: 'rights-changed',
    actor,
    subject: { kind: 'document', id },
    details: { to: target, gradeBefore: place.grade, grade: wanted, by: 'secrecy-mark' },
  });
  return true;
}
