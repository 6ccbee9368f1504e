// Questions and answers that are over their time: the run goes whole, with what the ledger kept of its texts beside the records.
import { type Kysely, type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { PersonId, RunId } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { isHeldPerson, isInSpan } from '../store/held.store.ts';
import type { Held, Kept } from '../store/kept.ts';
import { sameTransaction } from '../store/store.ts';
import type { RunTables } from './runs.store.ts';

const atOnce = 500;

/** Of people and their keys, or of visitors, who ask under the account of an answer box. */
export type Askers = 'people' | 'visitors';

export function keptRuns(runs: Kysely<RunTables>, ledger: Pick<Ledger, 'texts'>, askers: Askers): Kept {
  return {
    async countOver(before, held) {
      const { count } = await runs
        .selectFrom('run')
        .where(isOver(before, held, askers))
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },
    async removeSome(within, before, held) {
      const transaction: Transaction<RunTables> = sameTransaction(within);
      const over = transaction
        .selectFrom('run')
        .select('id')
        .where(isOver(before, held, askers));
      const oldest = await over.orderBy('asked_at').limit(atOnce).execute();
      return removeRuns(
        within,
        ledger,
        oldest.map(({ id }) => id),
      );
    },
  };
}

function isOver(before: Date, held: Held, askers: Askers): RawBuilder<SqlBool> {
  const isVisitor = sql<SqlBool>`exists (select from person where person.id = run.person_id and person.kind = 'answer-box')`;
  const isTheirs = askers === 'visitors' ? isVisitor : sql<SqlBool>`not ${isVisitor}`;
  return sql<SqlBool>`asked_at < ${before} and ${isTheirs} and not ${isHeldRun(held)}`;
}

const isHeldRun = (held: Held): RawBuilder<SqlBool> =>
  sql<SqlBool>`(${isHeldPerson('person_id', held)} or ${isInSpan('asked_at', held.spans)})`;

/** A person's own conversation, kept from others until the transaction ends. */
export async function lockConversation(transaction: Transaction<RunTables>, person: PersonId, conversation: RunId, held: Held) {
  return transaction
    .selectFrom('run')
    .select(['id', 'asked_at', 'finished_at', isHeldRun(held).as('is_held')])
    .where('conversation_id', '=', conversation)
    .where('person_id', '=', person)
    .forUpdate()
    .execute();
}

/** What hangs on them in the database goes with them: calls, attached files, visits. Resolves to how many there were. */
export async function removeRuns(within: Transaction<unknown>, ledger: Pick<Ledger, 'texts'>, ids: readonly RunId[]): Promise<number> {
  if (ids.length === 0) return 0;
  const transaction: Transaction<RunTables> = sameTransaction(within);
  const removed = await transaction
    .deleteFrom('run')
    .where('id', 'in', [...ids])
    .returning('id')
    .execute();
  await ledger.texts.eraseAbout(
    within,
    'run',
    removed.map(({ id }) => id),
  );
  return removed.length;
}
