// Answer boxes and the visits that their runs belong to.
import { type ColumnType, type Generated, type Kysely, sql, type Transaction } from 'kysely';
import { type Step, type Version, writeNextVersion } from '../access/changes/opening.ts';
import type { Grade } from '../base/grade.ts';
import type { AnswerBoxId, DepartmentId, PersonId, RunId } from '../base/ids.ts';
import type { BoxSettings } from './contract.ts';

export interface AnswerBoxTables {
  answer_box: {
    id: AnswerBoxId;
    title: string;
    greeting: string;
    language: BoxSettings['language'];
    scenario: string;
    origins: string[];
    per_address: number;
    per_box: number;
    is_on: boolean;
    version: Generated<number>;
    created_by: PersonId;
    created_at: Date;
    approved_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    removed_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  };
  answer_box_run: { run_id: RunId; box_id: AnswerBoxId; visit_hash: string; asked_at: Date };
  /** Of rooms below: each box has an account, so that what is asked through it has an author. */
  person: {
    id: PersonId;
    kind: Generated<'person' | 'key' | 'answer-box'>;
    login_name: string;
    display_name: string;
    department_id: DepartmentId | null;
    clearance: Grade;
    state: string;
    created_at: Date;
    left_at: Date | null;
  };
}
export type AnswerBoxDatabase = Kysely<AnswerBoxTables>;
export type AnswerBoxTransaction = Transaction<AnswerBoxTables>;

export type BoxRow = Awaited<ReturnType<typeof boxRows>>[number];

/** Newest first, without those that were removed. */
export async function boxRows(database: AnswerBoxDatabase, id?: AnswerBoxId) {
  let query = database
    .selectFrom('answer_box')
    .innerJoin('person', 'person.id', 'answer_box.created_by')
    .selectAll('answer_box')
    .select('person.display_name as maker')
    .where('removed_at', 'is', null)
    .orderBy('answer_box.created_at', 'desc')
    .orderBy('answer_box.id', 'desc');
  if (id !== undefined) query = query.where('answer_box.id', '=', id);
  return query.execute();
}

export function settingsOf(row: BoxRow): BoxSettings {
  const { title, greeting, language, scenario, origins, per_address: perAddress, per_box: perBox } = row;
  return { title, greeting, language, scenario, origins, perAddress, perBox };
}

function columnsOf({ perAddress, perBox, ...rest }: BoxSettings) {
  return { ...rest, origins: [...rest.origins], per_address: perAddress, per_box: perBox };
}

export async function insertBox(
  transaction: AnswerBoxTransaction,
  box: { readonly id: AnswerBoxId; readonly account: PersonId; readonly settings: BoxSettings; readonly by: PersonId; readonly now: Date },
): Promise<void> {
  await transaction
    .insertInto('person')
    .values({
      id: box.account,
      kind: 'answer-box',
      // No login name of a person has this form.
      login_name: `answer-box:${box.id}`,
      display_name: box.settings.title,
      department_id: null,
      clearance: 'public',
      state: 'active',
      created_at: box.now,
      left_at: null,
    })
    .execute();
  await transaction
    .insertInto('answer_box')
    .values({ id: box.id, ...columnsOf(box.settings), is_on: false, created_by: box.by, created_at: box.now })
    .execute();
}

/** The next version; whether the one that it replaces was still the newest. */
export async function writeBox(
  transaction: AnswerBoxTransaction,
  version: Version<AnswerBoxId>,
  step: Step,
  settings: BoxSettings | undefined,
): Promise<boolean> {
  if (settings)
    await transaction
      .updateTable('person')
      .set({ display_name: settings.title })
      .where('id', '=', version.id as string as PersonId)
      .execute();
  return writeNextVersion(transaction, 'answer_box', version, step, settings ? columnsOf(settings) : {});
}

export async function removeBox(transaction: AnswerBoxTransaction, id: AnswerBoxId, now: Date): Promise<void> {
  await transaction.updateTable('answer_box').set({ is_on: false, removed_at: now }).where('id', '=', id).execute();
  await transaction
    .updateTable('person')
    .set({ state: 'left', left_at: now })
    .where('id', '=', id as string as PersonId)
    .execute();
}

/** Questions of each box since then. */
export async function countQuestions(database: AnswerBoxDatabase, since: Date): Promise<ReadonlyMap<AnswerBoxId, number>> {
  const rows = await database
    .selectFrom('answer_box_run')
    .select(['box_id', sql<number>`count(*)::integer`.as('count')])
    .where('asked_at', '>=', since)
    .groupBy('box_id')
    .execute();
  return new Map(rows.map(({ box_id, count }) => [box_id, count]));
}

export async function bindRun(database: AnswerBoxDatabase, row: AnswerBoxTables['answer_box_run']): Promise<void> {
  await database.insertInto('answer_box_run').values(row).execute();
}

/** Whether the run was asked in this visit of the box, since then. */
export async function isOfVisit(
  database: AnswerBoxDatabase,
  run: Omit<AnswerBoxTables['answer_box_run'], 'asked_at'>,
  since: Date,
): Promise<boolean> {
  const found = await database
    .selectFrom('answer_box_run')
    .select('run_id')
    .where('run_id', '=', run.run_id)
    .where('box_id', '=', run.box_id)
    .where('visit_hash', '=', run.visit_hash)
    .where('asked_at', '>=', since)
    .executeTakeFirst();
  return found !== undefined;
}
