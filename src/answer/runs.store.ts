// Runs as recorded: the intent before anything is looked up, the outcome before the answer is sent.
import type { ColumnType, Kysely } from 'kysely';
import type { Grade } from '../base/grade.ts';
import type { PersonId, RunId, ScenarioId } from '../base/ids.ts';
import { type Answer, answerSchema, type Outcome } from './contract.ts';

export interface RunTables {
  run: {
    id: RunId;
    scenario_id: ScenarioId;
    person_id: PersonId;
    question: string;
    label: Grade;
    as_of: string | null;
    asked_at: Date;
    outcome: Outcome | null;
    answer: ColumnType<unknown, string | null, string | null>;
    finished_at: Date | null;
  };
}
export type Runs = Kysely<RunTables>;

export interface Intent {
  readonly id: RunId;
  readonly scenarioId: ScenarioId;
  readonly person: PersonId;
  readonly question: string;
  readonly label: Grade;
  readonly asOf: string | null;
  readonly askedAt: Date;
}

export async function recordIntent(runs: Runs, { id, scenarioId, person, question, label, asOf, askedAt }: Intent): Promise<void> {
  await runs
    .insertInto('run')
    .values({
      id,
      scenario_id: scenarioId,
      person_id: person,
      question,
      label,
      as_of: asOf,
      asked_at: askedAt,
      outcome: null,
      answer: null,
      finished_at: null,
    })
    .execute();
}

export async function recordOutcome(runs: Runs, answer: Answer, finishedAt: Date): Promise<void> {
  await runs
    .updateTable('run')
    .set({ outcome: answer.outcome, label: answer.label, answer: JSON.stringify(answer), finished_at: finishedAt })
    .where('id', '=', answer.runId)
    .execute();
}

export async function recordFailure(runs: Runs, id: RunId, finishedAt: Date): Promise<void> {
  await runs
    .updateTable('run')
    .set({ outcome: 'failed', finished_at: finishedAt })
    .where('id', '=', id)
    .where('outcome', 'is', null)
    .execute();
}

/** A person's own finished run. */
export async function findAnswer(runs: Runs, person: PersonId, id: RunId): Promise<Answer | undefined> {
  const row = await runs.selectFrom('run').select('answer').where('id', '=', id).where('person_id', '=', person).executeTakeFirst();
  return row?.answer ? answerSchema.parse(row.answer) : undefined;
}

export interface RunSummary {
  readonly id: RunId;
  readonly question: string;
  readonly outcome: Outcome | null;
  readonly askedAt: string;
}

/** A person's own runs, newest first, after the run with id `after`; ids sort by time. */
export async function listRunRows(runs: Runs, person: PersonId, limit: number, after: RunId | undefined): Promise<RunSummary[]> {
  let query = runs
    .selectFrom('run')
    .select(['id', 'question', 'outcome', 'asked_at'])
    .where('person_id', '=', person)
    .orderBy('id', 'desc')
    .limit(limit);
  if (after) query = query.where('id', '<', after);
  return (await query.execute()).map(({ id, question, outcome, asked_at }) => ({ id, question, outcome, askedAt: asked_at.toISOString() }));
}
