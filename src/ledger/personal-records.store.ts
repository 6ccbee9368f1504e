// The records that tell of one person: told with the texts about that person, and those texts erased, for good; the records stay and
// verify. Texts of questions and of documents are not told here: they have rights of their own.
import { type RawBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import { sameTransaction } from '../store/store.ts';
import { recordSchema } from './contract.ts';
import type { LedgerDatabase, LedgerTables } from './ledger.store.ts';
import { type DisclosureSeal, openDisclosure } from './record.ts';

export interface PersonalRecords {
  collect(person: string): AsyncGenerator<unknown>;
  erase(within: Transaction<unknown>, person: string): Promise<number>;
}
const atOnce = 200;

export function personalRecords(database: LedgerDatabase, seal: DisclosureSeal): PersonalRecords {
  return {
    async *collect(person) {
      for (let after = 0; ; ) {
        const rows = await database
          .selectFrom('ledger_record')
          .select(['sequence', 'body'])
          .where(isOf(person))
          .where('sequence', '>', after)
          .orderBy('sequence')
          .limit(atOnce)
          .execute();
        for (const { sequence, body } of rows) {
          // Without the place in the chain, which would tell how much others did.
          const { time, action, actor, subject, outcome, details } = recordSchema.parse(JSON.parse(body));
          const texts = subject?.kind === 'person' && subject.id === person ? await textsBeside(database, seal, sequence) : {};
          yield { time, action, actor, subject, outcome, details, texts };
        }
        after = rows.at(-1)?.sequence ?? after;
        if (rows.length < atOnce) return;
      }
    },
    async erase(within, person) {
      const ledger: Transaction<LedgerTables> = sameTransaction(within);
      const of = ledger.selectFrom('ledger_record').select('sequence').where(isOf(person));
      return Number((await ledger.deleteFrom('ledger_disclosure').where('sequence', 'in', of).executeTakeFirst()).numDeletedRows);
    },
  };
}

/** By who acted or what was acted upon. */
function isOf(person: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`(actor_id = ${person} or subject_id = ${person})`;
}

async function textsBeside(database: LedgerDatabase, seal: DisclosureSeal, sequence: number): Promise<Record<string, string>> {
  const rows = await database.selectFrom('ledger_disclosure').selectAll().where('sequence', '=', sequence).execute();
  return Object.fromEntries(rows.map((row) => [row.name, openDisclosure(row, seal).text]));
}
