// Vectors of passages as they are kept, and what of the library still has none. Nothing here takes a scope: what a caller may find is
// decided where vectors are compared.
import { type Kysely, type Selectable, sql } from 'kysely';
import type { AccessClassTables } from '../../access/access-class.ts';
import { type Grade, grades } from '../../base/grade.ts';
import type { ModelId, PassageId, VectorBlockId, VectorSetId, VersionId } from '../../base/ids.ts';
import type { LibraryTables } from '../tables.ts';

export interface VectorTables extends LibraryTables, AccessClassTables {
  vector_set: {
    id: VectorSetId;
    model_id: ModelId;
    upstream_name: string;
    dimension: number;
    created_at: Date;
    completed_at: Date | null;
    waiting_for: string | null;
    retry_at: Date | null;
    worker: string | null;
    lease_until: Date | null;
    worked_passages: number;
    worked_ms: number;
  };
  search_models: {
    number: number;
    vector_set_id: VectorSetId | null;
    query_instruction: string;
    rerank_model_id: ModelId | null;
    set_at: Date;
  };
  embedded_version: { vector_set_id: VectorSetId; version_id: VersionId; embedded: number; failed: number; is_done: boolean };
  passage_vectors: {
    id: VectorBlockId;
    vector_set_id: VectorSetId;
    version_id: VersionId;
    last_ordinal: number;
    passage_ids: PassageId[];
    vectors: string;
  };
}
export type VectorDatabase = Kysely<VectorTables>;
export type VectorSetRow = Selectable<VectorTables['vector_set']>;

/** A version that is searched, with passages that have no vector yet. */
export interface PendingVersion {
  readonly id: VersionId;
  readonly documentId: LibraryTables['document']['id'];
  /** Sealed. */
  readonly title: string;
  readonly grade: Grade;
  /** How far it has come. */
  readonly lastOrdinal: number;
  readonly embedded: number;
  readonly failed: number;
}

const isHeld = sql<boolean>`document_version.state = 'ready' and document_version.replaced_at is null
  and document.deleted_at is null and document.quarantined_at is null`;

/** The next after `after` in the order of ids, of a grade among those given. */
export async function nextPending(
  database: VectorDatabase,
  set: VectorSetId,
  among: readonly Grade[],
  after: VersionId | undefined,
): Promise<PendingVersion | undefined> {
  const { rows } = await sql<PendingVersion>`
    select document_version.id, document.id as "documentId", document.title, access_class.grade,
      coalesce((select max(last_ordinal) from passage_vectors where vector_set_id = ${set} and version_id = document_version.id), -1) as "lastOrdinal",
      coalesce(embedded, 0) as embedded, coalesce(failed, 0) as failed
    from document_version join document on document.id = document_id join access_class on access_class.id = access_class_id
      left join embedded_version on vector_set_id = ${set} and version_id = document_version.id
    where ${isHeld} and grade = any(${[...among]}::text[]) and is_done is not true
      and ${after === undefined ? sql`true` : sql`document_version.id > ${after}`}
    order by document_version.id limit 1`.execute(database);
  return rows[0];
}

export interface EmbeddingCounts {
  /** Passages that are searched. */
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  /** Of grades that the model may not receive. */
  readonly notAllowed: number;
}

export async function countEmbedded(database: VectorDatabase, set: VectorSetId, among: readonly Grade[]): Promise<EmbeddingCounts> {
  const { rows } = await sql<EmbeddingCounts>`
    select coalesce(sum(passage_count), 0)::integer as total, coalesce(sum(embedded), 0)::integer as done,
      coalesce(sum(failed), 0)::integer as failed,
      coalesce(sum(passage_count - coalesce(embedded, 0) - coalesce(failed, 0))
        filter (where not grade = any(${[...among]}::text[])), 0)::integer as "notAllowed"
    from document_version join document on document.id = document_id join access_class on access_class.id = access_class_id
      left join embedded_version on vector_set_id = ${set} and version_id = document_version.id
    where ${isHeld}`.execute(database);
  return rows[0] ?? { total: 0, done: 0, failed: 0, notAllowed: 0 };
}

/** Grades up to one, or none. */
export function gradesUpTo(grade: Grade | undefined): readonly Grade[] {
  return grade === undefined ? [] : grades.slice(0, grades.indexOf(grade) + 1);
}

export async function passagesAfter(database: VectorDatabase, version: VersionId, ordinal: number, limit: number) {
  return database
    .selectFrom('passage')
    .where('version_id', '=', version)
    .where('ordinal', '>', ordinal)
    .select(['id', 'ordinal', 'heading_path', 'text'])
    .orderBy('ordinal')
    .limit(limit)
    .execute();
}

/**
 * A block and how far its version has come with it; without a block the version is done. False when the version is gone, or its document has
 * another title than the vectors were made with: then it is begun anew.
 */
