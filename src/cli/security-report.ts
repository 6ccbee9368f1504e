// `hengjian security-report`: makes one and prints it, or prints the newest.
import type { Command } from 'commander';
import { AppError } from '../base/errors.ts';
import { operations } from '../reports/contract.ts';
import { reportInMarkdown } from '../reports/report-in-markdown.ts';
import type { VerbContext } from './account-verbs.ts';
import type { Client } from './client.ts';

export function addSecurityReportVerb(program: Command, { terminal, withClient }: VerbContext): void {
  program
    .command('security-report')
    .description('安全报告：未使用的权限、旧密钥、缺少的第二因素等  unused rights, old keys, missing second factors and more')
    .option('--last', '只显示最近一份，不新做 print the newest one instead of making one')
    .option('--json', '输出 JSON  print JSON')
    .action(({ last, json }: { readonly last?: boolean; readonly json?: boolean }) =>
      withClient(async (client) => {
        const { report } = last ? await newest(client) : await client.call(operations.makeSecurityReport, {});
        terminal.print(json ? JSON.stringify(report) : reportInMarkdown(report).trimEnd());
      }),
    );
}

async function newest(client: Client) {
  const { reports } = await client.call(operations.listSecurityReports, { limit: 1 });
  const [last] = reports;
  if (!last) throw new AppError('not-found', { what: 'security report 安全报告' });
  return client.call(operations.getSecurityReport, { reportId: last.id });
}
