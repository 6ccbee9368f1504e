// What the caller may read, as a condition on `document`: it stands inside every query of this room.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Scope } from '../access/access.ts';

/** For queries in which `document` is joined under its own name. */
export function readableBy(scope: Scope): RawBuilder<SqlBool> {
  const departments = scope.departments === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`document.department = any(${[...scope.departments]}::text[])`;
  return sql<SqlBool>`(document.grade = any(${[...scope.grades]}::text[]) and ${departments})`;
}

