// `hengjian retention` and `hengjian holds`: what is kept how long, removing what is over its time now, and what is held.
import { type Command, Option } from 'commander';
import { type Hold, operations, type Period, type RetentionRun } from '../retention/contract.ts';
import type { VerbContext } from './account-verbs.ts';

interface Listing {
  readonly json?: boolean;
}
const pauseMs = 300;

export function addRetentionVerbs(program: Command, { terminal, withClient }: VerbContext): void {
  const json = (): Option => new Option('--json', '输出 JSON  print JSON');
  const retention = program.command('retention').description('数据保存期限  how long data is kept');

  retention
    .command('show')
    .description('各类数据的期限、下次将清除的数量  the periods, and what the next run removes')
    .addOption(json())
    .action(({ json: asJson }: Listing) =>
      withClient(async (client) => {
        const shown = await client.call(operations.getRetention, {});
        if (asJson) return terminal.print(JSON.stringify(shown));
        for (const period of shown.periods) terminal.print(lineOfPeriod(period));
        const [last] = shown.runs;
        if (last) terminal.print(lineOfRun(last));
      }),
    );

  retention
    .command('apply')
    .description('立即清除到期且未保全的数据  remove now what is over its time and not held')
    .addOption(json())
    .action(({ json: asJson }: Listing) =>
      withClient(async (client) => {
        let { run } = await client.call(operations.applyRetention, {});
        while (run.state !== 'done') {
          terminal.progress('清除 removing', sum(run.removed), sum(run.totals));
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
          const { runs } = await client.call(operations.getRetention, {});
          run = runs.find(({ id }) => id === run.id) ?? run;
        }
        terminal.print(asJson ? JSON.stringify(run) : lineOfRun(run));
      }),
    );

  program
    .command('holds')
    .description('法律保全  legal holds')
    .command('list')
    .description('生效中的保全  holds in force')
    .option('--all', '也包括已解除的 also those that were lifted')
    .addOption(json())
    .action(({ all, json: asJson }: Listing & { readonly all?: boolean }) =>
      withClient(async (client) => {
        const { holds } = await client.call(operations.listHolds, { which: all ? 'all' : 'standing' });
        if (holds.length === 0) terminal.remark('没有保全。', 'There is no hold.');
        for (const hold of holds) terminal.print(asJson ? JSON.stringify(hold) : lineOfHold(hold));
      }),
    );
}

function lineOfPeriod({ kind, days, over, held }: Period): string {
  return `${kind}  ${days === 0 ? '永久 for ever' : `${days} 天 days`}  到期 over ${over}  保全 held ${held}`;
}

function lineOfRun({ id, state, createdAt, removed }: RetentionRun): string {
  return `${id}  ${state}  ${createdAt}  清除 removed ${JSON.stringify(removed)}`;
}

function lineOfHold({ id, kind, name, target, from, until, placedAt, liftedAt }: Hold): string {
  const about = kind === 'span' ? `${from} – ${until ?? ''}` : (name ?? target);
  return `${id}  ${kind}  ${about}  ${placedAt}  ${liftedAt ?? '生效中 in force'}`;
}

function sum(counts: RetentionRun['totals']): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
