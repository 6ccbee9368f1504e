// Questions and answers that are over their time: the run goes whole, with what the ledger kept of its texts beside the records.
import { type Kysely, type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
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
      const oldest = transaction
        .selectFrom('run')
        .select('id')
        .where(isOver(before, held, askers))
        .orderBy('asked_at')
        .limit(atOnce);
      const removed = await transaction.deleteFrom('run').where('id', 'in', oldest).returning('id').execute();
      const ids = removed.map(({ id }) => id);
      await ledger.texts.eraseAbout(within, 'run', ids);
      return removed.length;
    },
  };
}

function isOver(before: Date, held: Held, askers: Askers): RawBuilder<SqlBool> {
  const isVisitor = sql<SqlBool>`exists (select from person where person.id = run.person_id and person.kind = 'answer-box')`;
  const isTheirs = askers === 'visitors' ? isVisitor : sql<SqlBool>`not ${isVisitor}`;
  return sql<SqlBool>`asked_at < ${before} and ${isTheirs} and not ${isHeldPerson('person_id', held)} and not ${isInSpan('asked_at', held.spans)}`;
}
