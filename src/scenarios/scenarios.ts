// Scenarios are records, not code: each version stays as it was. One is built in from the first start.
import { actorOf, type Caller } from '../access/access.ts';
import type { Changes } from '../access/changes/changes.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { type ChangeId, newId, scenarioIdSchema } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Store } from '../store/store.ts';
import { completed, usualChecks } from './checks-contract.ts';
import { type NewVersion, type Scenario, type ScenarioVersion, type ScenarioWish, takesTwo } from './contract.ts';
import { insertVersion, listNewest, listVersions, type ScenarioTables } from './scenarios.store.ts';
import { addVersion, versionChange, versioned } from './version-change.ts';

export interface Scenarios {
  list(): Promise<Scenario[]>;
  /** The newest version of a scenario. */
  get(name: string): Promise<Scenario>;
  /** Newest first. */
  versions(name: string): Promise<ScenarioVersion[]>;
  /** Adds a scenario or its next version; the id of the change that a second person has yet to decide on, or null. */
  add(caller: Caller, wish: NewVersion, reason: string): Promise<ChangeId | null>;
}

export interface ScenarioDependencies {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly changes: Changes;
  readonly clock: Clock;
}

export const builtInScenario = 'policy-questions';

export async function createScenarios({ store, ledger, changes, clock }: ScenarioDependencies): Promise<Scenarios> {
  const database = store.tables<ScenarioTables>();
  const change = versionChange(database);
  changes.register(change);
  const builtIn: Scenario = {
    id: newId(scenarioIdSchema),
    name: builtInScenario,
    version: 1,
    title: '政策问答 Policy questions',
    purpose:
      '只依据文库中现行有效的文件回答政策问题，每句话都附原文出处。Answers policy questions from the documents in force, with the source of every sentence.',
    // Nobody has declared what people may type, and what is unknown is internal.
    inputGrade: 'internal',
    collectionIds: [],
    engine: 'extractive',
    modelNames: [],
    priority: 'interactive',
    share: 1,
    contact: null,
    checks: usualChecks,
  };
  await database.transaction().execute(async (transaction) => {
    if (await insertVersion(transaction, builtIn, clock.now()))
      await ledger.appendWithin(transaction, { ...versioned(builtIn), actor: { kind: 'system', id: 'built-in' } });
  });

  return {
    list: () => listNewest(database),
    async get(name) {
      const [newest] = await listNewest(database, name);
      if (!newest) throw new AppError('not-found', { what: 'scenario 场景' });
      return newest;
    },
    async versions(name) {
      const versions = await listVersions(database, name);
      if (versions.length === 0) throw new AppError('not-found', { what: 'scenario 场景' });
      return versions;
    },
    async add(caller, asked, reason) {
      const [before] = await listNewest(database, asked.name);
      const wish: ScenarioWish = { ...asked, checks: completed(asked.checks ?? {}, before?.checks) };
      refuseWithoutModel(wish);
      const replaces = before?.version ?? 0;
      if (takesTwo(before, wish)) return changes.proposeOrApply(caller, change, { wish, replaces }, reason);
      await database.transaction().execute(async (transaction) => {
        const entry = await addVersion(transaction, wish, replaces, clock.now());
        await ledger.appendWithin(transaction, { ...entry, actor: actorOf(caller) });
      });
      return null;
    },
  };
}

function refuseWithoutModel({ engine, modelNames, checks }: ScenarioWish): void {
  if (engine !== 'extractive' && modelNames.length === 0)
    throw new AppError('invalid-input', {
      fault: 'modelNames: 由模型作答或转接的场景至少要指定一个模型 a scenario that a model writes or replies in needs one',
    });
  if (engine !== 'generative' && checks.judge)
    throw new AppError('invalid-input', {
      fault: 'checks.judge: 第二意见只用于由模型依据文库写的场景 a second opinion is for scenarios in which a model writes from documents',
    });
  if (engine === 'extractive' && modelNames.length > 0)
    throw new AppError('invalid-input', { fault: 'modelNames: 摘录场景不使用模型 an extractive scenario uses no model' });
}
