// What the editor's desk asks the database, within the caller's scope.
import { sql } from 'kysely';
import type { Scope } from '../../access/scope.ts';
import type { DocumentId, VersionId } from '../../base/ids.ts';
import { type Finding, findings } from '../desk-contract.ts';
import type { Library } from '../library.store.ts';
import { readableBy } from '../scope-filter.ts';
import { findingConditions, latestVersion } from './finding-conditions.ts';

export type FindingCounts = Record<Finding, number>;

export async function countFindings(library: Library, scope: Scope, today: string): Promise<{ documents: number; counts: FindingCounts }> {
  const conditions = findingConditions(today);
  const filters = findings.map((finding) => sql`count(*) filter (where ${conditions[finding]})::int as ${sql.ref(finding)}`);
  const { rows } = await sql<FindingCounts & { documents: number }>`
    select count(*)::int as documents, ${sql.join(filters)}
    from document
    join access_class on access_class.id = document.access_class_id
    join lateral ${latestVersion} latest on true
    where document.deleted_at is null and ${readableBy(scope)}`.execute(library);
  const [row] = rows;
  if (!row) throw new RangeError('An aggregate has one row.');
  const { documents, ...counts } = row;
  return { documents, counts };
}

export interface Likened {
  readonly documentId: DocumentId;
  readonly versionId: VersionId;
  readonly name: string;
  readonly title: string;
  readonly sha256: string;
  readonly likeness: Uint8Array;
}

/** Newest versions that are searched, the newest documents first. */
export async function likenedVersions(library: Library, scope: Scope, limit: number): Promise<Likened[]> {
  const { rows } = await sql<Likened>`
    select document.id as "documentId", latest.id as "versionId", name, title, sha256, likeness
    from document
    join lateral ${latestVersion} latest on true
    where document.deleted_at is null and latest.state = 'ready' and latest.likeness is not null and ${readableBy(scope)}
    order by document.id desc limit ${limit}`.execute(library);
  return rows;
}
