// Taking a file in: its bytes are stored first, then one transaction records the version and queues its reading, so that
// what was acknowledged is there after any crash, and repeating an import changes nothing.
import { sql } from 'kysely';
import { including } from '../access/scope.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { Grade } from '../base/grade.ts';
import { unknownGrade } from '../base/grade.ts';
import {
  type AccessClassId,
  type CollectionId,
  collectionIdSchema,
  type DepartmentId,
  type DocumentId,
  documentIdSchema,
  newId,
  type SourceId,
  type VersionId,
  versionIdSchema,
} from '../base/ids.ts';
import { actorOf } from '../access/access.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Jobs } from '../store/jobs.ts';
import type { Files } from '../store/files.ts';
import { runWithin } from '../store/store.ts';
import { normalizeFileName } from './file-name.ts';
import type { Library } from './library.store.ts';
import { refuseOverLimit } from './limits/refuse-over-limit.ts';
import { movedClass, placeOf, wantedClass, type Writer, type Writing } from './place-document.ts';
import { isFree, readableBy } from './scope-filter.ts';
import type { LibrarySeal } from './sealed-library.ts';

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
  /** It is a new version of this very document, wherever that stands by now. */
  readonly documentId?: DocumentId | undefined;
  /** The source that it came from, for the record. */
  readonly source?: SourceId | undefined;
}
export interface Receipt {
  readonly outcome: 'created' | 'new-version' | 'unchanged';
  readonly documentId: DocumentId;
  readonly accessClassId: AccessClassId;
  /** Another document that holds the same bytes. */
  readonly duplicateOf: DocumentId | undefined;
}
export interface ReceiveDependencies {
  readonly library: Library;
  readonly sealed: LibrarySeal;
  readonly files: Files;
  readonly jobs: Jobs;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

export async function receiveFile(
  { library, sealed, files, jobs, ledger, clock }: ReceiveDependencies,
  writer: Writer,
  file: ReceivedFile,
): Promise<Receipt> {
  const name = normalizeFileName(file.name);
  const address = await files.put(file.bytes);
  const addresses = files.addressesOf(file.bytes);
  const receipt = library.transaction().execute(async (transaction): Promise<Receipt> => {
    const document = await claimDocument(transaction, sealed, writer, { ...file, name }, clock.now());
    const latest = await latestVersion(transaction, document.id);
    const duplicateOf = await sameBytesElsewhere(transaction, writer, document.id, addresses);
    const about = { documentId: document.id, accessClassId: document.accessClassId, duplicateOf };
    const isUnchanged = latest !== undefined && addresses.includes(latest.sha256);
    const versionId = isUnchanged
      ? latest.id
      : await addVersion(transaction, sealed, document.id, (latest?.number ?? 0) + 1, address, file, clock.now());
    await refuseOverLimit(transaction, {
      to: document.accessClassId,
      from: document.before?.accessClassId,
      isDocumentAdded: document.before?.isDeleted !== false,
      isVersionAdded: !isUnchanged,
    });
    // Stored again if it was taken away between the storing and this version, which keeps it from now on (`kept-documents.store.ts`).
    if (!isUnchanged && !(await files.isThere(address))) await files.put(file.bytes);
    if (!isUnchanged) await jobs.enqueue(readingQueue, versionId, runWithin(transaction));
    const outcome = isUnchanged ? 'unchanged' : latest ? 'new-version' : 'created';
    await ledger.appendWithin(transaction, {
      action: 'document-imported',
      actor: actorOf(writer),
      subject: { kind: 'document', id: document.id },
      details: {
        outcome,
        version: versionId,
        address,
        byteLength: file.bytes.byteLength,
        accessClass: document.accessClassId,
        ...(file.source ? { source: file.source } : {}),
      },
      personal: { name },
    });
    return { outcome, ...about };
  });
  return receipt.catch(async (error: unknown) => {
    // What was stored for nothing is removed with the originals of deleted documents, unless another version needs it.
    if (error instanceof AppError && error.code === 'library-full')
      await library
        .insertInto('original_to_remove')
        .values({ address })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    throw error;
  });
}

const deletedBefore = sql<boolean>`deleted_at is not null`.as('isDeleted');

/** The id is random: one that tells its time would show whether a collection of that name was there before. */
async function claimCollection(transaction: Writing, name: string, now: Date): Promise<CollectionId> {
  await transaction
    .insertInto('collection')
    .values({ id: collectionIdSchema.parse(crypto.randomUUID()), name, created_at: now })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { id } = await transaction.selectFrom('collection').select('id').where('name', '=', name).executeTakeFirstOrThrow();
  return id;
}

interface Claimed {
  readonly id: DocumentId;
  readonly accessClassId: AccessClassId;
  /** How it stood before; nothing where it was made. */
  readonly before?: { readonly accessClassId: AccessClassId; readonly isDeleted: boolean };
}

/** The document of that name, made if there is none, brought back if it was deleted, locked until the transaction ends. */
async function claimDocument(transaction: Writing, sealed: LibrarySeal, writer: Writer, file: ReceivedFile, now: Date): Promise<Claimed> {
  const same = file.documentId && (await claimAgain(transaction, file.documentId));
  if (same) return same;
  const collectionId = await claimCollection(transaction, file.collection?.trim() || defaultCollection, now);
  const fresh = { grade: unknownGrade, departmentId: writer.departmentId, collectionId, grants: [] };
  const target = await wantedClass(transaction, writer, fresh, file, now);
  const known = await findByName(transaction, writer, collectionId, sealed.document.nameIndex(file.name), target);
  if (!known) return addDocument(transaction, sealed, collectionId, target, file, now);
  const isPlaced = file.department !== undefined || file.grade !== undefined;
  const accessClassId = isPlaced
    ? await movedClass(transaction, writer, await placeOf(transaction, known.id), file, now)
    : known.accessClassId;
  await transaction.updateTable('document').set({ deleted_at: null, access_class_id: accessClassId }).where('id', '=', known.id).execute();
  return { id: known.id, accessClassId, before: known };
}

/** Nothing where it is gone for good. */
async function claimAgain(transaction: Writing, id: DocumentId): Promise<Claimed | undefined> {
  const known = await transaction
    .selectFrom('document')
    .select(['access_class_id as accessClassId', 'quarantined_at', deletedBefore])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!known) return undefined;
  if (known.quarantined_at) throw quarantined();
  await transaction.updateTable('document').set({ deleted_at: null, origin_gone_at: null }).where('id', '=', id).execute();
  return { id, accessClassId: known.accessClassId, before: known };
}

