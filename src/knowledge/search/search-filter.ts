// Which versions a search may look into, as a condition inside the query: nothing outside it is ever ranked or counted.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Scope } from '../../access/scope.ts';
import type { Grade } from '../../base/grade.ts';
import type { CollectionId } from '../../base/ids.ts';
import { isFree, readableBy } from '../scope-filter.ts';

export interface VersionCondition {
  /** On `document` and `document_version`, joined under their own names. */
  readonly sql: Condition;
}
type Condition = RawBuilder<SqlBool>;

export interface SearchFilter {
  readonly collectionIds?: readonly CollectionId[] | undefined;
  readonly department?: string | undefined;
  readonly grade?: Grade | undefined;
  /** In force on this day: from its first day in force until the day before it expires. Undefined: whatever its validity. */
  readonly asOf: string | undefined;
  readonly publishedFrom?: string | undefined;
  readonly publishedTo?: string | undefined;
}

export function searchableVersions(scope: Scope, filter: SearchFilter): VersionCondition {
  return { sql: allOf([...documentConditions(scope, filter), ...versionConditions(filter)]) };
}

function documentConditions(scope: Scope, { collectionIds, department, grade }: SearchFilter): Condition[] {
  const conditions: Condition[] = [readableBy(scope), isFree, sql`document.deleted_at is null`];
  if (collectionIds !== undefined) conditions.push(sql`document.collection_id = any(${[...collectionIds]}::uuid[])`);
  if (grade !== undefined) conditions.push(sql`document.access_class_id in (select id from access_class where grade = ${grade})`);
  if (department !== undefined)
    conditions.push(sql`document.access_class_id in (select access_class.id from access_class
      join department on department.id = access_class.department_id where department.name = ${department})`);
  return conditions;
}

function versionConditions({ asOf, publishedFrom, publishedTo }: SearchFilter): Condition[] {
  const conditions: Condition[] = [sql`document_version.state = 'ready'`, sql`document_version.replaced_at is null`];
  if (asOf !== undefined) {
    conditions.push(sql`(document_version.effective_on is null or document_version.effective_on <= ${asOf}::date)`);
    conditions.push(sql`(document_version.expired_on is null or document_version.expired_on > ${asOf}::date)`);
  }
  if (publishedFrom !== undefined) conditions.push(sql`document_version.published_on >= ${publishedFrom}::date`);
  if (publishedTo !== undefined) conditions.push(sql`document_version.published_on <= ${publishedTo}::date`);
  return conditions;
}

function allOf(conditions: readonly Condition[]): Condition {
  return sql`(${sql.join(conditions, sql` and `)})`;
}
