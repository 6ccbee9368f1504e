// What the caller may read, as a condition on `document`: it stands inside every query of this room.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Scope } from '../access/scope.ts';

/** For queries in which `document` is joined under its own name. */
export function readableBy(scope: Scope): RawBuilder<SqlBool> {
  return scope === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`document.access_class_id = any(${[...scope]}::uuid[])`;
}
