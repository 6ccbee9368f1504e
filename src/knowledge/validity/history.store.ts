// The versions of a document that were read, newest first. The caller has checked that the document may be read.
import type { DocumentId, VersionId } from '../../base/ids.ts';
import type { Library } from '../library.store.ts';
import type { LibrarySeal } from '../sealed-library.ts';
import { parseKept, presentElements } from '../settled-elements.ts';
import type { HistoryVersion } from './history.ts';

export async function historyOf(library: Library, { version }: LibrarySeal, id: DocumentId): Promise<HistoryVersion[]> {
  const rows = await library
    .selectFrom('document_version')
    .where('document_id', '=', id)
    .where('state', '=', 'ready')
    .select([
      'id',
      'number',
      'published_on',
      'effective_on',
      'expired_on',
      'dates_given',
      'replaced_at',
      'repealed_by',
      'elements',
      'settled',
    ])
    .orderBy('number', 'desc')
    .execute();
  const sourceOf = (versionId: VersionId, elements: unknown, settled: unknown) =>
    presentElements(parseKept(version.openElements(versionId, elements), version.openSettled(versionId, settled))).find(
      ({ name }) => name === 'effectiveFrom',
    )?.source;
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    publishedOn: row.published_on,
    effectiveOn: row.effective_on,
    expiredOn: row.expired_on,
    isReplaced: row.replaced_at !== null,
    repealedBy: row.repealed_by,
    origin: row.effective_on === null ? null : row.dates_given ? 'given' : (sourceOf(row.id, row.elements, row.settled) ?? 'read'),
  }));
}
