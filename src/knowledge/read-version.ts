// The background half of an import: read the stored bytes, write the passages, and only then let the version be searched.
// Safe to run again after a crash at any point: passages of an unfinished attempt are cleared first.
import type { Transaction } from 'kysely';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { type DocumentId, newId, passageIdSchema, type VersionId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Files } from '../store/files.ts';
import type { Jobs } from '../store/jobs.ts';
import { runWithin } from '../store/store.ts';
import { elementsOfPredecessor } from './elements.store.ts';
import type { Library } from './library.store.ts';
import { asideAs, passwordAfter, type PasswordKept } from './locked-versions.ts';
import { originOf } from './reading/origin-map.ts';
import type { SourceFile } from './reading/parse-file.ts';
import type { Reader } from './reading/read-in-child.ts';
import { betterOf, hasPictures } from './reading/read-with-ocr.ts';
import type { DocumentFormat, ReadOutcome, RejectionReason } from './reading/reading.ts';
import { likenessOf } from './desk/likeness.ts';
import type { LibrarySeal } from './sealed-library.ts';
import { retireSuperseded } from './retire-versions.ts';
import { setTitle } from './set-title.ts';
import { isStateSecret, raiseToMark } from './secrecy-mark.ts';
import { carriedOver, countUnsettled, factsAsSettled, type KeptElements, onePerName, parseKept, valueOf } from './settled-elements.ts';
import { segmentForIndex } from './search/segment.ts';
import { packTokens, type TokenHash } from './search/token-hash.ts';
import type { LibraryTables } from './tables.ts';
import { repealQueue } from './validity/apply-repeals.ts';
import { writeCitations } from './validity/citations.store.ts';

export interface ReadVersionDependencies {
  readonly library: Library;
  readonly sealed: LibrarySeal;
  readonly files: Files;
  readonly reader: Reader;
  readonly hash: TokenHash;
  readonly jobs: Jobs;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
}

type Read = Extract<ReadOutcome, { kind: 'read' }>;

// PGlite answers one statement at a time: a small batch keeps a search that waits behind it under its latency bar.
const passagesPerInsert = 16;

/** Pictures wait in a queue of their own, so that files with a text of their own need not wait behind them. */
export const recognitionQueue = 'recognise-version';

export async function readVersion(
  dependencies: ReadVersionDependencies,
  versionId: VersionId,
  pass: 'read' | 'recognise' = 'read',
): Promise<void> {
  const { library, sealed, files, log } = dependencies;
  const version = await library
    .selectFrom('document_version')
    .innerJoin('document', 'document.id', 'document_id')
    .innerJoin('access_class', 'access_class.id', 'document.access_class_id')
    .where('document_version.id', '=', versionId)
    .select(['document_version.id', 'state', 'sha256', 'document.id as documentId', 'document.name', 'number', 'settled', 'grade'])
    .select(['password', 'password_failures as failures'])
    .executeTakeFirst();
  if (!version || (version.state !== 'queued' && version.state !== 'reading')) return;
  await library
    .updateTable('document_version')
    .set({ state: 'reading', progress: 0, seconds_left: null })
    .where('id', '=', versionId)
    .execute();
  await library.deleteFrom('passage').where('version_id', '=', versionId).execute();

  const bytes = await storedBytes(files, version.sha256, versionId, log);
  const name = sealed.document.openName(version.documentId, version.name);
  const password = sealed.version.openPassword(version.id, version.password);
  const file = { name, bytes, grade: version.grade, ...(password !== undefined && { password }) };
  const outcome = bytes ? await readBytes(dependencies, versionId, { ...file, bytes }, pass) : damaged;
  if (outcome === 'to-be-recognised') return dependencies.jobs.enqueue(recognitionQueue, versionId);
  const isGiven = password !== undefined;
  const tried = passwordAfter(outcome, { isGiven, failures: version.failures, now: dependencies.clock.now() });
  if (outcome.kind === 'rejected') return putAside(dependencies, version, { ...asideAs(outcome, isGiven), tried });
  const kept = await keptElements(dependencies, version, outcome);
  const mark = valueOf(kept, 'secrecy');
  const likeness = isStateSecret(mark) ? new Uint8Array() : await writePassages(dependencies, versionId, version.documentId, outcome);
  const refusal = await library.transaction().execute(async (transaction): Promise<Refusal | undefined> => {
    await transaction.selectFrom('document').select('id').where('id', '=', version.documentId).forUpdate().execute();
    const isRaised = await raiseToMark(transaction, dependencies.ledger, version.documentId, mark, readingActor, dependencies.clock.now());
    if (isStateSecret(mark)) return 'state-secret';
    if (!isRaised) return 'name-taken';
    await publish(transaction, dependencies, versionId, outcome, { ...kept, tried }, likeness);
    await writeCitations(transaction, sealed, versionId, outcome.references);
    await dependencies.jobs.enqueue(repealQueue, versionId, runWithin(transaction));
    return undefined;
  });
  if (refusal) await putAside(dependencies, version, { state: 'rejected', reason: refusal, format: outcome.format, tried }, kept);
}

