// Another title of a document. Vectors of its passages were made with the one before: they are made anew.
import { sql, type Transaction } from 'kysely';
import type { DocumentId } from '../base/ids.ts';
import type { LibrarySeal } from './sealed-library.ts';
import type { LibraryTables } from './tables.ts';

/** What a person gave stays, whatever a later version of the file says. */
export async function setTitle(
  transaction: Transaction<LibraryTables>,
  sealed: LibrarySeal,
  id: DocumentId,
  title: string,
  by: 'person' | 'reading',
): Promise<void> {
  const before = await transaction.selectFrom('document').select(['title', 'title_given']).where('id', '=', id).executeTakeFirst();
  if (!before || (by === 'reading' && before.title_given)) return;
  const given = by === 'person' ? { title_given: true } : {};
  await transaction
    .updateTable('document')
    .set({ title: sealed.document.sealTitle(id, title), ...given })
    .where('id', '=', id)
    .execute();
  if (sealed.document.openTitle(id, before.title) !== title)
    await sql`delete from embedded_version using document_version
      where document_version.id = version_id and document_version.document_id = ${id}`.execute(transaction);
}
