// Queries on documents and their versions. Each takes the caller's scope; those of the importer say that they are unscoped.
import { type Kysely, sql } from 'kysely';
import type { Scope } from '../access/scope.ts';
import type { CollectionId, DocumentId, VersionId } from '../base/ids.ts';
import type { Collection } from './contract.ts';
import type { Finding } from './desk-contract.ts';
import { hasFinding } from './desk/finding-conditions.ts';
import type { DocumentRow, VersionRow } from './present.ts';
import { isFree, readableBy } from './scope-filter.ts';
import type { LibraryTables, VersionState } from './tables.ts';

export type Library = Kysely<LibraryTables>;

/** All of a version but its reading text, which is large. */
const versionColumns = [
  'id',
  'document_id',
  'number',
  'sha256',
  'byte_length',
  'state',
  'reason',
  'progress',
  'seconds_left',
  'format',
  'encoding',
  'page_count',
  'passage_count',
  'character_count',
  'document_number',
  'issuer',
  'published_on',
  'effective_on',
  'expired_on',
  'dates_given',
  'replaced_at',
  'imported_at',
  'flags',
  'cleaning',
] as const;

export interface DocumentListing {
  readonly collectionId?: CollectionId | undefined;
  /** Only these, whose names were looked into. */
  readonly among?: readonly DocumentId[] | undefined;
  readonly state?: VersionState | undefined;
  readonly finding?: Finding | undefined;
  /** For which findings are told. */
  readonly today: string;
  readonly deleted: boolean;
}

function documents(library: Library, scope: Scope) {
  return library
    .selectFrom('document')
    .innerJoin('collection', 'collection.id', 'document.collection_id')
    .innerJoin('access_class', 'access_class.id', 'document.access_class_id')
    .leftJoin('department', 'department.id', 'access_class.department_id')
    .where(readableBy(scope));
}

function selectDocument(library: Library, scope: Scope) {
  return documents(library, scope)
    .selectAll('document')
    .select([
      'collection.name as collection_name',
      'access_class.grade',
      departmentName.as('department'),
      (select) =>
        select
          .selectFrom('document_version')
          .whereRef('document_version.document_id', '=', 'document.id')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .as('version_count'),
    ])
    .$narrowType<{ version_count: number }>();
}

/** Empty for a document that is nobody's own. */
export const departmentName = sql<string>`coalesce(department.name, '')`;

const latestState = sql<VersionState>`(select state from document_version where document_id = document.id order by number desc limit 1)`;

function listed(library: Library, scope: Scope, { collectionId, among, state, finding, today, deleted }: DocumentListing) {
  let query = selectDocument(library, scope).where('document.deleted_at', deleted ? 'is not' : 'is', null);
  if (collectionId) query = query.where('document.collection_id', '=', collectionId);
  if (among) query = query.where(sql<boolean>`document.id = any(${[...among]}::uuid[])`);
  if (state) query = query.where(latestState, '=', state);
  if (finding) query = query.where(hasFinding(finding, today));
  return query;
}

/** One page, newest first, after the document with id `after`; ids sort by time of creation. */
export async function listDocumentRows(
  library: Library,
  scope: Scope,
  listing: DocumentListing,
  limit: number,
  after: DocumentId | undefined,
): Promise<DocumentRow[]> {
  const query = listed(library, scope, listing).orderBy('document.id', 'desc').limit(limit);
  return (after ? query.where('document.id', '<', after) : query).execute();
}

/** Names and titles, sealed, of all that a listing has: newest first, some at a time. */
export async function listNames(library: Library, scope: Scope, listing: DocumentListing, limit: number, after: DocumentId | undefined) {
  const query = listed(library, scope, listing)
    .clearSelect()
    .select(['document.id', 'document.name', 'document.title'])
    .orderBy('document.id', 'desc')
    .limit(limit);
  return (after ? query.where('document.id', '<', after) : query).execute();
}

