// The background half of an import: read the stored bytes, write the passages, and only then let the version be searched.
// Safe to run again after a crash at any point: passages of an unfinished attempt are cleared first.
import type { Transaction } from 'kysely';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { newId, passageIdSchema, type VersionId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Files } from '../store/files.ts';
import type { Library } from './library.store.ts';
import { originOf } from './reading/origin-map.ts';
import type { Reader } from './reading/read-in-child.ts';
import type { ReadOutcome } from './reading/reading.ts';
import type { LibrarySeal } from './sealed-library.ts';
import { retireSuperseded } from './retire-versions.ts';
import { segmentForIndex } from './search/segment.ts';
import { packTokens, type TokenHash } from './search/token-hash.ts';
import type { LibraryTables } from './tables.ts';

export interface ReadVersionDependencies {
  readonly library: Library;
  readonly sealed: LibrarySeal;
  readonly files: Files;
  readonly reader: Reader;
  readonly hash: TokenHash;
  readonly clock: Clock;
  readonly log: Log;
}

type Read = Extract<ReadOutcome, { kind: 'read' }>;

// PGlite answers one statement at a time: a small batch keeps a search that waits behind it under its latency bar.
const passagesPerInsert = 16;

export async function readVersion(dependencies: ReadVersionDependencies, versionId: VersionId): Promise<void> {
  const { library, sealed, files, reader, hash, clock, log } = dependencies;
  const version = await library
    .selectFrom('document_version')
    .innerJoin('document', 'document.id', 'document_id')
    .where('document_version.id', '=', versionId)
    .select(['state', 'sha256', 'document.id as documentId', 'name'])
    .executeTakeFirst();
  if (!version || version.state === 'ready' || version.state === 'rejected') return;
  await library.updateTable('document_version').set({ state: 'reading', progress: 0 }).where('id', '=', versionId).execute();
  await library.deleteFrom('passage').where('version_id', '=', versionId).execute();

  const bytes = await storedBytes(files, version.sha256, versionId, log);
  const outcome: ReadOutcome = bytes
    ? await reader.read({ name: sealed.document.openName(version.documentId, version.name), bytes })
    : { kind: 'rejected', reason: 'damaged' };
  if (outcome.kind === 'rejected') {
    await library
      .updateTable('document_version')
      .set({
        state: 'rejected',
        reason: outcome.reason,
        format: outcome.format ?? null,
        passage_count: 0,
        character_count: 0,
        reading: null,
      })
      .where('id', '=', versionId)
      .execute();
    log.info('version-rejected', { versionId, reason: outcome.reason });
    return;
  }
  await writePassages(dependencies, versionId, version.documentId, outcome);
  await library.transaction().execute((transaction) => publish(transaction, sealed, versionId, outcome, hash.recipe, clock.now()));
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

async function writePassages(
  { library, sealed, hash }: ReadVersionDependencies,
  versionId: VersionId,
  documentId: LibraryTables['document']['id'],
  { reading, title, passages }: Read,
): Promise<void> {
  for (let from = 0; from < passages.length; from += passagesPerInsert) {
    const batch = passages.slice(from, from + passagesPerInsert);
    await library
      .insertInto('passage')
      .values(
        batch.map((passage) => {
          const id = newId(passageIdSchema);
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
            tokens: packTokens(segmentForIndex({ title, headingPath: passage.headingPath, text: passage.text }), hash),
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
      .set({ progress: (from + batch.length) / passages.length })
      .where('id', '=', versionId)
      .execute();
  }
}

/** In one step: the version becomes searchable and what it replaces stops being so. */
async function publish(
  transaction: Transaction<LibraryTables>,
  sealed: LibrarySeal,
  versionId: VersionId,
  { format, encoding, title, reading, facts, pages, passages }: Read,
  recipe: string,
  now: Date,
): Promise<void> {
  const version = await transaction
    .selectFrom('document_version')
    .select(['document_id', 'number', 'dates_given'])
    .where('id', '=', versionId)
    .executeTakeFirstOrThrow();
  const dates = version.dates_given ? {} : { effective_on: facts.effectiveOn ?? null, expired_on: facts.expiredOn ?? null };
  await transaction
    .updateTable('document_version')
    .set({
      ...dates,
      state: 'ready',
      recipe,
      progress: 1,
      reason: null,
      format,
      encoding: encoding ?? null,
      page_count: pages?.length ?? null,
      passage_count: passages.length,
      character_count: reading.text.length,
      published_on: facts.publishedOn ?? null,
      ...sealed.version.seal(versionId, {
        document_number: facts.documentNumber ?? null,
        issuer: facts.issuer ?? null,
        reading: { text: reading.text, paragraphs: reading.paragraphs, originMap: reading.originMap, pages: pages ?? [] },
        cleaning: reading.notes,
      }),
    })
    .where('id', '=', versionId)
    .execute();
  const { isNewest } = await retireSuperseded(transaction, version.document_id, version.number, now);
  if (isNewest)
    await transaction
      .updateTable('document')
      .set({ title: sealed.document.sealTitle(version.document_id, title) })
      .where('id', '=', version.document_id)
      .where('title_given', '=', false)
      .execute();
}
