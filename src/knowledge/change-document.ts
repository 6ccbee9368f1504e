// What an editor may change on a document, and reading it again. The caller has checked that it may be written.
import { AppError, systemCode } from '../base/errors.ts';
import { actorOf } from '../access/access.ts';
import type { AccessClassId, DocumentId } from '../base/ids.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import type { Jobs } from '../store/jobs.ts';
import { runWithin } from '../store/store.ts';
import type { Library } from './library.store.ts';
import { refuseOverLimit } from './limits/refuse-over-limit.ts';
import { movedClass, type Placement, placeOf, type Writer, type Writing } from './place-document.ts';
import { readingQueue } from './receive.ts';
import { setTitle } from './set-title.ts';
import type { LibrarySeal } from './sealed-library.ts';

export interface DocumentChange extends Placement {
  readonly title?: string | undefined;
  readonly effectiveOn?: string | null | undefined;
  readonly expiredOn?: string | null | undefined;
  readonly reviewOn?: string | null | undefined;
}

/** A change is on record exactly if it is made. */
export interface Changing {
  readonly library: Library;
  readonly sealed: LibrarySeal;
  readonly ledger: Ledger;
}

export async function changeDocument(
  { library, sealed, ledger }: Changing,
  writer: Writer,
  id: DocumentId,
  { title, effectiveOn, expiredOn, reviewOn, ...placement }: DocumentChange,
  now: Date,
): Promise<{ accessClassId: AccessClassId }> {
  const dates = {
    ...(effectiveOn === undefined ? {} : { effective_on: effectiveOn }),
    ...(expiredOn === undefined ? {} : { expired_on: expiredOn }),
  };
  return library.transaction().execute(async (transaction) => {
    await transaction.selectFrom('document').select('id').where('id', '=', id).forUpdate().execute();
    if (title !== undefined) await setTitle(transaction, sealed, id, title, 'person');
    if (reviewOn !== undefined) await transaction.updateTable('document').set({ review_on: reviewOn }).where('id', '=', id).execute();
    if (placement.department !== undefined || placement.grade !== undefined) await moveDocument(transaction, writer, id, placement, now);
    if (Object.keys(dates).length > 0)
      await transaction
        .updateTable('document_version')
        .set({ ...dates, dates_given: true })
        .where('id', '=', latestVersionOf(transaction, id))
        .execute();
    const where = transaction.selectFrom('document').select('access_class_id as accessClassId').where('id', '=', id);
    const changed = await where.executeTakeFirstOrThrow();
    const details = {
      accessClass: changed.accessClassId,
      ...(placement.grade === undefined ? {} : { grade: placement.grade }),
      ...dayDetails({ effectiveOn, expiredOn, reviewOn }),
    };
    await ledger.appendWithin(transaction, {
      ...entryOf('document-changed', writer, id),
      details,
      personal: title === undefined ? {} : { title },
    });
    return changed;
  });
}

async function moveDocument(transaction: Writing, writer: Writer, id: DocumentId, placement: Placement, now: Date): Promise<void> {
  const { access_class_id: from } = await transaction
    .selectFrom('document')
    .select('access_class_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const target = await movedClass(transaction, writer, await placeOf(transaction, id), placement, now);
  try {
    await transaction.updateTable('document').set({ access_class_id: target }).where('id', '=', id).execute();
  } catch (error) {
    // The writer may read what stands where he writes, so this tells him nothing new.
    if (systemCode(error) !== uniqueViolation) throw error;
    throw new AppError('conflict', { fault: '那里已有同名文档 a document of this name is already there' }, { cause: error });
  }
  await refuseOverLimit(transaction, { to: target, from, isDocumentAdded: false, isVersionAdded: false });
}

/** PostgreSQL's code for a value that is taken. */
const uniqueViolation = '23505';

function dayDetails(days: Readonly<Record<string, string | null | undefined>>): Record<string, string | null> {
  return Object.fromEntries(Object.entries(days).flatMap(([name, day]) => (day === undefined ? [] : [[name, day]])));
}

export function entryOf(action: Entry['action'], writer: Pick<Writer, 'person' | 'by'>, id: DocumentId): Entry {
  return { action, actor: actorOf(writer), subject: { kind: 'document', id } };
}

export async function setDocumentDeleted(
  { library, ledger }: Changing,
  writer: Writer,
  id: DocumentId,
  deletedAt: Date | null,
): Promise<void> {
  await library.transaction().execute(async (transaction) => {
    const { access_class_id: to } = await transaction
      .updateTable('document')
      .set({ deleted_at: deletedAt })
      .where('id', '=', id)
      .returning('access_class_id')
      .executeTakeFirstOrThrow();
    if (!deletedAt) await refuseOverLimit(transaction, { to, from: to, isDocumentAdded: true, isVersionAdded: false });
    await ledger.appendWithin(transaction, entryOf(deletedAt ? 'document-deleted' : 'document-restored', writer, id));
  });
}

/** Queues the newest version for another reading; until that is done the version is not searched. */
export async function queueReading({ library, ledger }: Changing, jobs: Jobs, writer: Writer, id: DocumentId): Promise<void> {
  await library.transaction().execute(async (transaction) => {
    const version = await transaction
      .updateTable('document_version')
      .set({ state: 'queued', reason: null, progress: 0 })
      .where('id', '=', latestVersionOf(transaction, id))
      .returning('id')
      .executeTakeFirstOrThrow();
    await jobs.enqueue(readingQueue, version.id, runWithin(transaction));
    await ledger.appendWithin(transaction, { ...entryOf('document-reread', writer, id), details: { version: version.id } });
  });
}

export function latestVersionOf(library: Library, id: DocumentId) {
  return library.selectFrom('document_version').select('id').where('document_id', '=', id).orderBy('number', 'desc').limit(1);
}
