// Denials counted by who was denied, within windows of five minutes.
import { type Kysely, sql } from 'kysely';

export interface DenialTables {
  access_denial: { actor: string; began_at: Date; denied: number };
}

const windowMs = 5 * 60_000;

/** How many it are in the window with this one. */
export async function countDenial(database: Kysely<DenialTables>, actor: string, now: Date): Promise<number> {
  const isOver = sql<boolean>`access_denial.began_at <= ${new Date(now.getTime() - windowMs)}`;
  const { denied } = await database
    .insertInto('access_denial')
    .values({ actor, began_at: now, denied: 1 })
    .onConflict((conflict) =>
      conflict.column('actor').doUpdateSet({
        began_at: sql<Date>`case when ${isOver} then ${now}::timestamptz else access_denial.began_at end`,
        denied: sql<number>`case when ${isOver} then 1 else access_denial.denied + 1 end`,
      }),
    )
    .returning('denied')
    .executeTakeFirstOrThrow();
  return denied;
}
