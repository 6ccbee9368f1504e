// `hengjian library-report`: the report of now, with the weeks before.
import type { Command } from 'commander';
import { deskOperations } from '../knowledge/desk-contract.ts';
import type { VerbContext } from './account-verbs.ts';

export function addLibraryReportVerb(program: Command, { terminal, withClient }: VerbContext): void {
  program
    .command('library-report')
    .description(
      '文库报告：需要处理的文件、重复文件和每周统计  what in the library asks for something to be done, duplicates, week by week',
    )
    .option('--json', '输出 JSON  print JSON')
    .action(({ json }: { readonly json?: boolean }) =>
      withClient(async (client) => {
        const file = await client.download(deskOperations.exportLibraryReport, { format: json ? 'json' : 'markdown' });
        terminal.print((await new Response(file).text()).trimEnd());
      }),
    );
}
