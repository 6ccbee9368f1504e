// Keeping only what must be kept: old records are cut off behind a checkpoint, which is a record itself.
import { sql, type SqlBool, type Transaction } from 'kysely';
import type { Held, Kept } from '../store/kept.ts';
import { sameTransaction } from '../store/store.ts';
import type { Appender } from './append.ts';
import { isHeldRecord } from './kept-texts.store.ts';
import type { LedgerDatabase, LedgerTables } from './ledger.store.ts';

export interface RetentionDependencies {
  readonly database: LedgerDatabase;
  readonly appendWithin: Appender['appendWithin'];
}

/** One cut deletes no more than about so many. */
const recordsAtOnce = 50_000;

export function keptRecords(retention: RetentionDependencies, checkpoint: () => Promise<void>): Kept {
  return {
    async countOver(before, held) {
      const { start, checkpoint: last } = await cutPlace(retention.database, before, held);
      return last ? last.size - start : 0;
    },
    removeSome(within, before, held) {
      return cutBefore(retention, sameTransaction(within), before, held);
    },
    // The record of the cut is proved at once.
    finish: checkpoint,
  };
}

/**
 * Cuts off the records before a moment, as far as a checkpoint reaches that covers none of those to keep, and says how many. What is
 * left still verifies: the tree goes on from the checkpoint's frontier. Nothing is cut when no checkpoint fits.
 */
async function cutBefore(
  { appendWithin }: RetentionDependencies,
  transaction: Transaction<LedgerTables>,
  before: Date,
  held: Held,
): Promise<number> {
  await transaction.selectFrom('ledger_start').select('id').forUpdate().execute();
  const { start, checkpoint } = await cutPlace(transaction, before, held, recordsAtOnce);
  if (!checkpoint) return 0;
  const through = checkpoint.size;
  const last = await transaction.selectFrom('ledger_record').select('hash').where('sequence', '=', through).executeTakeFirstOrThrow();
  await transaction.deleteFrom('ledger_disclosure').where('sequence', '<=', through).execute();
  await transaction.deleteFrom('ledger_record').where('sequence', '<=', through).execute();
  await transaction.deleteFrom('ledger_checkpoint').where('size', '<', through).execute();
  await transaction.updateTable('ledger_start').set({ size: through, previous: last.hash, frontier: checkpoint.frontier }).execute();
  const details = { through, root: checkpoint.root, before: before.toISOString() };
  await appendWithin(transaction, { action: 'ledger-cut', actor: { kind: 'system', id: 'retention' }, details });
  return through - start;
}

/** Where the records begin, and the checkpoint up to which they may go: the first that reaches so many, or else the last one. */
async function cutPlace(database: LedgerDatabase, before: Date, held: Held, atOnce?: number) {
  const { size: start } = await database.selectFrom('ledger_start').select('size').executeTakeFirstOrThrow();
  const kept = await database
    .selectFrom('ledger_record')
    .select('sequence')
    .where(sql<SqlBool>`(time >= ${before} or ${isHeldRecord(held)})`)
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst();
  let candidates = database.selectFrom('ledger_checkpoint').selectAll().where('size', '>', start).limit(1);
  if (kept) candidates = candidates.where('size', '<', kept.sequence);
  const soon =
    atOnce &&
    (await candidates
      .where('size', '>=', start + atOnce)
      .orderBy('size')
      .executeTakeFirst());
  return { start, checkpoint: soon || (await candidates.orderBy('size', 'desc').executeTakeFirst()) };
}
