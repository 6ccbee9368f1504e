// Taking a file in: its bytes are stored first, then one transaction records the version and queues its reading, so that
// what was acknowledged is there after any crash, and repeating an import changes nothing.
import type { Transaction } from 'kysely';
import type { Scope } from '../access/access.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { Grade } from '../base/grade.ts';
import { unknownGrade } from '../base/grade.ts';
import { collectionIdSchema, type DocumentId, documentIdSchema, newId, type VersionId, versionIdSchema } from '../base/ids.ts';
import type { Jobs } from '../store/jobs.ts';
import type { Files } from '../store/files.ts';
import { runWithin } from '../store/store.ts';
import { normalizeFileName } from './file-name.ts';
import type { Library } from './library.store.ts';
import { isReadable } from './scope-filter.ts';
import type { LibraryTables } from './tables.ts';

export const readingQueue = 'read-version';
const defaultCollection = '未分类';

export interface ReceivedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly title?: string | undefined;
  readonly collection?: string | undefined;
  readonly department?: string | undefined;
  readonly grade?: Grade | undefined;
  readonly effectiveOn?: string | undefined;
  readonly expiredOn?: string | undefined;
}
export interface Receipt {
  readonly outcome: 'created' | 'new-version' | 'unchanged';
  readonly documentId: DocumentId;
  /** Another document that holds the same bytes. */
  readonly duplicateOf: DocumentId | undefined;
}
export interface ReceiveDependencies {
  readonly library: Library;
  readonly files: Files;
  readonly jobs: Jobs;
  readonly clock: Clock;
}

export async function receiveFile(
  { library, files, jobs, clock }: ReceiveDependencies,
  scope: Scope,
  file: ReceivedFile,
): Promise<Receipt> {
  const name = normalizeFileName(file.name);
  const sha256 = await files.put(file.bytes);
  return library.transaction().execute(async (transaction) => {
    const document = await claimDocument(transaction, scope, { ...file, name }, clock.now());
    const latest = await latestVersion(transaction, document.id);
    const duplicateOf = await sameBytesElsewhere(transaction, document.id, sha256);
    if (latest?.sha256 === sha256) return { outcome: 'unchanged', documentId: document.id, duplicateOf };
    const versionId = await addVersion(transaction, document.id, (latest?.number ?? 0) + 1, sha256, file, clock.now());
    await jobs.enqueue(readingQueue, versionId, runWithin(transaction));
    return { outcome: latest ? 'new-version' : 'created', documentId: document.id, duplicateOf };
  });
}

type Writing = Transaction<LibraryTables>;

async function claimCollection(transaction: Writing, name: string, now: Date) {
  await transaction
    .insertInto('collection')
    .values({ id: newId(collectionIdSchema), name, created_at: now })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  return transaction.selectFrom('collection').select('id').where('name', '=', name).executeTakeFirstOrThrow();
}

/** The document of that name, made if there is none, brought back if it was deleted, locked until the transaction ends. */
async function claimDocument(transaction: Writing, scope: Scope, file: ReceivedFile, now: Date) {
  const collection = await claimCollection(transaction, file.collection?.trim() || defaultCollection, now);
  const title = file.title ?? file.name.replace(/^.*\//, '').replace(/\.[^.]+$/, '');
  const { name, department = '', grade = unknownGrade } = file;
  await transaction
    .insertInto('document')
    .values({
      id: newId(documentIdSchema),
      collection_id: collection.id,
      name,
      title,
      title_given: file.title !== undefined,
      department,
      grade,
      created_at: now,
      deleted_at: null,
    })
    .onConflict((conflict) => conflict.columns(['collection_id', 'name']).doNothing())
    .execute();
  const document = await transaction
    .selectFrom('document')
    .select(['id', 'department', 'grade'])
    .where('collection_id', '=', collection.id)
    .where('name', '=', name)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const about = { department: file.department ?? document.department, grade: file.grade ?? document.grade };
  if (!isReadable(scope, document) || !isReadable(scope, about)) throw new AppError('permission-denied');
  await transaction
    .updateTable('document')
    .set({ ...about, deleted_at: null })
    .where('id', '=', document.id)
    .execute();
  return document;
}

async function latestVersion(transaction: Writing, documentId: DocumentId) {
  return transaction
    .selectFrom('document_version')
    .select(['number', 'sha256'])
    .where('document_id', '=', documentId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function sameBytesElsewhere(transaction: Writing, documentId: DocumentId, sha256: string): Promise<DocumentId | undefined> {
  const row = await transaction
    .selectFrom('document_version')
    .innerJoin('document', 'document.id', 'document_version.document_id')
    .select('document.id')
    .where('document_version.sha256', '=', sha256)
    .where('document.id', '<>', documentId)
    .where('document.deleted_at', 'is', null)
    .orderBy('document.id')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

async function addVersion(
  transaction: Writing,
  documentId: DocumentId,
  number: number,
  sha256: string,
  file: ReceivedFile,
  now: Date,
): Promise<VersionId> {
  const id = newId(versionIdSchema);
  await transaction
    .insertInto('document_version')
    .values({
      id,
      document_id: documentId,
      number,
      sha256,
      byte_length: file.bytes.byteLength,
      state: 'queued',
      effective_on: file.effectiveOn ?? null,
      expired_on: file.expiredOn ?? null,
      dates_given: file.effectiveOn !== undefined || file.expiredOn !== undefined,
      imported_at: now,
    })
    .execute();
  return id;
}
