// Runs that came to nothing, with where whoever asked belongs: that decides who may read the question.
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { Grade } from '../../base/grade.ts';
import type { DepartmentId, PersonId, RunId } from '../../base/ids.ts';
import type { Outcome } from '../contract.ts';
import type { RunTables } from '../runs.store.ts';

/** Of a room below, to be read only. */
type Askers = { person: { id: PersonId; department_id: DepartmentId | null } };

export interface InVain {
  readonly id: RunId;
  readonly departmentId: DepartmentId | null;
  readonly label: Grade;
  readonly outcome: Outcome;
  readonly askedAt: Date;
  readonly conversationId: RunId | null;
  readonly question: string;
  readonly answer: unknown;
  readonly feedback: unknown;
}

/** Newest first: nothing was asserted, or something was said of the answer, good or bad. */
export async function runsInVain(tables: Kysely<RunTables>, since: Date, limit: number): Promise<InVain[]> {
  return tables
    .withTables<Askers>()
    .selectFrom('run')
    .innerJoin('person', 'person.id', 'run.person_id')
    .select(['run.id', 'label', 'question', 'answer', 'feedback'])
    .select(['person.department_id as departmentId', 'asked_at as askedAt', 'conversation_id as conversationId'])
    .select(sql<Outcome>`outcome`.as('outcome'))
    .where('asked_at', '>=', since)
    .where(sql<SqlBool>`(outcome in ('not-found', 'not-sure') or (outcome = 'answered' and feedback is not null))`)
    .orderBy('asked_at', 'desc')
    .orderBy('run.id', 'desc')
    .limit(limit)
    .execute();
}