export async function putBlock(
  database: VectorDatabase,
  { title }: Pick<PendingVersion, 'title'>,
  progress: Selectable<VectorTables['embedded_version']>,
  block: Selectable<VectorTables['passage_vectors']> | undefined,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    // Whoever changes a title locks the document first too.
    const { rows } = await sql<{ title: string }>`
      select title from document where id = (select document_id from document_version where id = ${progress.version_id}) for share`.execute(
      transaction,
    );
    if (rows[0]?.title !== title) {
      await transaction
        .deleteFrom('embedded_version')
        .where('vector_set_id', '=', progress.vector_set_id)
        .where('version_id', '=', progress.version_id)
        .execute();
      return false;
    }
    await transaction
      .insertInto('embedded_version')
      .values(progress)
      .onConflict((conflict) =>
        conflict.columns(['vector_set_id', 'version_id']).doUpdateSet(({ ref }) => ({
          embedded: ref('excluded.embedded'),
          failed: ref('excluded.failed'),
          is_done: ref('excluded.is_done'),
        })),
      )
      .execute();
    if (block) await transaction.insertInto('passage_vectors').values(block).execute();
    return true;
  });
}

export function idsOf(...sets: readonly (VectorSetRow | undefined)[]): VectorSetId[] {
  return sets.filter((set) => set !== undefined).map(({ id }) => id);
}

/** Of versions that are no longer searched, and of every set but those given. */
export async function dropRetired(database: VectorDatabase, keep: readonly VectorSetId[]): Promise<void> {
  await sql`delete from embedded_version using document_version, document
    where document_version.id = version_id and document.id = document_version.document_id
      and (document_version.replaced_at is not null or document.deleted_at is not null
        or not vector_set_id = any(${[...keep]}::uuid[]))`.execute(database);
}

/** The set is this worker's for so long; false when it is another's. */
export async function takeLease(database: VectorDatabase, set: VectorSetId, worker: string, seconds: number): Promise<boolean> {
  const { rows } = await sql`
    update vector_set set worker = ${worker}, lease_until = now() + make_interval(secs => ${seconds})
    where id = ${set} and (worker is null or worker = ${worker} or lease_until < now()) returning id`.execute(database);
  return rows.length > 0;
}

export async function giveLease(database: VectorDatabase, set: VectorSetId, worker: string): Promise<void> {
  await database
    .updateTable('vector_set')
    .set({ worker: null, lease_until: null })
    .where('id', '=', set)
    .where('worker', '=', worker)
    .execute();
}

/** Work that was done, for an estimate of the rest; the lease goes on, or false when it is another's. */
export async function noteWork(
  database: VectorDatabase,
  set: VectorSetId,
  worker: string,
  { passages, ms, leaseSeconds }: { readonly passages: number; readonly ms: number; readonly leaseSeconds: number },
): Promise<boolean> {
  const { rows } = await sql`
    update vector_set set worked_passages = worked_passages + ${passages}, worked_ms = worked_ms + ${Math.round(ms)},
      lease_until = now() + make_interval(secs => ${leaseSeconds}), waiting_for = null, retry_at = null
    where id = ${set} and worker = ${worker} returning id`.execute(database);
  return rows.length > 0;
}

export async function putWait(database: VectorDatabase, set: VectorSetId, reason: string, seconds: number): Promise<void> {
  await sql`update vector_set set waiting_for = ${reason}, retry_at = now() + make_interval(secs => ${seconds}) where id = ${set}`.execute(
    database,
  );
}

/** Nothing is left; the first time it was so is kept. */
export async function putDone(database: VectorDatabase, set: VectorSetId, now: Date): Promise<void> {
  await sql`update vector_set set waiting_for = null, retry_at = null, completed_at = coalesce(completed_at, ${now}) where id = ${set}`.execute(
    database,
  );
}

/** Whether a set waits for a time that has not come, or is being worked on. */
export async function isBusyOrWaiting(database: VectorDatabase, set: VectorSetId): Promise<boolean> {
  const { rows } = await sql`select id from vector_set where id = ${set} and (retry_at > now() or lease_until > now())`.execute(database);
  return rows.length > 0;
}

/** Rows of vectors that were written by a transaction since `from`, or all, some at a time in the order of ids. */
export async function readBlocks(
  database: VectorDatabase,
  set: VectorSetId,
  from: string | undefined,
  after: VectorBlockId | undefined,
  limit: number,
): Promise<Selectable<VectorTables['passage_vectors']>[]> {
  let query = database
    .selectFrom('passage_vectors')
    .select(['id', 'vector_set_id', 'version_id', 'last_ordinal', 'passage_ids', 'vectors'])
    .where('vector_set_id', '=', set)
    .orderBy('id')
    .limit(limit);
  if (from !== undefined) query = query.where(sql<boolean>`changed_in >= ${from}::xid8`);
  if (after !== undefined) query = query.where('id', '>', after);
  return query.execute();
}

export async function listBlocks(database: VectorDatabase, set: VectorSetId): Promise<Set<string>> {
  const rows = await database.selectFrom('passage_vectors').select('id').where('vector_set_id', '=', set).execute();
  return new Set(rows.map(({ id }) => id));
}

export async function countBlocks(database: VectorDatabase, set: VectorSetId): Promise<number> {
  const { count } = await database
    .selectFrom('passage_vectors')
    .where('vector_set_id', '=', set)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
