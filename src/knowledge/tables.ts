// The library's tables, one interface each (created in store/migrations), beside those of access classes.
import type { ColumnType, Generated } from 'kysely';
import type { AccessClassTables } from '../access/access-class.ts';
import type { AccessClassId, CitationId, CollectionId, DocumentId, PassageId, VersionId } from '../base/ids.ts';
import type { DocumentFormat, ReferenceKind } from './reading/reading.ts';

/** Written as JSON text, read back as data that still has to be parsed. */
type Json = ColumnType<unknown, string, string>;
/** Read as a Date, written as one. */
type Moment = Date;
/** `YYYY-MM-DD` */
type Day = string;

/** The transaction that last wrote the row, as a number in text; set by the database itself. */
type Transaction = ColumnType<string, undefined, string>;

/** `locked`: it waits for its password. */
export type VersionState = 'queued' | 'reading' | 'ready' | 'locked' | 'rejected';

export interface LibraryTables extends AccessClassTables {
  collection: { id: CollectionId; name: string; created_at: Moment };
  document: {
    id: DocumentId;
    collection_id: CollectionId;
    /** Sealed, as all texts below. */
    name: string;
    /** Keyed hash of the name; none in rows from before names were sealed, until the next start. */
    name_index: ColumnType<string | null, string | undefined, string>;
    title: string;
    title_given: Generated<boolean>;
    access_class_id: AccessClassId;
    created_at: Moment;
    deleted_at: Moment | null;
    /** Since when nobody finds or reads it, while an incident is looked into. */
    quarantined_at: ColumnType<Moment | null, undefined, Moment | null>;
    /** When somebody should look at it again. */
    review_on: ColumnType<Day | null, Day | null | undefined, Day | null>;
    /** Since when its file is no longer in the source that it came from. */
    origin_gone_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    changed_in: Transaction;
  };
  document_version: {
    id: VersionId;
    document_id: DocumentId;
    number: number;
    /** Address of the original in `Files`; in rows from before files were sealed the SHA-256 of its bytes. */
    sha256: string;
    byte_length: number;
    state: VersionState;
    reason: string | null;
    /** Share of the work done while `reading`, 0 to 1. */
    progress: Generated<number>;
    /** For the pages in which text is still to be recognised; null when none is being recognised. */
    seconds_left: ColumnType<number | null, number | null | undefined, number | null>;
    format: DocumentFormat | null;
    encoding: string | null;
    page_count: number | null;
    passage_count: Generated<number>;
    character_count: Generated<number>;
    document_number: string | null;
    issuer: string | null;
    published_on: Day | null;
    effective_on: Day | null;
    expired_on: Day | null;
    dates_given: boolean;
    replaced_at: Moment | null;
    imported_at: Moment;
    reading: ColumnType<unknown, string | null, string | null>;
    cleaning: ColumnType<unknown, string | undefined, string>;
    /** What reading found, and what people said of it; none in rows from before, until they are read again. */
    elements: ColumnType<unknown, string | null | undefined, string | null>;
    settled: ColumnType<unknown, string | null | undefined, string | null>;
    flags: Generated<string[]>;
    /** How many of the elements that matter nobody has confirmed. */
    unsettled: Generated<number>;
    /** From `likenessOf`; none while its tokens are made again. */
    likeness: ColumnType<Uint8Array | null, Uint8Array | null | undefined, Uint8Array | null>;
    /** The document that says that this version is no longer in force. */
    repealed_by: ColumnType<DocumentId | null, DocumentId | null | undefined, DocumentId | null>;
    /** Sealed; opens the original whenever that is read. */
    password: ColumnType<string | null, string | null | undefined, string | null>;
    /** Passwords that did not open it since the last one that did. */
    password_failures: Generated<number>;
    password_failed_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    /** When reading it ended, whatever it came to. */
    read_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    /** How the tokens of its passages were made; '' while they are not. */
    recipe: Generated<string>;
    changed_in: Transaction;
  };
  passage: {
    id: PassageId;
    document_id: DocumentId;
    version_id: VersionId;
    ordinal: number;
    heading_path: string[];
    article: string | null;
    paragraph: number;
    page: number | null;
    reading_start: number;
    reading_end: number;
    text: string;
    /** From `packTokens`. */
    tokens: Uint8Array;
    origin: Json;
  };
  citation: {
    id: CitationId;
    version_id: VersionId;
    ordinal: number;
    kind: ReferenceKind;
    /** Keyed hashes of what is cited. */
    number_key: string | null;
    title_key: string;
    /** Title, number and day, sealed. */
    cited: Json;
    reading_start: number;
    reading_end: number;
  };
  library_report: { scheduled_for: Date; made_at: Date; content: Json };
  /** How much a department, or `default` each that has no limit of its own, may keep; null: no limit. */
  library_limit: { subject: string; bytes: number | null; documents: number | null };
  /** Originals that no version may need any more. */
  original_to_remove: { address: string };
}
