// Keeping only what must be kept: erasing personal texts, and cutting old records off behind a checkpoint. Both are records themselves.
import { sql } from 'kysely';
import type { Appender } from './append.ts';
import type { Entry } from './contract.ts';
import type { LedgerDatabase } from './ledger.store.ts';

type Actor = Entry['actor'];
export interface RetentionDependencies {
  readonly database: LedgerDatabase;
  readonly appendWithin: Appender['appendWithin'];
}

/**
 * Erases the texts beside every record about a subject and, for a person, of what the person did. The records stay: what is left of
 * the texts are commitments that nobody can open any more. Resolves to how many were erased.
 */
export async function eraseDisclosures(
  { database, appendWithin }: RetentionDependencies,
  actor: Actor,
  subject: NonNullable<Entry['subject']>,
): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    const isAbout = sql<boolean>`(subject_kind = ${subject.kind} and subject_id = ${subject.id})
      or (actor_kind = ${subject.kind} and actor_id = ${subject.id})`;
    const { numDeletedRows } = await transaction
      .deleteFrom('ledger_disclosure')
      .where('sequence', 'in', transaction.selectFrom('ledger_record').select('sequence').where(isAbout))
      .executeTakeFirst();
    const erased = Number(numDeletedRows);
    await appendWithin(transaction, { action: 'disclosures-erased', actor, subject, details: { erased } });
    return erased;
  });
}

export interface Cut {
  /** The last record that is gone. */
  readonly through: number;
  readonly records: number;
}

/**
 * Cuts off the records before a moment, as far as a checkpoint reaches that covers none of those to keep. What is left still verifies:
 * the tree goes on from the checkpoint's frontier. Nothing is cut when no checkpoint fits.
 */
export async function cutBefore({ database, appendWithin }: RetentionDependencies, actor: Actor, before: Date): Promise<Cut | undefined> {
  return database.transaction().execute(async (transaction) => {
    const start = await transaction.selectFrom('ledger_start').select('size').forUpdate().executeTakeFirstOrThrow();
    const kept = await transaction
      .selectFrom('ledger_record')
      .select('sequence')
      .where('time', '>=', before)
      .orderBy('sequence')
      .limit(1)
      .executeTakeFirst();
    let candidates = transaction
      .selectFrom('ledger_checkpoint')
      .selectAll()
      .where('size', '>', start.size)
      .orderBy('size', 'desc')
      .limit(1);
    if (kept) candidates = candidates.where('size', '<', kept.sequence);
    const checkpoint = await candidates.executeTakeFirst();
    if (!checkpoint) return undefined;
    const through = checkpoint.size;
    const last = await transaction.selectFrom('ledger_record').select('hash').where('sequence', '=', through).executeTakeFirstOrThrow();
    await transaction.deleteFrom('ledger_disclosure').where('sequence', '<=', through).execute();
    await transaction.deleteFrom('ledger_record').where('sequence', '<=', through).execute();
    await transaction.deleteFrom('ledger_checkpoint').where('size', '<', through).execute();
    await transaction.updateTable('ledger_start').set({ size: through, previous: last.hash, frontier: checkpoint.frontier }).execute();
    const details = { through, root: checkpoint.root, before: before.toISOString() };
    await appendWithin(transaction, { action: 'ledger-cut', actor, details });
    return { through, records: through - start.size };
  });
}
