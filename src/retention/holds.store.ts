// Legal holds in the database. Their reasons are sealed.
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely';
import { documentIdSchema, type HoldId, type PersonId, personIdSchema } from '../base/ids.ts';
import type { Held } from '../store/kept.ts';
import type { z } from 'zod';
import type { holdKindSchema } from './contract.ts';

export interface HoldTables {
  legal_hold: {
    id: HoldId;
    kind: z.infer<typeof holdKindSchema>;
    target: string | null;
    begins_at: Date | null;
    ends_at: Date | null;
    reason: string;
    placed_at: Date;
    placed_by: PersonId;
    lifted_at: Date | null;
  };
  person: { id: PersonId; display_name: string };
}
export type HoldsDatabase = Kysely<HoldTables>;
export type HoldRow = Selectable<HoldTables['legal_hold']>;

/** What stands now. */
export async function readHeld(database: HoldsDatabase): Promise<Held> {
  const rows = await database.selectFrom('legal_hold').selectAll().where('lifted_at', 'is', null).execute();
  return {
    documents: rows.flatMap(({ kind, target }) => (kind === 'document' ? [documentIdSchema.parse(target)] : [])),
    people: rows.flatMap(({ kind, target }) => (kind === 'person' ? [personIdSchema.parse(target)] : [])),
    spans: rows.flatMap(({ begins_at: from, ends_at: until }) => (from ? [{ from, until }] : [])),
  };
}

/** The same, and until the transaction ends no other hold can be placed: what is removed in it was not held. */
export async function lockedHeld(transaction: Transaction<HoldTables>): Promise<Held> {
  await sql`lock table legal_hold in share mode`.execute(transaction);
  return readHeld(transaction);
}

function holds(database: HoldsDatabase) {
  return database
    .selectFrom('legal_hold')
    .innerJoin('person as placer', 'placer.id', 'legal_hold.placed_by')
    .leftJoin('person as target_person', 'target_person.id', 'legal_hold.target')
    .selectAll('legal_hold')
    .select(['placer.display_name as placer_name', 'target_person.display_name as target_name']);
}
export type ListedHoldRow = Awaited<ReturnType<typeof listHoldRows>>[number];

/** Newest first. */
export async function listHoldRows(database: HoldsDatabase, which: 'standing' | 'all') {
  const query = holds(database).orderBy('legal_hold.id', 'desc').limit(500);
  return (which === 'all' ? query : query.where('lifted_at', 'is', null)).execute();
}

export async function findHoldRow(database: HoldsDatabase, id: HoldId): Promise<ListedHoldRow | undefined> {
  return holds(database).where('legal_hold.id', '=', id).executeTakeFirst();
}

/** False when the same stands already. */
export async function insertHold(transaction: Transaction<HoldTables>, hold: HoldRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('legal_hold')
    .values(hold)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Nothing when it was lifted already. */
export async function markLifted(transaction: Transaction<HoldTables>, id: HoldId, now: Date): Promise<HoldRow | undefined> {
  return transaction
    .updateTable('legal_hold')
    .set({ lifted_at: now })
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
}

export async function isPerson(database: HoldsDatabase, id: PersonId): Promise<boolean> {
  return (await database.selectFrom('person').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}
