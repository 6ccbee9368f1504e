// Runs as recorded: the intent before anything is looked up, the outcome before the answer is sent. Questions and answers are
// sealed on disk.
import type { ColumnType, Kysely } from 'kysely';
import type { Grade } from '../base/grade.ts';
import type { PersonId, RunId, ScenarioId } from '../base/ids.ts';
import type { Seal } from '../store/seal/seal.ts';
import type { SealedJsonColumn, SealedTextColumn } from '../store/seal/sealed-columns.ts';
import type { Store } from '../store/store.ts';
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
export interface Runs {
  readonly tables: Kysely<RunTables>;
  readonly question: SealedTextColumn;
  readonly answer: SealedJsonColumn;
}

export function openRuns(store: Store, { columns }: Seal): Runs {
  const purpose = 'answers';
  return {
    tables: store.tables<RunTables>(),
    question: columns.text({ table: 'run', column: 'question', purpose }),
    answer: columns.json({ table: 'run', column: 'answer', purpose }),
  };
}

export interface Intent {
  readonly id: RunId;
  readonly scenarioId: ScenarioId;
  readonly person: PersonId;
  readonly question: string;
  readonly label: Grade;
  readonly asOf: string | null;
  readonly askedAt: Date;
}

export async function recordIntent(
  { tables, question: sealed }: Runs,
  { id, scenarioId, person, question, label, asOf, askedAt }: Intent,
): Promise<void> {
  await tables
    .insertInto('run')
    .values({
      id,
      scenario_id: scenarioId,
      person_id: person,
      question: sealed.seal(id, question),
      label,
      as_of: asOf,
      asked_at: askedAt,
      outcome: null,
      answer: null,
      finished_at: null,
    })
    .execute();
}

export async function recordOutcome({ tables, answer: sealed }: Runs, answer: Answer, finishedAt: Date): Promise<void> {
  await tables
    .updateTable('run')
    .set({ outcome: answer.outcome, label: answer.label, answer: sealed.seal(answer.runId, answer), finished_at: finishedAt })
    .where('id', '=', answer.runId)
    .execute();
}

export async function recordFailure({ tables }: Runs, id: RunId, finishedAt: Date): Promise<void> {
  await tables
    .updateTable('run')
    .set({ outcome: 'failed', finished_at: finishedAt })
    .where('id', '=', id)
    .where('outcome', 'is', null)
    .execute();
}

/** A person's own finished run. */
export async function findAnswer({ tables, answer }: Runs, person: PersonId, id: RunId): Promise<Answer | undefined> {
  const row = await tables.selectFrom('run').select('answer').where('id', '=', id).where('person_id', '=', person).executeTakeFirst();
  return row?.answer ? answerSchema.parse(answer.open(id, row.answer)) : undefined;
}

/** Whoever's it is: for the rehearsal of a restore, which asks again what was last answered. */
export async function findLastAnsweredOfAnybody({ tables }: Runs): Promise<{ id: RunId; person: PersonId } | undefined> {
  return (
    tables
      .selectFrom('run')
      .select(['id', 'person_id as person'])
      .where('outcome', '=', 'answered')
      // The person's data may have been erased.
      .where('answer', 'is not', null)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst()
  );
}

export interface RunSummary {
  readonly id: RunId;
  readonly question: string;
  readonly outcome: Outcome | null;
  readonly askedAt: string;
}

/** A person's own runs, newest first, after the run with id `after`; ids sort by time. */
export async function listRunRows(
  { tables, question: sealed }: Runs,
  person: PersonId,
  limit: number,
  after: RunId | undefined,
): Promise<RunSummary[]> {
  let query = tables
    .selectFrom('run')
    .select(['id', 'question', 'outcome', 'asked_at'])
    .where('person_id', '=', person)
    .orderBy('id', 'desc')
    .limit(limit);
  if (after) query = query.where('id', '<', after);
  return (await query.execute()).map(({ id, question, outcome, asked_at }) => ({
    id,
    question: sealed.open(id, question),
    outcome,
    askedAt: asked_at.toISOString(),
  }));
}
