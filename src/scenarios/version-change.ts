// A version of a scenario into which people may type what counts as less than before, or as public: that takes two.
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { ChangeKind } from '../access/changes/changes.ts';
import { AppError } from '../base/errors.ts';
import { gradeRank, gradeWords, unknownGrade } from '../base/grade.ts';
import { newId, scenarioIdSchema } from '../base/ids.ts';
import type { Entry } from '../ledger/ledger.ts';
import { sameTransaction } from '../store/store.ts';
import { type Scenario, type ScenarioWish, wishSchema } from './contract.ts';
import { insertVersion, listNewest, type ScenarioDatabase, type ScenarioTransaction } from './scenarios.store.ts';

const payload = z.object({ wish: wishSchema, replaces: z.number().int() });
export type VersionChange = ChangeKind<typeof payload>;

/** Whether what is typed would count as less than it did, or as public. What nobody has declared counts as internal. */
export function takesTwo(before: Scenario | undefined, { inputGrade }: Pick<ScenarioWish, 'inputGrade'>): boolean {
  if (before?.inputGrade === inputGrade) return false;
  return inputGrade === 'public' || gradeRank(inputGrade) < gradeRank(before?.inputGrade ?? unknownGrade);
}

export function versionChange(database: ScenarioDatabase): VersionChange {
  return {
    kind: 'scenario-version',
    payload,
    proposer: 'scenarios.manage',
    approver: 'scenarios.approve',
    subjectOf: ({ wish }) => wish.name,
    async describe({ wish: { name, title, inputGrade } }) {
      const [before] = await listNewest(database, name);
      const [was, is] = [gradeWords[before?.inputGrade ?? unknownGrade], gradeWords[inputGrade]];
      return {
        zh: `场景“${title}”（${name}）中输入的内容按“${is.zh}”级对待（现按“${was.zh}”级）。`,
        en: `What is typed into the scenario ${name} counts as ${is.en} (now ${was.en}).`,
      };
    },
    check: async () => {},
    apply: (within: Transaction<unknown>, { wish, replaces }, now) => addVersion(sameTransaction(within), wish, replaces, now),
  };
}

/** Fails when another version came between: then this one was written against one that is gone. */
export async function addVersion(
  transaction: ScenarioTransaction,
  wish: ScenarioWish,
  replaces: number,
  now: Date,
): Promise<Omit<Entry, 'actor'>> {
  const scenario: Scenario = { id: newId(scenarioIdSchema, now.getTime()), version: replaces + 1, ...wish };
  if (!(await insertVersion(transaction, scenario, now)))
    throw new AppError('conflict', { fault: '场景已有更新的版本 the scenario has a newer version' });
  return versioned(scenario);
}

export function versioned({
  id,
  name,
  version,
  inputGrade,
  engine,
  collectionIds,
  modelNames,
  priority,
  share,
}: Scenario): Omit<Entry, 'actor'> {
  return {
    action: 'scenario-versioned',
    subject: { kind: 'scenario', id },
    details: { name, version, inputGrade, engine, collections: collectionIds, models: modelNames, priority, share },
  };
}
