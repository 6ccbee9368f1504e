// What the caller may read, as a condition on `document`: it stands inside every query of this room.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Scope } from '../access/access.ts';
import type { Grade } from '../base/grade.ts';

/** For queries in which `document` is joined under its own name. */
export function readableBy(scope: Scope): RawBuilder<SqlBool> {
  const departments =
    scope.departments === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`document.department = any(${[...scope.departments]}::text[])`;
  return sql<SqlBool>`(document.grade = any(${[...scope.grades]}::text[]) and ${departments})`;
}

/** The same for a document at hand. */
export function isReadable(scope: Scope, { grade, department }: { readonly grade: Grade; readonly department: string }): boolean {
  return scope.grades.includes(grade) && (scope.departments === 'all' || scope.departments.includes(department));
}
