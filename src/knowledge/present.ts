// Rows of the library as the contract shows them.
import { z } from 'zod';
import type { Selectable } from 'kysely';
import type { Grade } from '../base/grade.ts';
import { type Document, type Passage, type Version, originSpanSchema, versionSchema } from './contract.ts';
import type { LibrarySeal } from './sealed-library.ts';
import type { LibraryTables } from './tables.ts';
import { validityOn } from './validity.ts';

type PasswordColumn = 'password' | 'password_failures' | 'password_failed_at' | 'read_at';
type LargeOrInner =
  | 'reading'
  | 'elements'
  | 'settled'
  | 'unsettled'
  | 'likeness'
  | 'repealed_by'
  | 'recipe'
  | 'changed_in'
  | PasswordColumn;
export type VersionRow = Omit<Selectable<LibraryTables['document_version']>, LargeOrInner>;
export type DocumentRow = Selectable<LibraryTables['document']> & {
  collection_name: string;
  grade: Grade;
  /** Name of the owner department, empty for none. */
  department: string;
  version_count: number;
};
export type PassageRow = Omit<Selectable<LibraryTables['passage']>, 'tokens' | 'article'>;

const flagsSchema = versionSchema.shape.flags;
const cleaningSchema = versionSchema.shape.cleaning;
const originSchema = z.array(originSpanSchema);

export interface Presenter {
  presentVersion(row: VersionRow, day: string): Version;
  presentDocument(row: DocumentRow, latest: Version): Document;
  presentPassage(row: PassageRow): Passage;
}

/** Opens what is sealed in the rows. */
export function createPresenter(sealed: LibrarySeal): Presenter {
  return {
    presentVersion: (row, day) => presentVersion(sealed, row, day),
    presentDocument: (row, latest) => presentDocument(sealed, row, latest),
    presentPassage: (row) => presentPassage(sealed, row),
  };
}

/** `day` is the day for which the validity is stated. */
function presentVersion({ version }: LibrarySeal, row: VersionRow, day: string): Version {
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    reason: row.reason,
    progress: row.state === 'ready' ? 1 : row.progress,
    recognition:
      row.state === 'reading' && row.seconds_left !== null && row.page_count !== null
        ? { done: Math.round(row.progress * row.page_count), pages: row.page_count, secondsLeft: row.seconds_left }
        : null,
    importedAt: row.imported_at.toISOString(),
    format: row.format,
    byteLength: row.byte_length,
    pageCount: row.page_count,
    passageCount: row.passage_count,
    characterCount: row.character_count,
    documentNumber: version.openNumber(row.id, row.document_number),
    issuer: version.openIssuer(row.id, row.issuer),
    publishedOn: row.published_on,
    effectiveOn: row.effective_on,
    expiredOn: row.expired_on,
    validity: validityOn(day, { effectiveOn: row.effective_on, expiredOn: row.expired_on, isReplaced: row.replaced_at !== null }),
    flags: flagsSchema.parse(row.flags),
    cleaning: cleaningSchema.parse(version.openCleaning(row.id, row.cleaning)),
  };
}

function presentDocument({ document }: LibrarySeal, row: DocumentRow, latest: Version): Document {
  return {
    id: row.id,
    name: document.openName(row.id, row.name),
    title: document.openTitle(row.id, row.title),
    collection: { id: row.collection_id, name: row.collection_name },
    department: row.department,
    grade: row.grade,
    deletedAt: row.deleted_at?.toISOString() ?? null,
    reviewOn: row.review_on,
    latest,
    versionCount: row.version_count,
  };
}

function presentPassage({ passage }: LibrarySeal, row: PassageRow): Passage {
  return {
    id: row.id,
    documentId: row.document_id,
    versionId: row.version_id,
    ordinal: row.ordinal,
    paragraph: row.paragraph,
    page: row.page,
    start: row.reading_start,
    end: row.reading_end,
    ...passage.open(row),
    origin: originSchema.parse(passage.openOrigin(row.id, row.origin)),
  };
}
