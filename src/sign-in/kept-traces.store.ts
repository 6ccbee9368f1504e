// Traces of signing in that are over their time: devices that nobody used since, links that have expired, sessions that have ended,
// and the addresses, devices and typed names that stand beside the records of the ledger. The records themselves stay.
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { Ledger } from '../ledger/ledger.ts';
import { isHeldPerson, isInSpan } from '../store/held.store.ts';
import type { Held, Kept } from '../store/kept.ts';
import { sameTransaction } from '../store/store.ts';
import type { SignInDatabase, SignInTables } from './tables.ts';

const actions = ['session-opened', 'session-refused'] as const;
const tables = [
  { table: 'known_device', time: 'used_at' },
  { table: 'sign_in_link', time: 'expires_at' },
  { table: 'session', time: 'ends_at' },
] as const;
const atOnce = 500;

export function keptTraces(database: SignInDatabase, ledger: Pick<Ledger, 'texts'>): Kept {
  return {
    async countOver(before, held) {
      let count = await ledger.texts.countOf(actions, before, held);
      for (const { table, time } of tables) {
        const over = sql<{ count: number }>`select count(*) as count from ${sql.table(table)} where ${isOver(time, before, held)}`;
        count += (await over.execute(database)).rows[0]?.count ?? 0;
      }
      return count;
    },
    async removeSome(within, before, held) {
      const transaction: Transaction<SignInTables> = sameTransaction(within);
      let removed = await ledger.texts.eraseOf(within, actions, before, held, atOnce);
      for (const { table, time } of tables) {
        const { numAffectedRows } = await sql`delete from ${sql.table(table)} where ${isOver(time, before, held)}`.execute(transaction);
        removed += Number(numAffectedRows ?? 0);
      }
      return removed;
    },
  };
}

function isOver(time: string, before: Date, held: Held): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.ref(time)} < ${before} and not ${isHeldPerson('person_id', held)} and not ${isInSpan(time, held.spans)}`;
}
