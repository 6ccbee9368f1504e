// Rows of the library as the contract shows them.
import { z } from 'zod';
import type { Selectable } from 'kysely';
import type { Grade } from '../base/grade.ts';
import { type Document, type Passage, type Version, originSpanSchema, versionSchema } from './contract.ts';
import type { LibraryTables } from './tables.ts';
import { validityOn } from './validity.ts';

export type VersionRow = Omit<Selectable<LibraryTables['document_version']>, 'reading' | 'recipe' | 'changed_in'>;
export type DocumentRow = Selectable<LibraryTables['document']> & {
  collection_name: string;
  grade: Grade;
  /** Name of the owner department, empty for none. */
  department: string;
  version_count: number;
};
export type PassageRow = Omit<Selectable<LibraryTables['passage']>, 'tokens' | 'article'>;

const cleaningSchema = versionSchema.shape.cleaning;
const originSchema = z.array(originSpanSchema);

/** `day` is the day for which the validity is stated. */
export function presentVersion(row: VersionRow, day: string): Version {
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    reason: row.reason,
    progress: row.state === 'ready' ? 1 : row.progress,
    importedAt: row.imported_at.toISOString(),
    format: row.format,
    byteLength: row.byte_length,
    pageCount: row.page_count,
    passageCount: row.passage_count,
    characterCount: row.character_count,
    documentNumber: row.document_number,
    issuer: row.issuer,
    publishedOn: row.published_on,
    effectiveOn: row.effective_on,
    expiredOn: row.expired_on,
    validity: validityOn(day, { effectiveOn: row.effective_on, expiredOn: row.expired_on, isReplaced: row.replaced_at !== null }),
    cleaning: cleaningSchema.parse(row.cleaning),
  };
}

export function presentDocument(row: DocumentRow, latest: Version): Document {
  return {
    id: row.id,
    name: row.name,
    title: row.title,
    collection: { id: row.collection_id, name: row.collection_name },
    department: row.department,
    grade: row.grade,
    deletedAt: row.deleted_at?.toISOString() ?? null,
    latest,
    versionCount: row.version_count,
  };
}

export function presentPassage(row: PassageRow): Passage {
  return {
    id: row.id,
    documentId: row.document_id,
    versionId: row.version_id,
    ordinal: row.ordinal,
    headingPath: row.heading_path,
    paragraph: row.paragraph,
    page: row.page,
    start: row.reading_start,
    end: row.reading_end,
    text: row.text,
    origin: originSchema.parse(row.origin),
  };
}
