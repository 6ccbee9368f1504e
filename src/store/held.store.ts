// Legal holds as conditions in the queries of the rooms that remove data.
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Held, HeldSpan } from './kept.ts';

/** Whether the time in a column lies in one of the spans. */
export function isInSpan(column: string, spans: readonly HeldSpan[]): RawBuilder<SqlBool> {
  return touchesSpan(sql.ref(column), sql.ref(column), spans);
}

/** Whether what lasted from one time to another touches one of the spans. */
export function touchesSpan(begins: RawBuilder<unknown>, ends: RawBuilder<unknown>, spans: readonly HeldSpan[]): RawBuilder<SqlBool> {
  if (spans.length === 0) return sql<SqlBool>`false`;
  const from = spans.map((span) => span.from.toISOString());
  const until = spans.map((span) => span.until?.toISOString() ?? 'infinity');
  return sql<SqlBool>`exists (select from unnest(${from}::timestamptz[], ${until}::timestamptz[]) as held (begins, ends)
    where ${begins} < held.ends and ${ends} >= held.begins)`;
}

/** Whether the person in a column is held. */
export function isHeldPerson(column: string, { people }: Held): RawBuilder<SqlBool> {
  return sql<SqlBool>`coalesce(${sql.ref(column)} = any(${[...people]}::uuid[]), false)`;
}
