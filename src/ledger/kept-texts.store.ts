// Personal texts beside the records, erased when they are over their time or with what they tell of. The records and their
// commitments stay, and verify as before.
import { type Kysely, type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import { isInSpan } from '../store/held.store.ts';
import type { Held } from '../store/kept.ts';
import { sameTransaction } from '../store/store.ts';
import type { LedgerAction, Subject } from './contract.ts';
import type { LedgerDatabase, LedgerTables } from './ledger.store.ts';

export interface Texts {
  /** Those beside records of these acts from before a moment that are not held. */
  countOf(actions: readonly LedgerAction[], before: Date, held: Held): Promise<number>;
  eraseOf(within: Transaction<unknown>, actions: readonly LedgerAction[], before: Date, held: Held, limit: number): Promise<number>;
  /** Those beside every record about something or of what it did, and how many of them are held. */
  countAbout(within: Transaction<unknown>, subject: Subject, held: Held): Promise<{ all: number; held: number }>;
  eraseAbout(within: Transaction<unknown>, kind: string, ids: readonly string[]): Promise<number>;
}

export function createTexts(database: LedgerDatabase): Texts {
  return {
    async countOf(actions, before, held) {
      const { count } = await ofActions(database, actions, before, held)
        .clearSelect()
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return count;
    },
    async eraseOf(within, actions, before, held, limit) {
      const ledger: Transaction<LedgerTables> = sameTransaction(within);
      const oldest = ofActions(ledger, actions, before, held).orderBy('ledger_record.sequence').limit(limit);
      return Number((await ledger.deleteFrom('ledger_disclosure').where('id', 'in', oldest).executeTakeFirst()).numDeletedRows);
    },
    async countAbout(within, { kind, id }, held) {
      const ledger: Transaction<LedgerTables> = sameTransaction(within);
      const isHeld = sql<number>`count(*) filter (where ${isHeldRecord(held)})`;
      return ledger
        .selectFrom('ledger_disclosure')
        .innerJoin('ledger_record', 'ledger_record.sequence', 'ledger_disclosure.sequence')
        .select(({ fn }) => [fn.countAll<number>().as('all'), isHeld.as('held')])
        .where(isAbout(kind, [id]))
        .executeTakeFirstOrThrow();
    },
    async eraseAbout(within, kind, ids) {
      const ledger: Transaction<LedgerTables> = sameTransaction(within);
      const about = ledger.selectFrom('ledger_record').select('sequence').where(isAbout(kind, ids));
      return Number((await ledger.deleteFrom('ledger_disclosure').where('sequence', 'in', about).executeTakeFirst()).numDeletedRows);
    },
  };
}

function ofActions(database: Kysely<LedgerTables>, actions: readonly LedgerAction[], before: Date, held: Held) {
  return database
    .selectFrom('ledger_disclosure')
    .innerJoin('ledger_record', 'ledger_record.sequence', 'ledger_disclosure.sequence')
    .select('ledger_disclosure.id')
    .where('action', 'in', [...actions])
    .where('time', '<', before)
    .where(sql<SqlBool>`not ${isHeldRecord(held)}`);
}

/** By what was acted upon or who acted. */
function isAbout(kind: string, ids: readonly string[]): RawBuilder<SqlBool> {
  const any = sql`any(${[...ids]}::text[])`;
  return sql<SqlBool>`((subject_kind = ${kind} and subject_id = ${any}) or (actor_kind = ${kind} and actor_id = ${any}))`;
}

/** Whether a record tells of what is held: by who acted, what was acted upon, or when. */
export function isHeldRecord({ people, documents, spans }: Held): RawBuilder<SqlBool> {
  const ids = [...people, ...documents];
  return sql<SqlBool>`(coalesce(actor_id = any(${ids}::text[]), false) or coalesce(subject_id = any(${ids}::text[]), false)
    or ${isInSpan('time', spans)})`;
}
