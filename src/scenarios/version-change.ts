// A version of a scenario into which people may type what counts as less than before, or as public, or whose checks let more through: that
// takes two.
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { ChangeKind } from '../access/changes/changes.ts';
import { AppError } from '../base/errors.ts';
import { gradeWords, unknownGrade } from '../base/grade.ts';
import { newId, scenarioIdSchema } from '../base/ids.ts';
import type { Entry } from '../ledger/ledger.ts';
import { sameTransaction } from '../store/store.ts';
import { type AnswerChecks, type CheckName, loosened } from './checks-contract.ts';
import { lowersGrade, type Scenario, type ScenarioWish, wishSchema } from './contract.ts';
import { insertVersion, listNewest, type ScenarioDatabase, type ScenarioTransaction } from './scenarios.store.ts';

const payload = z.object({ wish: wishSchema, replaces: z.number().int() });
export type VersionChange = ChangeKind<typeof payload>;

export function versionChange(database: ScenarioDatabase): VersionChange {
  return {
    kind: 'scenario-version',
    payload,
    proposer: 'scenarios.manage',
    approver: 'scenarios.approve',
    subjectOf: ({ wish }) => wish.name,
    async describe({ wish }) {
      const [before] = await listNewest(database, wish.name);
      const parts = [
        ...(lowersGrade(before, wish) ? [gradeSentence(before, wish)] : []),
        ...loosened(wish.checks, before?.checks).map((name) => loosenedWords[name](wish.checks)),
      ];
      return {
        zh: `场景“${wish.title}”（${wish.name}）：${parts.map(({ zh }) => zh).join('；')}。`,
        en: `Scenario ${wish.name}: ${parts.map(({ en }) => en).join('; ')}.`,
      };
    },
    check: async () => {},
    apply: (within: Transaction<unknown>, { wish, replaces }, now) => addVersion(sameTransaction(within), wish, replaces, now),
  };
}

interface Words {
  readonly zh: string;
  readonly en: string;
}

function gradeSentence(before: Scenario | undefined, { inputGrade }: ScenarioWish): Words {
  const [was, is] = [gradeWords[before?.inputGrade ?? unknownGrade], gradeWords[inputGrade]];
  return {
    zh: `输入的内容按“${is.zh}”级对待（现按“${was.zh}”级）`,
    en: `what is typed into it counts as ${is.en} (now ${was.en})`,
  };
}

const loosenedWords: Readonly<Record<CheckName, (wish: AnswerChecks) => Words>> = {
  supportedFrom: ({ supportedFrom }) => ({
    zh: `模型写的句子支持度达到 ${supportedFrom} 即算有据`,
    en: `what a model writes counts as borne out from a score of ${supportedFrom}`,
  }),
  answeredFrom: ({ answeredFrom }) => ({
    zh: `把握达到 ${answeredFrom} 即作答`,
    en: `the documents count as answering from a score of ${answeredFrom}`,
  }),
  showOpinions: () => ({
    zh: '显示未经文件证实的模型观点',
    en: 'what a model says without documents bearing it out is shown, marked as that',
  }),
  judge: ({ judge }) =>
    judge === null
      ? { zh: '不再征求第二意见', en: 'no second opinion is asked for any more' }
      : {
          zh: `第二意见由模型 ${judge.model} 给出，${judge.isRequired ? '没有第二意见的句子不显示' : '没有第二意见的句子照常显示'}`,
          en: `the second opinion comes from the model ${judge.model}; sentences without it are ${judge.isRequired ? 'not shown' : 'shown'}`,
        },
  showReasoning: () => ({
    zh: '显示模型的思考过程，标明未经核对',
    en: 'what a model reasons is shown, marked as unchecked',
  }),
};

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
  checks,
}: Scenario): Omit<Entry, 'actor'> {
  return {
    action: 'scenario-versioned',
    subject: { kind: 'scenario', id },
    details: { name, version, inputGrade, engine, collections: collectionIds, models: modelNames, priority, share, checks },
  };
}
