// What whoever asked says of the answer: kept sealed with the run, and on record without a word of it.
import type { Caller } from '../access/access.ts';
import { AppError } from '../base/errors.ts';
import type { Clock } from '../base/clock.ts';
import type { RunId } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type Feedback, feedbackSchema, type FeedbackWish } from './contract.ts';
import { aboutRun } from './run-entries.ts';
import type { Runs } from './runs.store.ts';

export interface FeedbackDependencies {
  readonly runs: Runs;
  readonly ledger: Pick<Ledger, 'appendWithin'>;
  readonly clock: Clock;
}

export interface RunFeedback {
  /** On the caller's own answered run; what was said before gives way. */
  give(caller: Caller, id: RunId, wish: FeedbackWish): Promise<Feedback>;
}

export function createFeedback({ runs, ledger, clock }: FeedbackDependencies): RunFeedback {
  return {
    async give(caller, id, wish) {
      const feedback = feedbackSchema.parse({ ...wish, givenAt: clock.now().toISOString() });
      await runs.tables.transaction().execute(async (transaction) => {
        const changed = await transaction
          .updateTable('run')
          .set({ feedback: runs.feedback.seal(id, feedback) })
          .where('id', '=', id)
          .where('person_id', '=', caller.person)
          .where('answer', 'is not', null)
          .returning('id')
          .execute();
        if (changed.length === 0) throw new AppError('not-found', { what: 'run 运行' });
        const { verdict, reasons, comment } = feedback;
        await ledger.appendWithin(transaction, {
          ...aboutRun(caller, id),
          action: 'answer-rated',
          details: { verdict, reasons: [...reasons] },
          personal: comment === '' ? {} : { comment },
        });
      });
      return feedback;
    },
  };
}
