// Queries on passages. Reading takes the caller's scope.
import { sql, type SqlBool } from 'kysely';
import type { Scope } from '../access/scope.ts';
import type { VersionId } from '../base/ids.ts';
import type { Library } from './library.store.ts';
import type { PassageRow } from './present.ts';
import { readableBy } from './scope-filter.ts';

/** What is shown of a passage: all but its tokens. */
export const shownColumns = [
  'passage.id',
  'passage.document_id',
  'passage.version_id',
  'passage.ordinal',
  'passage.heading_path',
  'passage.paragraph',
  'passage.page',
  'passage.reading_start',
  'passage.reading_end',
  'passage.text',
  'passage.origin',
] as const;

function passages(library: Library, scope: Scope) {
  return library
    .selectFrom('passage')
    .innerJoin('document', 'document.id', 'passage.document_id')
    .where(readableBy(scope))
    .select(shownColumns);
}

export async function passagesOfVersion(
  library: Library,
  scope: Scope,
  versionId: VersionId,
  afterOrdinal: number,
  limit: number,
): Promise<PassageRow[]> {
  return passages(library, scope)
    .where('passage.version_id', '=', versionId)
    .where('passage.ordinal', '>', afterOrdinal)
    .orderBy('passage.ordinal')
    .limit(limit)
    .execute();
}

/** The passages just before and just after those given, in the same version. */
export async function neighboursOf(
  library: Library,
  scope: Scope,
  places: readonly Pick<PassageRow, 'version_id' | 'ordinal'>[],
): Promise<PassageRow[]> {
  if (places.length === 0) return [];
  const isBeside = places.map(
    (place) => sql<SqlBool>`(passage.version_id = ${place.version_id} and passage.ordinal in (${place.ordinal - 1}, ${place.ordinal + 1}))`,
  );
  return passages(library, scope)
    .where((where) => where.or(isBeside))
    .orderBy('passage.version_id')
    .orderBy('passage.ordinal')
    .execute();
}
