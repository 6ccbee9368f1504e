// Runs as recorded: the intent before anything is looked up, the outcome before the answer is sent. Questions and answers are
// sealed on disk.
import { type ColumnType, type Kysely, type SqlBool, sql } from 'kysely';
import type { Grade } from '../base/grade.ts';
import type { PersonId, RunId, ScenarioId } from '../base/ids.ts';
import { rowsWith } from '../ledger/rows-with.ts';
import type { Scenario } from '../scenarios/contract.ts';
import type { Seal } from '../store/seal/seal.ts';
import type { SealedJsonColumn, SealedTextColumn } from '../store/seal/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import type { AttachedFile } from './attachments/attachments.store.ts';
import { type Answer, answerSchema, feedbackSchema, type Outcome } from './contract.ts';

export interface RunTables {
  run: {
    id: RunId;
    scenario_id: ScenarioId;
    person_id: PersonId;
    question: string;
    label: Grade;
    as_of: string | null;
    asked_at: Date;
    /** `relayed`: what a model replied to another system was passed on, and is not kept. */
    outcome: Outcome | 'relayed' | null;
    answer: ColumnType<unknown, string | null, string | null>;
    finished_at: Date | null;
    /** The first run of the conversation; null: relayed. */
    conversation_id: RunId | null;
    feedback: ColumnType<unknown, string | null, string | null>;
  };
  scenario: { id: ScenarioId; name: string; version: number; engine: Scenario['engine'] };
}
export interface Runs {
  readonly tables: Kysely<RunTables>;
  readonly question: SealedTextColumn;
  readonly answer: SealedJsonColumn;
  readonly feedback: SealedJsonColumn;
}

export function openRuns(store: Store, { columns }: Seal): Runs {
  const purpose = 'answers';
  return {
    tables: store.tables<RunTables>(),
    question: columns.text({ table: 'run', column: 'question', purpose }),
    answer: columns.json({ table: 'run', column: 'answer', purpose }),
    feedback: columns.json({ table: 'run', column: 'feedback', purpose }),
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
  /** The first run of its conversation, or itself; null: relayed. */
  readonly conversation: RunId | null;
  /** Files that it brings along. */
  readonly attachments?: readonly Pick<AttachedFile, 'id' | 'name' | 'isWaiting'>[];
  /** As it came. */
  readonly traceparent: string | undefined;
}

export interface Ended {
  readonly answer: Answer;
  readonly finishedAt: Date;
}
export interface Relayed {
  readonly id: RunId;
  readonly outcome: 'relayed' | 'blocked' | 'failed';
  readonly label: Grade;
  readonly finishedAt: Date;
}
export interface Failed {
  readonly id: RunId;
  readonly finishedAt: Date;
}

/** What happens to a run, as rows that are written with the records that tell of it. */
export function createRunRows({ question: sealedQuestion, answer: sealedAnswer }: Runs) {
  return {
    intent: rowsWith<Intent>('runs_begun', ({ id, scenarioId, person, question, label, asOf, askedAt, conversation }) => ({
      id,
      scenario_id: scenarioId,
      person_id: person,
      question: sealedQuestion.seal(id, question),
      label,
      as_of: asOf,
      asked_at: askedAt,
      conversation_id: conversation,
    })),
    outcome: rowsWith<Ended>('runs_answered', ({ answer, finishedAt }) => ({
      id: answer.runId,
      outcome: answer.outcome,
      label: answer.label,
      // Sealed as JSON text; here it becomes a member of JSON again.
      answer: JSON.parse(sealedAnswer.seal(answer.runId, answer)) as unknown,
      finished_at: finishedAt,
    })),
    relayed: rowsWith<Relayed>('runs_relayed', ({ finishedAt, ...rest }) => ({ ...rest, finished_at: finishedAt })),
    failure: rowsWith<Failed>('runs_failed', ({ id, finishedAt }) => ({ id, finished_at: finishedAt })),
  };
}

/** A person's own finished run. */
export async function findAnswer({ tables, answer, feedback }: Runs, person: PersonId, id: RunId): Promise<Answer | undefined> {
  const row = await tables
    .selectFrom('run')
    .select(['answer', 'feedback'])
    .where('id', '=', id)
    .where('person_id', '=', person)
    .executeTakeFirst();
  if (!row?.answer) return undefined;
  const said = row.feedback === null ? null : feedbackSchema.parse(feedback.open(id, row.feedback));
  return { ...answerSchema.parse(answer.open(id, row.answer)), feedback: said };
}

export type RunRow = NonNullable<Awaited<ReturnType<typeof findRunRow>>>;

/** A run, ended or not, with the version of the scenario that it used; `person`: only if it is that person's. */
export async function findRunRow({ tables }: Runs, id: RunId, person: PersonId | 'anybody') {
  let query = tables
    .selectFrom('run')
    .innerJoin('scenario', 'scenario.id', 'run.scenario_id')
    .selectAll('run')
    .select(['scenario.name as scenario_name', 'scenario.version as scenario_version', 'scenario.engine'])
    .where('run.id', '=', id);
  if (person !== 'anybody') query = query.where('person_id', '=', person);
  return query.executeTakeFirst();
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

/** More turns do not bear on the next one. */
const mostTurns = 50;

/** A person's own conversation, oldest first. */
export async function listTurns(tables: Kysely<RunTables>, person: PersonId, conversation: RunId, most = mostTurns) {
  const newest = await tables
    .selectFrom('run')
    .select(['id', 'label', 'outcome', 'answer'])
    .where('conversation_id', '=', conversation)
    .where('person_id', '=', person)
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
  return newest.reverse();
}

export interface RunSummary {
  readonly id: RunId;
  readonly conversationId: RunId;
  readonly question: string;
  readonly outcome: Outcome | null;
  readonly askedAt: string;
}

export interface RunListing {
  readonly limit: number;
  readonly after?: RunId | undefined;
  /** Only what belongs to it. */
  readonly conversation?: RunId | undefined;
}

/** A person's own runs, newest first, after the run with id `after`; ids sort by time. */
export async function listRunRows(
  { tables, question: sealed }: Runs,
  person: PersonId,
  { limit, after, conversation }: RunListing,
): Promise<RunSummary[]> {
  let query = tables
    .selectFrom('run')
    .select(['id', 'question', 'outcome', 'asked_at', 'conversation_id'])
    .where('person_id', '=', person)
    .where(sql<SqlBool>`outcome is distinct from 'relayed'`)
    .orderBy('id', 'desc')
    .limit(limit);
  if (after) query = query.where('id', '<', after);
  if (conversation) query = query.where('conversation_id', '=', conversation);
  return (await query.execute()).map(({ id, question, outcome, asked_at, conversation_id }) => ({
    id,
    conversationId: conversation_id ?? id,
    question: sealed.open(id, question),
    outcome: outcome === 'relayed' ? null : outcome,
    askedAt: asked_at.toISOString(),
  }));
}