/** Of the progress of an import: the rest is writing the passages. */
const readingShare = 0.8;

const damaged = { kind: 'rejected', reason: 'damaged' } as const satisfies ReadOutcome;

async function readBytes(
  { library, reader, clock, log }: ReadVersionDependencies,
  versionId: VersionId,
  file: SourceFile,
  pass: 'read' | 'recognise',
): Promise<ReadOutcome | 'to-be-recognised'> {
  const startedAt = clock.now().getTime();
  let written: Promise<unknown> = Promise.resolve();
  const onPage = (done: number, pages: number): void => {
    const seconds_left = Math.ceil(((clock.now().getTime() - startedAt) / done / 1_000) * (pages - done));
    const set = { progress: readingShare * (done / pages), page_count: pages, seconds_left: pass === 'recognise' ? seconds_left : null };
    written = written
      .then(() => library.updateTable('document_version').set(set).where('id', '=', versionId).execute())
      .catch((error: unknown) => log.debug('progress-not-written', { cause: String(error) }));
  };
  const recognised = pass === 'recognise' ? await reader.recognise?.(file, onPage) : undefined;
  await written;
  if (recognised) await library.updateTable('document_version').set({ seconds_left: null }).where('id', '=', versionId).execute();
  if (recognised?.kind === 'read') return recognised;
  const read = await reader.read(file, onPage);
  const outcome = recognised ? betterOf(recognised, read) : read;
  await written;
  if (pass !== 'read' || reader.recognise === undefined || !hasPictures(outcome)) return outcome;
  await library.updateTable('document_version').set({ progress: 0 }).where('id', '=', versionId).execute();
  return 'to-be-recognised';
}

const readingActor = { kind: 'system', id: 'reading' } as const;

/** Why the library does not take what could be read: a state secret, or a grade at which a document of that name is already. */
type Refusal = 'state-secret' | 'name-taken';

interface VersionToRead {
  readonly id: VersionId;
  readonly documentId: DocumentId;
  readonly number: number;
  readonly settled: unknown;
}

/** What was read now, with what people said of this version and, where it still holds, of the one before. */
async function keptElements(
  { library, sealed }: ReadVersionDependencies,
  { id, documentId, number, settled }: VersionToRead,
  { elements }: Read,
): Promise<KeptElements> {
  const own = parseKept(onePerName(elements), sealed.version.openSettled(id, settled));
  return { ...own, settled: carriedOver(await elementsOfPredecessor(library, sealed, documentId, number), own) };
}

interface Aside {
  readonly state: 'locked' | 'rejected';
  readonly reason: RejectionReason | Refusal | 'lock-unknown';
  readonly format: DocumentFormat | undefined;
  readonly tried: PasswordKept;
}

async function putAside(
  { library, sealed, clock, log }: ReadVersionDependencies,
  { id }: VersionToRead,
  { state, reason, format, tried }: Aside,
  kept?: KeptElements,
): Promise<void> {
  await library.deleteFrom('passage').where('version_id', '=', id).execute();
  await library
    .updateTable('document_version')
    .set({
      ...tried,
      state,
      reason,
      read_at: clock.now(),
      format: format ?? null,
      passage_count: 0,
      character_count: 0,
      reading: null,
      flags: [],
      elements: kept ? sealed.version.sealElements(id, kept.read) : null,
    })
    .where('id', '=', id)
    .execute();
  log.info(`version-${state}`, { versionId: id, reason });
}

