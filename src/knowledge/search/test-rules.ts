// Rules written straight into a library's tables, for tests of search that need no reading.
import type { Kysely } from 'kysely';
import { claimAccessClass } from '../../access/access-class.ts';
import { claimDepartment } from '../../access/departments.ts';
import type { Grade } from '../../base/grade.ts';
import {
  type CollectionId,
  collectionIdSchema,
  documentIdSchema,
  newId,
  passageIdSchema,
  type VersionId,
  versionIdSchema,
} from '../../base/ids.ts';
import { segmentForIndex } from './segment.ts';
import { packTokens, type TokenHash } from './token-hash.ts';
import type { LibraryTables } from '../tables.ts';

export interface Rule {
  readonly title: string;
  readonly articles: readonly string[];
  readonly department?: string;
  readonly grade?: Grade;
  readonly effectiveOn?: string;
  readonly expiredOn?: string;
  readonly documentNumber?: string;
}

export async function addCollection(library: Kysely<LibraryTables>): Promise<CollectionId> {
  const id = newId(collectionIdSchema);
  await library
    .insertInto('collection')
    .values({ id, name: id, created_at: new Date(0) })
    .execute();
  return id;
}

/** One document with one version that is ready, in one transaction. */
export async function writeRule(
  library: Kysely<LibraryTables>,
  collectionId: CollectionId,
  { title, articles, department = '', grade = 'public', effectiveOn, expiredOn, documentNumber }: Rule,
  hash: TokenHash,
): Promise<VersionId> {
  const documentId = newId(documentIdSchema);
  const versionId = newId(versionIdSchema);
  await library.transaction().execute(async (transaction) => {
    const departmentId = department === '' ? null : await claimDepartment(transaction, department, new Date(0));
    await transaction
      .insertInto('document')
      .values({
        id: documentId,
        collection_id: collectionId,
        name: documentId,
        title,
        access_class_id: await claimAccessClass(transaction, { grade, departmentId, collectionId, grants: [] }, new Date(0)),
        created_at: new Date(0),
        deleted_at: null,
      })
      .execute();
    await transaction
      .insertInto('document_version')
      .values({
        id: versionId,
        document_id: documentId,
        number: 1,
        sha256: '',
        byte_length: 0,
        state: 'ready',
        recipe: hash.recipe,
        reason: null,
        format: 'txt',
        encoding: null,
        page_count: null,
        passage_count: articles.length,
        document_number: documentNumber ?? null,
        issuer: null,
        published_on: null,
        effective_on: effectiveOn ?? null,
        expired_on: expiredOn ?? null,
        dates_given: false,
        replaced_at: null,
        imported_at: new Date(0),
        reading: null,
      })
      .execute();
    const passages = articles.map((text, ordinal) => ({
      id: newId(passageIdSchema),
      document_id: documentId,
      version_id: versionId,
      ordinal,
      heading_path: [],
      article: text.startsWith('第') ? String(ordinal + 1) : null,
      paragraph: ordinal,
      page: null,
      reading_start: 0,
      reading_end: text.length,
      text,
      tokens: packTokens(segmentForIndex({ title, headingPath: [], text }), hash),
      origin: '[]',
    }));
    if (passages.length > 0) await transaction.insertInto('passage').values(passages).execute();
  });
  return versionId;
}
