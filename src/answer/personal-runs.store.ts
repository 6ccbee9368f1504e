// What a person asked: told with what the person may still read of the answers, and erased from the runs, which stay to be counted.
import type { Transaction } from 'kysely';
import { isToldToOthers, type PersonalData } from '../access/personal-data.ts';
import type { Caller } from '../access/access.ts';
import type { PersonId, RunId } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { sameTransaction } from '../store/store.ts';
import { type Answer, answerSchema } from './contract.ts';
import type { Runs, RunTables } from './runs.store.ts';

const atOnce = 100;

export interface PersonalRunsDependencies {
  readonly ledger: Pick<Ledger, 'texts'>;
  readonly runs: Runs;
  /** Without what the caller may not read any more. */
  readonly withhold: (answer: Answer, caller: Caller) => Promise<Answer>;
}

export function personalRuns({ runs, ledger, withhold }: PersonalRunsDependencies): PersonalData {
  const { question, answer, feedback } = runs;
  return {
    async *collect(person, caller) {
      const isOwn = caller.person === person;
      for (let after: RunId | undefined; ; ) {
        const rows = await page(runs, person, after);
        for (const row of rows) {
          const isShown = isOwn || isToldToOthers(row.label);
          const opened = isOwn && row.answer ? answerSchema.parse(answer.open(row.id, row.answer)) : undefined;
          yield {
            id: row.id,
            askedAt: row.asked_at.toISOString(),
            label: row.label,
            outcome: row.outcome,
            question: isShown ? question.open(row.id, row.question) : null,
            ...(opened ? { answer: await withhold(opened, caller) } : {}),
            ...(isOwn && row.feedback ? { feedback: feedback.open(row.id, row.feedback) } : {}),
          };
        }
        after = rows.at(-1)?.id;
        if (rows.length < atOnce) return;
      }
    },
    async erase(within, person) {
      const transaction: Transaction<RunTables> = sameTransaction(within);
      let erased = 0;
      for (let after: RunId | undefined; ; ) {
        const rows = await page({ ...runs, tables: transaction }, person, after);
        for (const { id } of rows)
          await transaction
            .updateTable('run')
            .set({ question: question.seal(id, ''), answer: null, feedback: null })
            .where('id', '=', id)
            .execute();
        // Of those asked with a key, the records do not name the person.
        await ledger.texts.eraseAbout(
          within,
          'run',
          rows.map(({ id }) => id),
        );
        erased += rows.length;
        after = rows.at(-1)?.id;
        if (rows.length < atOnce) return erased;
      }
    },
  };
}

async function page({ tables }: Runs, person: PersonId, after: RunId | undefined) {
  const query = tables.selectFrom('run').selectAll().where('person_id', '=', person).orderBy('id').limit(atOnce);
  return (after ? query.where('id', '>', after) : query).execute();
}
