// A person's own conversation goes when they say so: its runs, with their files and the texts beside their records. What is under a legal
// hold stays, and so do the records.
import type { Transaction } from 'kysely';
import { actorOf, type Caller } from '../access/access.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { RunId } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Held } from '../store/kept.ts';
import { sameTransaction } from '../store/store.ts';
import type { RemovedConversation } from './contract.ts';
import { lockConversation, removeRuns } from './kept-runs.store.ts';
import type { Runs } from './runs.store.ts';

export interface RemovingDependencies {
  readonly runs: Runs;
  readonly ledger: Pick<Ledger, 'appendWithin' | 'texts'>;
  readonly clock: Clock;
  /** What is under a legal hold; until the transaction ends no other is placed. */
  readonly held: (within: Transaction<unknown>) => Promise<Held>;
}

/** No answer takes longer: what has none by then was cut off. */
const answeredWithinMs = 3_600_000;

export type RemoveConversation = (caller: Caller, conversation: RunId) => Promise<RemovedConversation>;

export function createRemoving({ runs, ledger, clock, held }: RemovingDependencies): RemoveConversation {
  return (caller, conversation) =>
    runs.tables.transaction().execute(async (transaction) => {
      const within: Transaction<unknown> = sameTransaction(transaction);
      const turns = await lockConversation(transaction, caller.person, conversation, await held(within));
      if (turns.length === 0) throw new AppError('not-found', { what: 'conversation 对话' });
      const underWay = new Date(clock.now().getTime() - answeredWithinMs);
      if (turns.some(({ finished_at: end, asked_at: begin }) => end === null && begin > underWay))
        throw new AppError('conflict', { fault: '对话中还有问题正在回答 a question of it is still being answered' });
      const free = turns.filter(({ is_held: isHeld }) => !isHeld).map(({ id }) => id);
      const counts = { removed: await removeRuns(within, ledger, free), held: turns.length - free.length };
      await ledger.appendWithin(transaction, {
        action: 'conversation-removed',
        outcome: counts.removed === 0 ? 'refused' : 'done',
        actor: actorOf(caller),
        subject: { kind: 'conversation', id: conversation },
        details: counts,
      });
      return counts;
    });
}
