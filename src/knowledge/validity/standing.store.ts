// How versions stand: what they are called, when they count, and where their documents are. Unscoped: callers have checked, or are the importer.
import type { Grade } from '../../base/grade.ts';
import type { DepartmentId, DocumentId, VersionId } from '../../base/ids.ts';
import type { Library } from '../library.store.ts';
import type { LibrarySeal } from '../sealed-library.ts';

export interface VersionStanding {
  readonly id: VersionId;
  readonly documentId: DocumentId;
  readonly title: string;
  readonly number: string | null;
  readonly publishedOn: string | null;
  readonly effectiveOn: string | null;
  readonly expiredOn: string | null;
  readonly isReplaced: boolean;
}

export async function standingOf(library: Library, sealed: LibrarySeal, ids: readonly VersionId[]): Promise<VersionStanding[]> {
  if (ids.length === 0) return [];
  const rows = await library
    .selectFrom('document_version')
    .innerJoin('document', 'document.id', 'document_id')
    .where('document_version.id', 'in', [...ids])
    .where('state', '=', 'ready')
    .select(['document_version.id', 'document_id', 'title', 'document_number', 'published_on', 'effective_on', 'expired_on', 'replaced_at'])
    .execute();
  return rows.map((row) => ({
    id: row.id,
    documentId: row.document_id,
    title: sealed.document.openTitle(row.document_id, row.title),
    number: sealed.version.openNumber(row.id, row.document_number),
    publishedOn: row.published_on,
    effectiveOn: row.effective_on,
    expiredOn: row.expired_on,
    isReplaced: row.replaced_at !== null,
  }));
}

export interface Placed {
  readonly grade: Grade;
  readonly departmentId: DepartmentId | null;
  /** From the root down to the department itself. */
  readonly path: readonly DepartmentId[];
}

export async function placesOfDocuments(library: Library, ids: readonly DocumentId[]): Promise<Map<DocumentId, Placed>> {
  const rows = await library
    .selectFrom('document')
    .innerJoin('access_class', 'access_class.id', 'document.access_class_id')
    .leftJoin('department', 'department.id', 'access_class.department_id')
    .where('document.id', 'in', [...ids])
    .select(['document.id', 'access_class.grade', 'access_class.department_id as departmentId', 'department.path'])
    .execute();
  return new Map(rows.map(({ id, grade, departmentId, path }) => [id, { grade, departmentId, path: path ?? [] }]));
}
