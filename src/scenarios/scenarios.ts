// Scenarios are records, not code: later issues version, evaluate and gate them. One is built in from the first start.
import type { Kysely, Selectable } from 'kysely';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { Grade } from '../base/grade.ts';
import { type CollectionId, newId, type ScenarioId, scenarioIdSchema } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Store } from '../store/store.ts';
import type { Scenario } from './contract.ts';

interface ScenarioTables {
  scenario: {
    id: ScenarioId;
    name: string;
    version: number;
    title: string;
    purpose: string;
    input_grade: Grade;
    collection_ids: CollectionId[];
    engine: Scenario['engine'];
    created_at: Date;
  };
}

export interface Scenarios {
  list(): Promise<Scenario[]>;
  /** The newest version of a scenario. */
  get(name: string): Promise<Scenario>;
}

export const builtInScenario = 'policy-questions';

export async function createScenarios({
  store,
  ledger,
  clock,
}: {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly clock: Clock;
}): Promise<Scenarios> {
  const scenarios = store.tables<ScenarioTables>();
  await addVersion(scenarios, ledger, {
    id: newId(scenarioIdSchema),
    name: builtInScenario,
    version: 1,
    title: '政策问答 Policy questions',
    purpose:
      '只依据文库中现行有效的文件回答政策问题，每句话都附原文出处。Answers policy questions from the documents in force, with the source of every sentence.',
    // Nobody has declared what people may type, and what is unknown is internal.
    input_grade: 'internal',
    collection_ids: [],
    engine: 'extractive',
    created_at: clock.now(),
  });
  const newest = () => scenarios.selectFrom('scenario').distinctOn('name').selectAll().orderBy('name').orderBy('version', 'desc');
  return {
    list: async () => (await newest().execute()).map(present),
    async get(name) {
      const row = await newest().where('name', '=', name).executeTakeFirst();
      if (!row) throw new AppError('not-found', { what: 'scenario 场景' });
      return present(row);
    },
  };
}

/** A version that is there already stays as it is. */
async function addVersion(scenarios: Kysely<ScenarioTables>, ledger: Ledger, scenario: ScenarioTables['scenario']): Promise<void> {
  await scenarios.transaction().execute(async (transaction) => {
    const { numInsertedOrUpdatedRows: added } = await transaction
      .insertInto('scenario')
      .values(scenario)
      .onConflict((conflict) => conflict.columns(['name', 'version']).doNothing())
      .executeTakeFirst();
    if (added === 0n) return;
    const { id, name, version, input_grade: inputGrade, engine, collection_ids: collections } = scenario;
    await ledger.appendWithin(transaction, {
      action: 'scenario-versioned',
      actor: { kind: 'system', id: 'built-in' },
      subject: { kind: 'scenario', id },
      details: { name, version, inputGrade, engine, collections },
    });
  });
}

function present(row: Selectable<ScenarioTables['scenario']>): Scenario {
  return {
    id: row.id,
    name: row.name,
    version: row.version,
    title: row.title,
    purpose: row.purpose,
    inputGrade: row.input_grade,
    collectionIds: row.collection_ids,
    engine: row.engine,
  };
}
