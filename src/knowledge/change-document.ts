// What an editor may change on a document, and reading it again. The caller has checked that it may be written.
import { AppError, systemCode } from '../base/errors.ts';
import type { AccessClassId, DocumentId } from '../base/ids.ts';
import type { Jobs } from '../store/jobs.ts';
import { runWithin } from '../store/store.ts';
import type { Library } from './library.store.ts';
import { type Placement, placeOf, type Writer, type Writing, wantedClass } from './place-document.ts';
import { readingQueue } from './receive.ts';

export interface DocumentChange extends Placement {
  readonly title?: string | undefined;
  readonly effectiveOn?: string | null | undefined;
  readonly expiredOn?: string | null | undefined;
}

export async function changeDocument(
  library: Library,
  writer: Writer,
  id: DocumentId,
  { title, effectiveOn, expiredOn, ...placement }: DocumentChange,
  now: Date,
): Promise<{ accessClassId: AccessClassId }> {
  const dates = {
    ...(effectiveOn === undefined ? {} : { effective_on: effectiveOn }),
    ...(expiredOn === undefined ? {} : { expired_on: expiredOn }),
  };
  return library.transaction().execute(async (transaction) => {
    await transaction.selectFrom('document').select('id').where('id', '=', id).forUpdate().execute();
    if (title !== undefined) await transaction.updateTable('document').set({ title, title_given: true }).where('id', '=', id).execute();
    if (placement.department !== undefined || placement.grade !== undefined) await moveDocument(transaction, writer, id, placement, now);
    if (Object.keys(dates).length > 0)
      await transaction
        .updateTable('document_version')
        .set({ ...dates, dates_given: true })
        .where('id', '=', latestVersionOf(transaction, id))
        .execute();
    const where = transaction.selectFrom('document').select('access_class_id as accessClassId').where('id', '=', id);
    return where.executeTakeFirstOrThrow();
  });
}

async function moveDocument(transaction: Writing, writer: Writer, id: DocumentId, placement: Placement, now: Date): Promise<void> {
  const target = await wantedClass(transaction, writer, await placeOf(transaction, id), placement, now);
  try {
    await transaction.updateTable('document').set({ access_class_id: target }).where('id', '=', id).execute();
  } catch (error) {
    // The writer may read what stands where he writes, so this tells him nothing new.
    if (systemCode(error) !== uniqueViolation) throw error;
    throw new AppError('conflict', { fault: '那里已有同名文档 a document of this name is already there' }, { cause: error });
  }
}

/** PostgreSQL's code for a value that is taken. */
const uniqueViolation = '23505';

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
