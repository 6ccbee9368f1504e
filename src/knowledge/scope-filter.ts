// What the caller may read, as a condition on `document`: it stands inside every query of this room.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Scope } from '../access/scope.ts';

/** Not under quarantine: what is, nobody finds, quotes or opens. The one person of a solo site, who placed it, may look at it. */
export const isFree: RawBuilder<SqlBool> = sql<SqlBool>`document.quarantined_at is null`;

/** For queries in which `document` is joined under its own name. */
export function readableBy(scope: Scope): RawBuilder<SqlBool> {
  return scope === 'all' ? sql<SqlBool>`true` : sql<SqlBool>`(document.access_class_id = any(${[...scope]}::uuid[]) and ${isFree})`;
}