/** Nothing when the original is gone or damaged: trying again would not bring it back. */
async function storedBytes(files: Files, sha256: string, versionId: VersionId, log: Log): Promise<Uint8Array | undefined> {
  try {
    return await files.get(sha256);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not-found') throw error;
    log.error('original-lost', error, { versionId });
    return undefined;
  }
}

/** Resolves to what the version shares with others. */
async function writePassages(
  { library, sealed, hash }: ReadVersionDependencies,
  versionId: VersionId,
  documentId: LibraryTables['document']['id'],
  { reading, title, passages }: Read,
): Promise<Uint8Array> {
  const allTokens: Uint8Array[] = [];
  for (let from = 0; from < passages.length; from += passagesPerInsert) {
    const batch = passages.slice(from, from + passagesPerInsert);
    await library
      .insertInto('passage')
      .values(
        batch.map((passage) => {
          const id = newId(passageIdSchema);
          const tokens = packTokens(segmentForIndex({ title, headingPath: passage.headingPath, text: passage.text }), hash);
          allTokens.push(tokens);
          return {
            id,
            document_id: documentId,
            version_id: versionId,
            ordinal: passage.ordinal,
            article: passage.article ?? null,
            paragraph: passage.paragraph,
            page: passage.page ?? null,
            reading_start: passage.start,
            reading_end: passage.end,
            tokens,
            ...sealed.passage.seal(id, {
              heading_path: passage.headingPath,
              text: passage.text,
              origin: originOf(reading.originMap, passage.start, passage.end),
            }),
          };
        }),
      )
      .execute();
    await library
      .updateTable('document_version')
      .set({ progress: readingShare + (1 - readingShare) * ((from + batch.length) / passages.length) })
      .where('id', '=', versionId)
      .execute();
  }
  return likenessOf(allTokens);
}

/** In one step: the version becomes searchable and what it replaces stops being so. */
async function publish(
  transaction: Transaction<LibraryTables>,
  { sealed, hash, clock }: ReadVersionDependencies,
  versionId: VersionId,
  { format, encoding, title, reading, facts, pages, passages, flags }: Read,
  { read, settled, tried }: KeptElements & { readonly tried: PasswordKept },
  likeness: Uint8Array,
): Promise<void> {
  const version = await transaction
    .selectFrom('document_version')
    .select(['document_id', 'number', 'dates_given'])
    .where('id', '=', versionId)
    .executeTakeFirstOrThrow();
  const { documentNumber, issuer, publishedOn, effectiveOn } = factsAsSettled(facts, settled);
  const dates = version.dates_given ? {} : { effective_on: effectiveOn, expired_on: facts.expiredOn ?? null };
  await transaction
    .updateTable('document_version')
    .set({
      ...dates,
      ...tried,
      state: 'ready',
      read_at: clock.now(),
      recipe: hash.recipe,
      progress: 1,
      reason: null,
      format,
      encoding: encoding ?? null,
      page_count: pages?.length ?? null,
      passage_count: passages.length,
      character_count: reading.text.length,
      published_on: publishedOn,
      flags: [...flags],
      elements: sealed.version.sealElements(versionId, read),
      settled: sealed.version.sealSettled(versionId, settled),
      unsettled: countUnsettled({ read, settled }),
      likeness,
      ...sealed.version.seal(versionId, {
        document_number: documentNumber,
        issuer,
        reading: { text: reading.text, paragraphs: reading.paragraphs, originMap: reading.originMap, pages: pages ?? [] },
        cleaning: reading.notes,
      }),
    })
    .where('id', '=', versionId)
    .execute();
  const { isNewest } = await retireSuperseded(transaction, version.document_id, version.number, clock.now());
  if (isNewest) await setTitle(transaction, sealed, version.document_id, title, 'reading');
}
