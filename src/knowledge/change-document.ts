// What an editor may change on a document, and reading it again. The caller has checked that it may be read.
import type { Grade } from '../base/grade.ts';
import type { DocumentId } from '../base/ids.ts';
import type { Jobs } from '../store/jobs.ts';
import { runWithin } from '../store/store.ts';
import type { Library } from './library.store.ts';
import { readingQueue } from './receive.ts';

export interface DocumentChange {
  readonly title?: string | undefined;
  readonly department?: string | undefined;
  readonly grade?: Grade | undefined;
  readonly effectiveOn?: string | null | undefined;
  readonly expiredOn?: string | null | undefined;
}

export async function changeDocument(
  library: Library,
  id: DocumentId,
  { title, department, grade, effectiveOn, expiredOn }: DocumentChange,
): Promise<void> {
  const document = {
    ...(title === undefined ? {} : { title, title_given: true }),
    ...(department === undefined ? {} : { department }),
    ...(grade === undefined ? {} : { grade }),
  };
  const dates = {
    ...(effectiveOn === undefined ? {} : { effective_on: effectiveOn }),
    ...(expiredOn === undefined ? {} : { expired_on: expiredOn }),
  };
  await library.transaction().execute(async (transaction) => {
    if (Object.keys(document).length > 0) await transaction.updateTable('document').set(document).where('id', '=', id).execute();
    if (Object.keys(dates).length > 0)
      await transaction
        .updateTable('document_version')
        .set({ ...dates, dates_given: true })
        .where('id', '=', latestVersionOf(transaction, id))
        .execute();
  });
}

export async function setDocumentDeleted(library: Library, id: DocumentId, deletedAt: Date | null): Promise<void> {
  await library.updateTable('document').set({ deleted_at: deletedAt }).where('id', '=', id).execute();
}

/** Queues the newest version for another reading; until that is done the version is not searched. */
export async function queueReading(library: Library, jobs: Jobs, id: DocumentId): Promise<void> {
  await library.transaction().execute(async (transaction) => {
    const version = await transaction
      .updateTable('document_version')
      .set({ state: 'queued', reason: null, progress: 0 })
      .where('id', '=', latestVersionOf(transaction, id))
      .returning('id')
      .executeTakeFirstOrThrow();
    await jobs.enqueue(readingQueue, version.id, runWithin(transaction));
  });
}

function latestVersionOf(library: Library, id: DocumentId) {
  return library.selectFrom('document_version').select('id').where('document_id', '=', id).orderBy('number', 'desc').limit(1);
}
