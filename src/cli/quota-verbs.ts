// Verbs about quotas: set, list, remove, and what was used.
import { type Command, Option } from 'commander';
import { dayInChina } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { type Measure, nearShare, operations, type Period, periodSchema, type Quota, type Subject, type Usage } from '../quota/contract.ts';
import type { VerbContext } from './account-verbs.ts';
import { count } from './count.ts';
import { millionths } from './yuan.ts';

interface SetOptions {
  readonly key?: string;
  readonly scenario?: string;
  readonly department?: string;
  readonly requests?: number;
  readonly tokens?: number;
  readonly money?: string;
  readonly per: Period;
  readonly json?: boolean;
}

const json = (): Option => new Option('--json', '逐行输出 JSON  one JSON value per line');
const per = (): Option => new Option('--per <period>', '每日或每月，按中国日历 by China’s calendar').choices(periodSchema.options);

export function addQuotaVerbs(program: Command, { terminal, withClient }: VerbContext): void {
  const quota = program
    .command('quota')
    .description('额度：密钥、场景、部门每日每月能用多少  how much keys, scenarios and departments may use');

  quota
    .command('set')
    .description('设置一项额度，已用的计入  set a quota; what was used in the period counts')
    .option('--key <name>', '接口密钥的名称或编号 name or id of an API key')
    .option('--scenario <name>', '场景 scenario')
    .option('--department <name>', '部门，含下级（重名时写 上级/下级） department, with those below it')
    .option('--requests <n>', '次数 requests', count)
    .option('--tokens <n>', '词元 tokens', count)
    .option('--money <yuan>', '元 yuan')
    .addOption(per().makeOptionMandatory())
    .addOption(json())
    .action((options: SetOptions) =>
      withClient(async (client) => {
        const wish = { ...subjectIn(options), ...amountIn(options), period: options.per };
        const { quota: set } = await client.call(operations.setQuota, wish);
        terminal.print(options.json === true ? JSON.stringify(set) : lineOf(set));
      }),
    );

  quota
    .command('list')
    .description('列出额度和已用  list quotas with what is used')
    .addOption(json())
    .action(({ json: asJson }: { readonly json?: boolean }) =>
      withClient(async (client) => {
        const { quotas } = await client.call(operations.listQuotas, {});
        if (quotas.length === 0) terminal.remark('没有额度：用量不受限制。', 'There are no quotas: nothing is limited.');
        for (const one of quotas) terminal.print(asJson === true ? JSON.stringify(one) : lineOf(one));
      }),
    );

  quota
    .command('remove')
    .description('取消一项额度  remove a quota')
    .argument('<id>', '编号（见 quota list） id, see quota list')
    .action((quotaId: string) => withClient(async (client) => void (await client.call(operations.removeQuota, { quotaId }))));

  quota
    .command('usage')
    .description('谁用了多少  who used how much')
    .addOption(new Option('--by <kind>', '按密钥、场景或部门 by').choices(['key', 'scenario', 'department']).default('scenario'))
    .addOption(per().default('day'))
    .addOption(json())
    .action(({ by: kind, per: period, json: asJson }: { by: Subject['kind']; per: Period; json?: boolean }) =>
      withClient(async (client) => {
        const { usage } = await client.call(operations.listUsage, { kind, period });
        if (usage.length === 0) terminal.remark('还没有用量。', 'Nothing was used yet.');
        for (const one of usage) terminal.print(asJson === true ? JSON.stringify(one) : usageLine(one));
      }),
    );
}

function subjectIn({ key, scenario, department }: SetOptions): Pick<Subject, 'kind' | 'subject'> {
  const [only, ...more] = Object.entries({ key, scenario, department }).flatMap(([kind, subject]) =>
    subject === undefined ? [] : [{ kind: kind as Subject['kind'], subject }],
  );
  if (!only || more.length > 0)
    throw new AppError('invalid-input', {
      fault: '--key、--scenario、--department 三选一 name one of --key, --scenario, --department',
    });
  return only;
}

function amountIn({ requests, tokens, money }: SetOptions): { measure: Measure; amount: number } {
  const given = { requests, tokens, money: money === undefined ? undefined : millionths('--money', money) };
  const [only, ...more] = Object.entries(given).flatMap(([measure, amount]) =>
    amount === undefined ? [] : [{ measure: measure as Measure, amount }],
  );
  if (!only || more.length > 0)
    throw new AppError('invalid-input', { fault: '--requests、--tokens、--money 三选一 name one of --requests, --tokens, --money' });
  return only;
}

const kindWords: Readonly<Record<Subject['kind'], string>> = { key: '密钥 key', scenario: '场景 scenario', department: '部门 department' };
const periodWords: Readonly<Record<Period, string>> = { day: '每日 a day', month: '每月 a month' };
const measureWords: Readonly<Record<Measure, string>> = { requests: '次 requests', tokens: '词元 tokens', money: '元 yuan' };
const million = 1_000_000;

function lineOf({ id, kind, name, measure, period, amount, used, renewsAt }: Quota): string {
  const shown = (value: number): number => (measure === 'money' ? value / million : value);
  const share = amount === 0 ? 100 : Math.floor((used / amount) * 100);
  return [
    id,
    kindWords[kind],
    name,
    periodWords[period],
    `${shown(used)} / ${shown(amount)} ${measureWords[measure]}`,
    `${share} %${used >= amount * nearShare ? ' !' : ''}`,
    `↻ ${dayInChina(new Date(renewsAt))}`,
  ].join('  ');
}

function usageLine({ name, requests, tokens, money, estimatedTokens, unpriced }: Usage): string {
  return [
    name,
    `${requests} 次 requests`,
    `${tokens} 词元 tokens${estimatedTokens > 0 ? `（其中估算 of these estimated ${estimatedTokens}）` : ''}`,
    `${money / million} 元 yuan${unpriced > 0 ? `（另有无价格的调用 besides calls without a price ${unpriced}）` : ''}`,
  ].join('  ');
}
