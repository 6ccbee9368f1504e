// What a question of a conversation takes over from those before it: the label, which never goes down, and the question that it may lean on.
import { AppError } from '../base/errors.ts';
import { type Grade, highestGrade } from '../base/grade.ts';
import type { PersonId, RunId } from '../base/ids.ts';
import { answerSchema } from './contract.ts';
import { listTurns, type Runs } from './runs.store.ts';

export interface Before {
  /** The highest grade of all that flowed into it. */
  readonly label: Grade;
  readonly previous: Previous | undefined;
}

export interface Previous {
  /** Whole, whatever it leaned on itself. */
  readonly question: string;
  /** It named too little to be answered. */
  readonly wasUnclear: boolean;
}

/** Of the person's own conversation; a turn that was blocked, or that failed, does not come back. */
export async function readBefore(runs: Runs, person: PersonId, conversation: RunId): Promise<Before> {
  const turns = await listTurns(runs.tables, person, conversation);
  const labels = turns.map(({ label }) => label);
  const [first, ...rest] = labels;
  if (first === undefined) throw new AppError('not-found', { what: 'conversation 对话' });
  const last = turns.findLast(({ outcome, answer }) => answer !== null && outcome !== 'blocked' && outcome !== 'failed');
  const label = highestGrade(first, ...rest);
  if (!last) return { label, previous: undefined };
  const { question, understoodAs, outcome } = answerSchema.parse(runs.answer.open(last.id, last.answer));
  return { label, previous: { question: understoodAs ?? question, wasUnclear: outcome === 'needs-clarification' } };
}
