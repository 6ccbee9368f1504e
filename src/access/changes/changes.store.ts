// Change requests in the database.
import type { ColumnType, Kysely } from 'kysely';
import type { ChangeId, PersonId } from '../../base/ids.ts';

export type ChangeState = 'waiting' | 'applied' | 'rejected' | 'withdrawn' | 'expired';

export interface ChangeTables {
  change_request: {
    id: ChangeId;
    kind: string;
    subject: string;
    payload: ColumnType<unknown, string, never>;
    reason: string;
    state: ChangeState;
    proposed_by: PersonId;
    proposed_at: Date;
    expires_at: Date;
    decided_by: PersonId | null;
    decided_at: Date | null;
    note: string | null;
  };
  person: { id: PersonId; display_name: string };
}

function changes(database: Kysely<ChangeTables>) {
  return database
    .selectFrom('change_request')
    .innerJoin('person as proposer', 'proposer.id', 'change_request.proposed_by')
    .leftJoin('person as decider', 'decider.id', 'change_request.decided_by')
    .selectAll('change_request')
    .select(['proposer.display_name as proposer_name', 'decider.display_name as decider_name']);
}
export type ChangeRow = Awaited<ReturnType<typeof listChangeRows>>[number];

/** Newest first. */
export async function listChangeRows(database: Kysely<ChangeTables>, states: readonly ChangeState[], limit: number) {
  return changes(database)
    .where('change_request.state', 'in', [...states])
    .orderBy('change_request.id', 'desc')
    .limit(limit)
    .execute();
}

export async function findChangeRow(database: Kysely<ChangeTables>, id: ChangeId): Promise<ChangeRow | undefined> {
  return changes(database).where('change_request.id', '=', id).executeTakeFirst();
}

/** Requests whose time is over no longer wait. */
export async function expireChanges(database: Kysely<ChangeTables>, now: Date): Promise<void> {
  await database
    .updateTable('change_request')
    .set({ state: 'expired', decided_at: now })
    .where('state', '=', 'waiting')
    .where('expires_at', '<=', now)
    .execute();
}

/** Ends a waiting request; false when somebody else was faster. */
export async function endChange(
  database: Kysely<ChangeTables>,
  id: ChangeId,
  end: { readonly state: ChangeState; readonly decided_by: PersonId; readonly decided_at: Date; readonly note: string | null },
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('change_request')
    .set(end)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The reasons and notes of all requests about a subject but the one that is being decided on. */
export async function eraseReasonsAbout(database: Kysely<ChangeTables>, subject: string): Promise<void> {
  await database
    .updateTable('change_request')
    .set({ reason: '', note: null })
    .where('subject', '=', subject)
    .where('kind', '<>', 'person-erasure')
    .execute();
}
