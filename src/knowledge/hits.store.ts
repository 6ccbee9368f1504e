// What is shown of found passages. The scope is checked again here: an id alone opens nothing.
import type { Scope } from '../access/scope.ts';
import type { Grade } from '../base/grade.ts';
import type { PassageId } from '../base/ids.ts';
import { departmentName, type Library } from './library.store.ts';
import { shownColumns } from './passages.store.ts';
import type { PassageRow } from './present.ts';
import { readableBy } from './scope-filter.ts';

export interface HitRow extends PassageRow {
  readonly name: string;
  readonly title: string;
  readonly department: string;
  readonly grade: Grade;
  readonly collection_name: string;
  readonly version_number: number;
  readonly document_number: string | null;
  readonly effective_on: string | null;
  readonly expired_on: string | null;
  readonly replaced_at: Date | null;
}

export async function hitsById(library: Library, scope: Scope, ids: readonly PassageId[]): Promise<Map<PassageId, HitRow>> {
  if (ids.length === 0) return new Map();
  const rows = await library
    .selectFrom('passage')
    .innerJoin('document', 'document.id', 'passage.document_id')
    .innerJoin('collection', 'collection.id', 'document.collection_id')
    .innerJoin('access_class', 'access_class.id', 'document.access_class_id')
    .leftJoin('department', 'department.id', 'access_class.department_id')
    .innerJoin('document_version', 'document_version.id', 'passage.version_id')
    .where('passage.id', 'in', [...ids])
    .where(readableBy(scope))
    .select(shownColumns)
    .select([
      'document.name',
      'document.title',
      departmentName.as('department'),
      'access_class.grade',
      'collection.name as collection_name',
    ])
    .select([
      'document_version.number as version_number',
      'document_version.document_number',
      'document_version.effective_on',
      'document_version.expired_on',
      'document_version.replaced_at',
    ])
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
