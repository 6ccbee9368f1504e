// The library's public face: files in, passages and search out. What it returns is what the contract shows.
import { z } from 'zod';
import { actorOf, type Caller } from '../access/access.ts';
import { including, type Scope } from '../access/scope.ts';
import type { FileReply } from '../access/route.ts';
import { type Clock, todayInChina } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { type Grade, unknownGrade } from '../base/grade.ts';
import { type DocumentId, documentIdSchema, type SourceId, type VersionId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import { noSchedule, type StartSchedule } from '../base/schedule.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Files } from '../store/files.ts';
import type { Jobs } from '../store/jobs.ts';
import type { Kept } from '../store/kept.ts';
import type { SealedStock } from '../store/seal/sealing.ts';
import type { Seal } from '../store/seal/seal.ts';
import type { Store } from '../store/store.ts';
import { changeDocument, type DocumentChange, entryOf, queueReading, setDocumentDeleted } from './change-document.ts';
import { startIndexingAgain } from './index-again.ts';
import { createDesk, type Desk } from './desk/desk.ts';
import { createDocumentElements, type DocumentElements } from './document-elements.ts';
import type { Comparison } from './comparison-contract.ts';
import { compareTexts } from './compare/compare-texts.ts';
import type { Document, ImportResult, operations, Passage } from './contract.ts';
import { keptDocuments } from './kept-documents.store.ts';
import {
  countDocuments,
  countLibrary,
  type DocumentListing,
  findDocument,
  findReading,
  findVersion,
  latestVersions,
  type Library,
  type LibrarySize,
  listCollectionRows,
  listDepartments,
  listDocumentRows,
  readableVersions,
  versionsOf,
} from './library.store.ts';
import { createLibraryLimits, type LibraryLimits } from './limits/limits.ts';
import { givePassword } from './locked-versions.ts';
import { noteOriginGone } from './origin-gone.ts';
import { decodeCursor, pageOf } from './page-cursor.ts';
import { refuseUnlessWritable, type Writer } from './place-document.ts';
import { neighboursOf, passagesOfVersion } from './passages.store.ts';
import { createPresenter, type DocumentRow } from './present.ts';
import { indexNames } from './index-names.ts';
import { namedDocuments } from './named-documents.ts';
import { sealLibrary } from './sealed-library.ts';
import type { Reader } from './reading/read-in-child.ts';
import type { OriginSpan } from './reading/reading.ts';
import { readVersion, recognitionQueue } from './read-version.ts';
import { claimPlace, type ReceivedFile, readingQueue, receiveFile } from './receive.ts';
import type { Checking } from '../store/checking.ts';
import { checkOriginals } from './check-originals.ts';
import { plainOriginals } from './seal-originals.ts';
import { createLibrarySearch, type SearchRequest, type SearchResult } from './search-library.ts';
import type { TokenHash } from './search/token-hash.ts';
import { originIn, parseStoredReading } from './stored-reading.ts';
import type { LibraryTables } from './tables.ts';
import { createValidityOfDocuments, type ValidityOfDocuments } from './validity/document-validity.ts';
import { applyRepeals, repealQueue } from './validity/apply-repeals.ts';
import { libraryUse } from './vectors/call-model.ts';
import type { Asking, Meaning } from './vectors/meaning.ts';

type Output<Name extends keyof typeof operations> = (typeof operations)[Name] extends { reply: { output: infer Schema extends z.ZodType } }
  ? z.infer<Schema>
  : never;

export type { Asking, Meaning, SearchRequest };

export interface KnowledgeDependencies {
  readonly store: Store;
  readonly seal: Seal;
  readonly files: Files;
  readonly jobs: Jobs;
  readonly reader: Reader;
  readonly ledger: Ledger;
  /** What is kept of the tokens of passages. */
  readonly tokenHash: TokenHash;
  /** Where the search index is kept between two runs. */
  readonly searchSnapshotFile?: string;
  /** Search by meaning, where models are set for it; without it words alone count. */
  readonly meaning?: Meaning;
  /** What makes the weekly report; without it none is made. */
  readonly startSchedule?: StartSchedule;
  readonly clock: Clock;
  readonly log: Log;
}

export interface ListingInput extends Omit<DocumentListing, 'among' | 'today'> {
  /** Part of the name or the title. */
  readonly name?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Knowledge {
  importFile(writer: Writer, file: ReceivedFile): Promise<ImportResult>;
  /** Where files of this writer would stand; fails when he may not write there. */
  claimPlace(writer: Writer, place: Parameters<typeof claimPlace>[2]): ReturnType<typeof claimPlace>;
  /** The file is no longer where the document came from: editors are told, and nothing else happens to it. */
  noteOriginGone(id: DocumentId, source: SourceId): Promise<void>;
  listCollections(scope: Scope): Promise<Output<'listCollections'>>;
  listDocuments(scope: Scope, input: ListingInput): Promise<Output<'listDocuments'>>;
  getDocument(scope: Scope, id: DocumentId): Promise<Output<'getDocument'>>;
  updateDocument(writer: Writer, id: DocumentId, change: DocumentChange): Promise<{ document: Document }>;
  setDeleted(writer: Writer, id: DocumentId, isDeleted: boolean): Promise<{ document: Document }>;
  readAgain(writer: Writer, id: DocumentId): Promise<{ document: Document }>;
  /** Opens a document that waits for its password; it is read in the background. */
  givePassword(writer: Writer, id: DocumentId, password: string): Promise<{ document: Document }>;
  readAllAgain(writer: Writer, ids: readonly DocumentId[]): Promise<{ queued: number }>;
  getReadingText(scope: Scope, id: VersionId): Promise<Output<'getReadingText'>>;
  /** What changed from one version to the other. */
  compareVersions(scope: Scope, before: VersionId, after: VersionId): Promise<Comparison>;
  listPassages(scope: Scope, id: VersionId, cursor: string | undefined, limit: number): Promise<Output<'listPassages'>>;
  /** The passages just before and just after those given. */
  findNeighbours(scope: Scope, passages: readonly Passage[]): Promise<Passage[]>;
  /** The stored reading text between two offsets and where it stands in the original. */
  readSpan(scope: Scope, id: VersionId, start: number, end: number): Promise<{ text: string; origin: OriginSpan[] }>;
  /** Which of these versions the scope may read. */
  readableVersions(scope: Scope, ids: readonly VersionId[]): Promise<ReadonlySet<VersionId>>;
  /** Names of documents ever imported, by anybody and also deleted since: at most `limit`. */
  namesEverImported(limit: number): Promise<string[]>;
  /** What any document is called and where it stands, under quarantine too: for who keeps it from everybody. */
  describeAny(id: DocumentId): Promise<{ name: string; grade: Grade; department: string | null } | undefined>;
  /** Documents that the scope may read, their passages, and how many are rejected or still wait to be read. */
  countAll(scope: Scope): Promise<LibrarySize>;
  /** Each reading of an original is on record. */
  getOriginal(caller: Pick<Caller, 'person' | 'by' | 'scope'>, id: VersionId): Promise<FileReply & { readonly bytes: Uint8Array }>;
  search(scope: Scope, request: SearchRequest): Promise<SearchResult>;
  /** The same, by this person: what goes to a model for it is on record first, as content whose grade nobody declared. */
  searchAs(caller: Caller, request: SearchRequest): Promise<SearchResult>;
  /** Keeps what the next start can use; before the store is closed. */
  close(): Promise<void>;
  /** What official documents say of themselves. */
  readonly elements: DocumentElements;
  /** When documents count, what they rest on, and what rests on them. */
  readonly validity: ValidityOfDocuments;
  /** What editors should look into. */
  readonly desk: Desk;
  /** How much each department may keep. */
  readonly limits: LibraryLimits;
  /** Deleted documents, until they are gone for good. */
  readonly deleted: Kept;
  /** Originals of before files were sealed. */
  readonly plainOriginals: SealedStock;
  /** Looks for originals that are damaged or gone. */
  checkOriginals(): Checking;
  /** Compares what is searched with the database; what differs is made anew. */
  checkSearch(): Checking;
}

/** Starts the reading of queued files, so a crash before this call is made good by it. */
export async function createKnowledge(dependencies: KnowledgeDependencies): Promise<Knowledge> {
  const { store, seal, files, jobs, reader, ledger, tokenHash: hash, searchSnapshotFile, meaning, clock, log } = dependencies;
  const library: Library = store.tables<LibraryTables>();
  const sealed = sealLibrary(seal);
  const { presentDocument, presentPassage, presentVersion } = createPresenter(sealed);
  await indexNames(library, sealed);
  const search = createLibrarySearch({ library, sealed, hash, snapshotFile: searchSnapshotFile, meaning, clock, log });
  const reading = { library, sealed, files, reader, hash, jobs, ledger, clock, log };
  await jobs.start({
    name: readingQueue,
    work: (subject) => readVersion(reading, subject as VersionId),
  });
  await jobs.start({
    name: recognitionQueue,
    work: (subject) => readVersion(reading, subject as VersionId, 'recognise'),
  });
  await jobs.start({
    name: repealQueue,
    work: (subject) =>
      applyRepeals({ library, sealed, ledger, findNamed: (isWanted) => search.named('all', isWanted) }, subject as VersionId),
  });
  await startIndexingAgain(jobs, { library, sealed, hash, log });

  const desk = createDesk({ library, sealed, ledger, clock, log, startSchedule: dependencies.startSchedule ?? noSchedule });
  const today = (): string => todayInChina(clock);
  const present = async (rows: readonly DocumentRow[]): Promise<Document[]> => {
    const latest = await latestVersions(
      library,
      rows.map(({ id }) => id),
    );
    return rows.flatMap((row) => {
      const version = latest.get(row.id);
      return version ? [presentDocument(row, presentVersion(version, today()))] : [];
    });
  };
  const mustFind = async (scope: Scope, id: DocumentId): Promise<DocumentRow> =>
    (await findDocument(library, scope, id)) ?? missing('document 文档');
  const mustWrite = async (writer: Writer, id: DocumentId): Promise<void> => refuseUnlessWritable(writer, await mustFind(writer.scope, id));
  const show = async (scope: Scope, id: DocumentId): Promise<{ document: Document }> => {
    // Of a document that is hidden nothing more is read, so that it takes no longer than one that never was.
    await mustFind(scope, id);
    // The version before the row that is shown: one seen with a version that is ready then also has the title which that brought.
    const version = (await latestVersions(library, [id])).get(id);
    const row = await mustFind(scope, id);
    return version ? { document: presentDocument(row, presentVersion(version, today())) } : missing('document 文档');
  };
  const mustFindVersion = async (scope: Scope, id: VersionId) => (await findVersion(library, scope, id)) ?? missing('version 版本');
  const mustFindReading = async (scope: Scope, id: VersionId) =>
    parseStoredReading(sealed.version.openReading(id, (await findReading(library, scope, id)) ?? missing('reading text 正文')));

  const side = async (scope: Scope, id: VersionId) => {
    const { number, document_id: documentId, title } = await mustFindVersion(scope, id);
    return {
      shown: { versionId: id, number, title: sealed.document.openTitle(documentId, title) },
      reading: await mustFindReading(scope, id),
    };
  };

  return {
    async importFile(writer, file) {
      const receipt = await receiveFile({ library, sealed, files, jobs, ledger, clock }, writer, file);
      const { document } = await show(including(writer.scope, receipt.accessClassId), receipt.documentId);
      const duplicate = receipt.duplicateOf && (await findDocument(library, writer.scope, receipt.duplicateOf));
      return {
        outcome: receipt.outcome,
        document,
        duplicateOf: duplicate ? { id: duplicate.id, name: sealed.document.openName(duplicate.id, duplicate.name) } : null,
      };
    },
    claimPlace: (writer, place) => claimPlace(library, writer, place, clock.now()),
    noteOriginGone: (id, source) => noteOriginGone({ library, ledger }, id, source, clock.now()),
    async listCollections(scope) {
      return { collections: await listCollectionRows(library, scope), departments: await listDepartments(library, scope) };
    },
    async listDocuments(scope, { limit, cursor, name, ...filters }) {
      const listing = { ...filters, today: today() };
      const found = name === undefined || name === '' ? undefined : await namedDocuments(library, sealed, scope, listing, name);
      const within = { ...listing, among: found };
      const rows = await listDocumentRows(library, scope, within, limit + 1, decodeCursor(documentIdSchema, cursor));
      const { page, nextCursor } = pageOf(rows, limit, ({ id }) => id);
      return { documents: await present(page), nextCursor, total: found?.length ?? (await countDocuments(library, scope, listing)) };
    },
    async getDocument(scope, id) {
      const { document } = await show(scope, id);
      return { document, versions: (await versionsOf(library, [id])).map((row) => presentVersion(row, today())) };
    },
    async updateDocument(writer, id, change) {
      await mustWrite(writer, id);
      const { accessClassId } = await changeDocument({ library, sealed, ledger }, writer, id, change, clock.now());
      return show(including(writer.scope, accessClassId), id);
    },
    async setDeleted(writer, id, isDeleted) {
      await mustWrite(writer, id);
      await setDocumentDeleted({ library, sealed, ledger }, writer, id, isDeleted ? clock.now() : null);
      return show(writer.scope, id);
    },
    async readAgain(writer, id) {
      await mustWrite(writer, id);
      await queueReading({ library, sealed, ledger }, jobs, writer, id);
      return show(writer.scope, id);
    },
    async givePassword(writer, id, password) {
      await mustWrite(writer, id);
      await givePassword({ library, sealed, ledger }, jobs, writer, { id, password, now: clock.now() });
      return show(writer.scope, id);
    },
    async readAllAgain(writer, ids) {
      for (const id of ids) await mustWrite(writer, id);
      for (const id of ids) await queueReading({ library, sealed, ledger }, jobs, writer, id);
      return { queued: ids.length };
    },
    async getReadingText(scope, id) {
      const version = await mustFindVersion(scope, id);
      const { text, paragraphs, pages } = await mustFindReading(scope, id);
      const { document_id: documentId } = version;
      const title = sealed.document.openTitle(documentId, version.title);
      return { version: presentVersion(version, today()), documentId, title, text, paragraphs, pages };
    },
    async compareVersions(scope, before, after) {
      const [left, right] = [await side(scope, before), await side(scope, after)];
      return { before: left.shown, after: right.shown, rows: compareTexts(left.reading, right.reading) };
    },
    async listPassages(scope, id, cursor, limit) {
      const rows = await passagesOfVersion(library, scope, id, decodeCursor(ordinalCursor, cursor) ?? -1, limit + 1);
      const { page, nextCursor } = pageOf(rows, limit, ({ ordinal }) => String(ordinal));
      return { passages: page.map(presentPassage), nextCursor };
    },
    async findNeighbours(scope, passages) {
      const places = passages.map(({ versionId, ordinal }) => ({ version_id: versionId, ordinal }));
      return (await neighboursOf(library, scope, places)).map(presentPassage);
    },
    async readSpan(scope, id, start, end) {
      const reading = await mustFindReading(scope, id);
      return { text: reading.text.slice(start, end), origin: originIn(reading, start, end) };
    },
    readableVersions: (scope, ids) => readableVersions(library, scope, ids),
    namesEverImported: async (limit) =>
      (await library.selectFrom('document').select(['id', 'name']).limit(limit).execute()).map(({ id, name }) =>
        sealed.document.openName(id, name),
      ),
    async describeAny(id) {
      const row = await findDocument(library, 'all', id);
      if (!row) return undefined;
      const name = `${sealed.document.openTitle(id, row.title)} (${sealed.document.openName(id, row.name)})`;
      return { name, grade: row.grade, department: row.department || null };
    },
    countAll: (scope) => countLibrary(library, scope),
    async getOriginal(caller, id) {
      const { sha256, name, format, document_id: documentId } = await mustFindVersion(caller.scope, id);
      const bytes = await files.get(sha256);
      await ledger.append({ ...entryOf('original-read', caller, documentId), details: { version: id, address: sha256 } });
      return {
        bytes,
        mediaType: format === 'pdf' ? 'application/pdf' : 'application/octet-stream',
        fileName: sealed.document.openName(documentId, name),
      };
    },
    search: search.search,
    searchAs: (caller, request) => search.search(caller.scope, { ...request, asking: askingFor(caller, ledger) }),
    async close() {
      await desk.stop();
      await search.close();
    },
    elements: createDocumentElements({ library, sealed, ledger, clock }),
    validity: createValidityOfDocuments({ library, sealed, ledger, clock, findNamed: search.named }),
    desk,
    limits: createLibraryLimits({ library, ledger }),
    deleted: keptDocuments(library, files, ledger),
    plainOriginals: plainOriginals(library, files),
    checkOriginals: () => checkOriginals(library, files),
    checkSearch: search.check,
  };
}

/** Outside of a run nobody has declared what people type. */
function askingFor(caller: Caller, ledger: Ledger): Asking {
  return {
    label: unknownGrade,
    scenario: libraryUse,
    priority: 'interactive',
    beforeCall: async (model, label) => {
      await ledger.append({
        action: 'search-sent',
        outcome: 'begun',
        actor: actorOf(caller),
        subject: { kind: 'model', id: model },
        details: { label },
      });
    },
  };
}

const ordinalCursor = z.coerce.number().int();

function missing(what: string): never {
  throw new AppError('not-found', { what });
}