const quarantined = (): AppError =>
  new AppError('conflict', { fault: '同名文档正被隔离，请联系安全管理员 a document of this name is under quarantine' });

/** Where a writer's files shall stand, claimed before the first of them comes; fails when he may not write there. */
export async function claimPlace(
  library: Library,
  writer: Writer,
  { collection, ...placement }: Pick<ReceivedFile, 'collection' | 'department' | 'grade'>,
  now: Date,
): Promise<{ readonly accessClassId: AccessClassId; readonly departmentId: DepartmentId | null }> {
  return library.transaction().execute(async (transaction) => {
    const collectionId = await claimCollection(transaction, collection?.trim() || defaultCollection, now);
    const fresh = { grade: unknownGrade, departmentId: writer.departmentId, collectionId, grants: [] };
    const accessClassId = await wantedClass(transaction, writer, fresh, placement, now);
    const { department_id: departmentId } = await transaction
      .selectFrom('access_class')
      .select('department_id')
      .where('id', '=', accessClassId)
      .executeTakeFirstOrThrow();
    return { accessClassId, departmentId };
  });
}

/**
 * Among the documents that the writer may read and write: one that is hidden is as good as none. Where several of one name
 * stand in a collection, the one where the file shall stand comes first, then the oldest.
 */
async function findByName(
  transaction: Writing,
  { scope, writing }: Writer,
  collectionId: CollectionId,
  nameIndex: string,
  target: AccessClassId,
): Promise<(NonNullable<Claimed['before']> & { readonly id: DocumentId }) | undefined> {
  return transaction
    .selectFrom('document')
    .select(['id', 'access_class_id as accessClassId', deletedBefore])
    .where('collection_id', '=', collectionId)
    .where('name_index', '=', nameIndex)
    .where(readableBy(including(scope, target)))
    .where(readableBy(including(writing.scope, target)))
    .orderBy(sql`access_class_id = ${target}`, 'desc')
    .orderBy('id')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
}

async function addDocument(
  transaction: Writing,
  { document }: LibrarySeal,
  collectionId: CollectionId,
  target: AccessClassId,
  { name, title }: ReceivedFile,
  now: Date,
): Promise<Claimed> {
  const newDocument = newId(documentIdSchema);
  await transaction
    .insertInto('document')
    .values({
      id: newDocument,
      collection_id: collectionId,
      ...document.seal(newDocument, { name, title: title ?? name.replace(/^.*\//, '').replace(/\.[^.]+$/, '') }),
      title_given: title !== undefined,
      access_class_id: target,
      created_at: now,
      deleted_at: null,
    })
    .onConflict((conflict) => conflict.columns(['access_class_id', 'name_index']).doNothing())
    .execute();
  // Another import may have made it just before.
  const made = await transaction
    .selectFrom('document')
    .select('id')
    .where('access_class_id', '=', target)
    .where('name_index', '=', document.nameIndex(name))
    .where(isFree)
    .forUpdate()
    .executeTakeFirst();
  if (!made) throw quarantined();
  return { id: made.id, accessClassId: target };
}

async function latestVersion(transaction: Writing, documentId: DocumentId) {
  return transaction
    .selectFrom('document_version')
    .select(['id', 'number', 'sha256'])
    .where('document_id', '=', documentId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Among what the writer may read. */
async function sameBytesElsewhere(
  transaction: Writing,
  { scope }: Writer,
  documentId: DocumentId,
  addresses: readonly string[],
): Promise<DocumentId | undefined> {
  const row = await transaction
    .selectFrom('document_version')
    .innerJoin('document', 'document.id', 'document_version.document_id')
    .select('document.id')
    .where('document_version.sha256', 'in', addresses)
    .where('document.id', '<>', documentId)
    .where(readableBy(scope))
    .where('document.deleted_at', 'is', null)
    .orderBy('document.id')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

async function addVersion(
  transaction: Writing,
  { version }: LibrarySeal,
  documentId: DocumentId,
  number: number,
  address: string,
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
      sha256: address,
      byte_length: file.bytes.byteLength,
      state: 'queued',
      effective_on: file.effectiveOn ?? null,
      expired_on: file.expiredOn ?? null,
      dates_given: file.effectiveOn !== undefined || file.expiredOn !== undefined,
      // What the table would put there by itself is not sealed.
      cleaning: version.sealCleaning(id, []),
      imported_at: now,
    })
    .execute();
  return id;
}
