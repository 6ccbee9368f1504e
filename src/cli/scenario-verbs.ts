// Verbs about scenarios: list them, add one or its next version.
import { type Command, Option } from 'commander';
import { AppError } from '../base/errors.ts';
import { type Grade, grades } from '../base/grade.ts';
import { listed } from '../base/network-settings.ts';
import { priorities } from '../base/priority.ts';
import { thresholdRange } from '../scenarios/checks-contract.ts';
import { engines, operations, type Scenario } from '../scenarios/contract.ts';
import type { VerbContext } from './account-verbs.ts';
import { tellWhetherItCounts } from './opening.ts';

interface AddOptions {
  readonly title?: string;
  readonly purpose: string;
  readonly models?: string;
  readonly engine?: Scenario['engine'];
  readonly inputGrade: Grade;
  readonly priority: Scenario['priority'];
  readonly share: string;
  readonly contact?: string;
  readonly supportedFrom?: string;
  readonly answeredFrom?: string;
  readonly opinions?: boolean;
  /** False: none. */
  readonly judge?: string | false;
  readonly judgeRequired?: boolean;
  readonly judgeSeconds?: string;
  readonly reasoning?: boolean;
  readonly reason?: string;
}

export function addScenarioVerbs(program: Command, { terminal, withClient }: VerbContext): void {
  const scenarios = program.command('scenarios').description('场景：一种用途的登记  scenarios: the record of a use');

  scenarios
    .command('list')
    .description('列出场景  list the scenarios')
    .option('--json', 'JSON')
    .action(({ json }: { json?: boolean }) =>
      withClient(async (client) => {
        for (const scenario of (await client.call(operations.listScenarios, {})).scenarios)
          terminal.print(json ? JSON.stringify(scenario) : lineOf(scenario));
      }),
    );

  scenarios
    .command('add')
    .description('新建场景或它的下一版  add a scenario, or its next version')
    .argument('<name>', '名称：小写字母、数字和 -  name')
    .requiredOption('--purpose <text>', '用途 what it is for')
    .option('--title <text>', '标题，默认同名称 title')
    .option('--models <names>', '可用的模型，以逗号分隔 models that it may use, separated by commas')
    .addOption(
      new Option(
        '--engine <engine>',
        '谁来作答：extractive 逐字摘录（没有 --models 时），generative 模型依据文库写、核对后显示，relay 转接模型（有 --models 时） who answers: the documents, a model from the documents, or a model alone',
      ).choices(engines),
    )
    .addOption(new Option('--input-grade <grade>', '输入内容的级别 grade of what is typed into it').choices(grades).default('internal'))
    .addOption(
      new Option('--priority <class>', '模型繁忙时的次序：有人在等，或批量 who waits for it: people, or a batch')
        .choices(priorities)
        .default('interactive'),
    )
    .option('--share <number>', '模型繁忙时与其他场景相比的份额，1 至 100 its share of busy models', '1')
    .option('--contact <text>', '答不了时可以找谁，例如电话 who helps where it does not')
    .option(
      '--supported-from <score>',
      `模型写的句子支持度达到多少才算有据，${thresholdRange.least} 至 ${thresholdRange.most}，默认不变 score from which a sentence of a model counts as borne out`,
    )
    .option(
      '--answered-from <score>',
      `把握达到多少才作答，${thresholdRange.least} 至 ${thresholdRange.most}，默认不变 score from which the documents count as answering`,
    )
    .option('--opinions', '显示未经文件证实的模型观点 show what a model says without documents bearing it out')
    .option('--no-opinions', '不显示 do not show it')
    .option(
      '--judge <model>',
      '给出第二意见的模型：通过核对的句子再请它看一遍，不同意的不显示 a model that reads once more what passed the checks, and may take it away',
    )
    .option('--judge-required', '没有第二意见的句子不显示 sentences without its opinion are not shown')
    .option('--judge-seconds <number>', '每句最多等它多少秒，1 至 60，默认 10 how long it is waited for')
    .option('--no-judge', '不征求第二意见 ask for none')
    .option('--reasoning', '显示模型的思考过程，标明未经核对 show what a model reasons, marked as unchecked')
    .option('--no-reasoning', '不显示，也不保存、不转出 neither show nor keep nor relay it')
    .option('--reason <text>', '给批准人的理由 reason, for who approves')
    .action(
      (name: string, { title = name, purpose, models, engine, inputGrade, priority, share, contact, reason, ...checks }: AddOptions) =>
        withClient(async (client) => {
          const modelNames = [...listed(models ?? '')];
          const { changeId } = await client.call(operations.addScenarioVersion, {
            name,
            title,
            purpose,
            inputGrade,
            modelNames,
            engine: engine ?? (modelNames.length > 0 ? 'relay' : 'extractive'),
            priority,
            share: Number(share),
            contact: contact ?? null,
            checks: checksIn(checks),
            ...(reason === undefined ? {} : { reason }),
          });
          tellWhetherItCounts(terminal, changeId);
        }),
    );
}

/** What is not said stays as it is. */
function checksIn({ supportedFrom, answeredFrom, opinions, reasoning, ...judging }: Partial<AddOptions>) {
  return {
    ...(supportedFrom === undefined ? {} : { supportedFrom: Number(supportedFrom) }),
    ...(answeredFrom === undefined ? {} : { answeredFrom: Number(answeredFrom) }),
    ...(opinions === undefined ? {} : { showOpinions: opinions }),
    ...(reasoning === undefined ? {} : { showReasoning: reasoning }),
    ...judgeIn(judging),
  };
}

function judgeIn({ judge, judgeRequired = false, judgeSeconds }: Pick<AddOptions, 'judge' | 'judgeRequired' | 'judgeSeconds'>) {
  if (judge === undefined && (judgeRequired || judgeSeconds !== undefined))
    throw new AppError('invalid-input', { fault: '--judge: 请同时写明复核模型 name the judge as well' });
  if (judge === undefined) return {};
  if (judge === false) return { judge: null };
  return { judge: { model: judge, isRequired: judgeRequired, ...(judgeSeconds === undefined ? {} : { seconds: Number(judgeSeconds) }) } };
}

function lineOf({ name, version, engine, inputGrade, modelNames, title, checks }: Scenario): string {
  const { supportedFrom, answeredFrom, showOpinions, judge, showReasoning } = checks;
  const policy = [
    `supported>=${supportedFrom} answered>=${answeredFrom}`,
    showOpinions && 'opinions',
    judge && `judge=${judge.model}${judge.isRequired ? '!' : ''}`,
    showReasoning && 'reasoning',
  ];
  return [name, `v${version}`, engine, inputGrade, modelNames.join(',') || '-', policy.filter(Boolean).join(' '), title].join('  ');
}
