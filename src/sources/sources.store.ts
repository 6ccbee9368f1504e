// Sources and what was found in them. Paths are sealed, and found by a keyed hash.
import { type ColumnType, type Generated, type Kysely, type SqlBool, sql } from 'kysely';
import type { Scope } from '../access/scope.ts';
import type { Grade } from '../base/grade.ts';
import type { AccessClassId, CollectionId, DepartmentId, DocumentId, PersonId, SourceFileId, SourceId } from '../base/ids.ts';
import type { FileState, Source, SourceFault, StopReason } from './contract.ts';

export interface SourceTables {
  library_source: {
    id: SourceId;
    name: string;
    kind: Source['kind'];
    place: string;
    access_class_id: AccessClassId;
    /** Of a bucket, sealed: a `BucketKey` as JSON. */
    access_key: ColumnType<string | null, string | null | undefined, string | null>;
    every_minutes: number;
    is_paused: Generated<boolean>;
    /** Who answers for it: in whose name, and while who may, files are taken. */
    added_by: PersonId;
    added_at: Date;
    looked_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    look_due_at: Date;
    fault: ColumnType<SourceFault | null, SourceFault | null | undefined, SourceFault | null>;
    stopped_at: ColumnType<Date | null, undefined, Date | null>;
    stopped_because: ColumnType<StopReason | null, undefined, StopReason | null>;
  };
  library_source_file: {
    id: SourceFileId;
    source_id: SourceId;
    path_index: string;
    path: string;
    byte_length: number;
    modified_at: Date;
    state: FileState;
    fault: string | null;
    document_id: DocumentId | null;
  };
  /** Of rooms below, to be read only. */
  access_class: { id: AccessClassId; grade: Grade; department_id: DepartmentId | null; collection_id: CollectionId };
  department: { id: DepartmentId; name: string };
  collection: { id: CollectionId; name: string };
}
export type SourceDatabase = Kysely<SourceTables>;

export type SourceRow = Awaited<ReturnType<typeof sourceRows>>[number];

/** In the order in which they were added; `scope`: only those whose documents it may read. */
export async function sourceRows(database: SourceDatabase, scope: Scope, id?: SourceId) {
  let query = database
    .selectFrom('library_source')
    .innerJoin('access_class', 'access_class.id', 'library_source.access_class_id')
    .innerJoin('collection', 'collection.id', 'access_class.collection_id')
    .leftJoin('department', 'department.id', 'access_class.department_id')
    .selectAll('library_source')
    .select(['grade', 'access_class.department_id', 'access_class.collection_id'])
    .select(['collection.name as collection', 'department.name as department'])
    .orderBy('library_source.added_at')
    .orderBy('library_source.id');
  if (scope !== 'all') query = query.where(sql<SqlBool>`access_class_id = any(${[...scope]}::uuid[])`);
  if (id) query = query.where('library_source.id', '=', id);
  return query.execute();
}

export async function countFiles(database: SourceDatabase, ids: readonly SourceId[]): Promise<Map<SourceId, Source['files']>> {
  const counts = new Map<SourceId, Source['files']>(ids.map((id) => [id, { waiting: 0, taken: 0, failed: 0, gone: 0 }]));
  if (ids.length === 0) return counts;
  const rows = await database
    .selectFrom('library_source_file')
    .select(['source_id', 'state', ({ fn }) => fn.countAll<number>().as('count')])
    .where('source_id', 'in', ids)
    .groupBy(['source_id', 'state'])
    .execute();
  for (const { source_id, state, count } of rows) {
    const files = counts.get(source_id);
    if (files) files[state] = Number(count);
  }
  return counts;
}

/** Those that are due, each for one replica: the next look is put off in the same statement. */
export async function claimDueSources(database: SourceDatabase, now: Date): Promise<SourceId[]> {
  const { rows } = await sql<{ id: SourceId }>`
    update library_source set look_due_at = ${now}::timestamptz + every_minutes * interval '1 minute'
    where not is_paused and stopped_at is null and look_due_at <= ${now} returning id`.execute(database);
  return rows.map(({ id }) => id);
}

export interface KnownFile {
  readonly id: SourceFileId;
  readonly byteLength: number;
  readonly modifiedAt: Date;
  readonly state: FileState;
  readonly documentId: DocumentId | null;
}

export async function knownFiles(database: SourceDatabase, source: SourceId): Promise<Map<string, KnownFile>> {
  const rows = await database
    .selectFrom('library_source_file')
    .select(['id', 'path_index', 'byte_length', 'modified_at', 'state', 'document_id'])
    .where('source_id', '=', source)
    .execute();
  return new Map(
    rows.map(({ id, path_index, byte_length, modified_at: modifiedAt, state, document_id: documentId }) => [
      path_index,
      { id, byteLength: Number(byte_length), modifiedAt, state, documentId },
    ]),
  );
}

export type FileChange = Partial<
  Pick<SourceTables['library_source_file'], 'byte_length' | 'modified_at' | 'state' | 'fault' | 'document_id'>
>;

export async function changeFile(database: SourceDatabase, id: SourceFileId, change: FileChange): Promise<void> {
  await database.updateTable('library_source_file').set(change).where('id', '=', id).execute();
}