export async function countDocuments(library: Library, scope: Scope, listing: DocumentListing): Promise<number> {
  const { count } = await library
    .selectFrom(listed(library, scope, listing).as('listed'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

export async function findDocument(library: Library, scope: Scope, id: DocumentId): Promise<DocumentRow | undefined> {
  return selectDocument(library, scope).where('document.id', '=', id).executeTakeFirst();
}

/** Versions of the documents given, newest first. The caller has checked that the documents may be read. */
export async function versionsOf(library: Library, documentIds: readonly DocumentId[]): Promise<VersionRow[]> {
  if (documentIds.length === 0) return [];
  return library
    .selectFrom('document_version')
    .select(versionColumns)
    .where('document_id', 'in', [...documentIds])
    .orderBy('number', 'desc')
    .execute();
}

export async function latestVersions(library: Library, documentIds: readonly DocumentId[]): Promise<Map<DocumentId, VersionRow>> {
  if (documentIds.length === 0) return new Map();
  const rows = await library
    .selectFrom('document_version')
    .distinctOn('document_id')
    .select(versionColumns)
    .where('document_id', 'in', [...documentIds])
    .orderBy('document_id')
    .orderBy('number', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.document_id, row]));
}

/** A version, if the caller may read its document. */
export async function findVersion(
  library: Library,
  scope: Scope,
  id: VersionId,
): Promise<(VersionRow & { title: string; name: string }) | undefined> {
  return documents(library, scope)
    .innerJoin('document_version', 'document_version.document_id', 'document.id')
    .where('document_version.id', '=', id)
    .select(versionColumns.map((column) => `document_version.${column}` as const))
    .select(['document.title', 'document.name'])
    .executeTakeFirst();
}

/** Which of these versions the caller may read. */
export async function readableVersions(library: Library, scope: Scope, ids: readonly VersionId[]): Promise<ReadonlySet<VersionId>> {
  if (ids.length === 0) return new Set();
  const rows = await documents(library, scope)
    .innerJoin('document_version', 'document_version.document_id', 'document.id')
    .where('document_version.id', 'in', [...ids])
    .where(isFree)
    .select('document_version.id')
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** The stored reading text of a version, unparsed, if the caller may read it. */
export async function findReading(library: Library, scope: Scope, id: VersionId): Promise<unknown> {
  const row = await documents(library, scope)
    .innerJoin('document_version', 'document_version.document_id', 'document.id')
    .where('document_version.id', '=', id)
    .select('document_version.reading')
    .executeTakeFirst();
  return row?.reading;
}

export async function listCollectionRows(library: Library, scope: Scope): Promise<Collection[]> {
  return documents(library, scope)
    .where('document.deleted_at', 'is', null)
    .groupBy(['collection.id', 'collection.name'])
    .select(['collection.id', 'collection.name', ({ fn }) => fn.countAll<number>().as('documentCount')])
    .orderBy('collection.name')
    .execute();
}

export async function listDepartments(library: Library, scope: Scope): Promise<string[]> {
  const rows = await documents(library, scope)
    .where('document.deleted_at', 'is', null)
    .where('department.id', 'is not', null)
    .select(departmentName.as('name'))
    .distinct()
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name);
}

export interface LibrarySize {
  readonly documents: number;
  readonly passages: number;
  /** Documents whose newest version could not be read. */
  readonly rejected: number;
  /** Documents whose newest version is still to be read. */
  readonly waiting: number;
}

export async function countLibrary(library: Library, scope: Scope): Promise<LibrarySize> {
  const { rows } = await sql<LibrarySize>`
    select count(*) as documents, coalesce(sum(latest.passage_count), 0)::bigint as passages, count(*) filter (where latest.state in ('rejected', 'locked')) as rejected,
      count(*) filter (where latest.state in ('queued', 'reading')) as waiting
    from document
    join lateral (select state, passage_count from document_version where document_id = document.id order by number desc limit 1) latest on true
    where document.deleted_at is null and ${readableBy(scope)}`.execute(library);
  return rows[0] ?? { documents: 0, passages: 0, rejected: 0, waiting: 0 };
}
