// What the records tell of use: who last did what, how often, and whether somebody has touched some documents.
import { type SqlBool, sql } from 'kysely';
import { type LedgerAction, type LedgerRecord, recordSchema } from './contract.ts';
import type { LedgerDatabase } from './ledger.store.ts';

export interface Usage {
  /** When each person last did what. */
  lastActs(): Promise<{ person: string; action: LedgerAction; at: Date }[]>;
  countSince(action: LedgerAction, since: Date): Promise<number>;
  countAbout(action: LedgerAction, subject: string | null, since: Date): Promise<number>;
  /** Records of these acts after a place in the chain and since a moment, oldest first. */
  after(sequence: number, actions: readonly LedgerAction[], since: Date, limit: number): Promise<LedgerRecord[]>;
  /** Whether a record of this person is about one of these documents, or names one as evidence. */
  hasTouched(person: string, documents: readonly string[]): Promise<boolean>;
}

export function createUsage(database: LedgerDatabase): Usage {
  return {
    async lastActs() {
      const rows = await database
        .selectFrom('ledger_record')
        .select(['actor_id', 'action', ({ fn }) => fn.max('time').as('at')])
        .where('actor_kind', '=', 'person')
        .groupBy(['actor_id', 'action'])
        .execute();
      return rows.map(({ actor_id: person, action, at }) => ({ person, action, at }));
    },
    async countSince(action, since) {
      const { count } = await database
        .selectFrom('ledger_record')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('action', '=', action)
        .where('time', '>=', since)
        .executeTakeFirstOrThrow();
      return count;
    },
    async countAbout(action, subject, since) {
      const { count } = await database
        .selectFrom('ledger_record')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('action', '=', action)
        .where('subject_id', 'is not distinct from', subject)
        .where('time', '>=', since)
        .executeTakeFirstOrThrow();
      return count;
    },
    async after(sequence, actions, since, limit) {
      const rows = await database
        .selectFrom('ledger_record')
        .select('body')
        .where('action', 'in', [...actions])
        .where('sequence', '>', sequence)
        .where('time', '>=', since)
        .orderBy('sequence')
        .limit(limit)
        .execute();
      return rows.map(({ body }) => recordSchema.parse(JSON.parse(body)));
    },
    async hasTouched(person, documents) {
      const ids = [...documents];
      const row = await database
        .selectFrom('ledger_record')
        .select('sequence')
        .where('actor_id', '=', person)
        .where(
          sql<SqlBool>`(subject_id = any(${ids}::text[])
            or (action = 'run-finished' and exists (select from unnest(${ids}::text[]) as id where position(id in body) > 0)))`,
        )
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
