// Versions of scenarios: added, never changed.
import type { ColumnType, Kysely, Selectable, Transaction } from 'kysely';
import type { Grade } from '../base/grade.ts';
import type { CollectionId, ScenarioId } from '../base/ids.ts';
import { storedChecksSchema } from './checks-contract.ts';
import type { Scenario, ScenarioVersion } from './contract.ts';

export interface ScenarioTables {
  scenario: {
    id: ScenarioId;
    name: string;
    version: number;
    title: string;
    purpose: string;
    input_grade: Grade;
    collection_ids: CollectionId[];
    engine: Scenario['engine'];
    model_names: string[];
    priority: Scenario['priority'];
    share: number;
    contact: string | null;
    checks: ColumnType<unknown, string, never>;
    created_at: Date;
  };
}
export type ScenarioDatabase = Kysely<ScenarioTables>;
export type ScenarioTransaction = Transaction<ScenarioTables>;

/** The newest version of each, or of one. */
export async function listNewest(database: ScenarioDatabase, name?: string): Promise<Scenario[]> {
  let query = database.selectFrom('scenario').distinctOn('name').selectAll().orderBy('name').orderBy('version', 'desc');
  if (name !== undefined) query = query.where('name', '=', name);
  return (await query.execute()).map(present);
}

/** Newest first. */
export async function listVersions(database: ScenarioDatabase, name: string): Promise<ScenarioVersion[]> {
  const rows = await database.selectFrom('scenario').selectAll().where('name', '=', name).orderBy('version', 'desc').execute();
  return rows.map((row) => ({ ...present(row), addedAt: row.created_at.toISOString() }));
}

/** A version that is there already stays as it is; resolves to whether it was added. */
export async function insertVersion(transaction: ScenarioTransaction, scenario: Scenario, now: Date): Promise<boolean> {
  const { inputGrade, collectionIds, modelNames, checks, ...rest } = scenario;
  const { numInsertedOrUpdatedRows: added } = await transaction
    .insertInto('scenario')
    .values({
      ...rest,
      input_grade: inputGrade,
      collection_ids: collectionIds,
      model_names: modelNames,
      checks: JSON.stringify(checks),
      created_at: now,
    })
    .onConflict((conflict) => conflict.columns(['name', 'version']).doNothing())
    .executeTakeFirst();
  return added === 1n;
}

function present(row: Selectable<ScenarioTables['scenario']>): Scenario {
  const { created_at: _, input_grade: inputGrade, collection_ids: collectionIds, model_names: modelNames, checks, ...rest } = row;
  return { ...rest, inputGrade, collectionIds, modelNames, checks: storedChecksSchema.parse(checks) };
}
