// `hengjian incidents`: list, show, open, report.
import { type Command, Option } from 'commander';
import { type Incident, type IncidentDetail, operations, type Severity, severitySchema } from '../incidents/contract.ts';
import { reportInMarkdown } from '../incidents/report.ts';
import type { VerbContext } from './account-verbs.ts';
import type { Terminal } from './terminal.ts';

interface Listing {
  readonly all?: boolean;
  readonly json?: boolean;
}

export function addIncidentVerbs(program: Command, { terminal, withClient }: VerbContext): void {
  const incidents = program.command('incidents').description('安全事件  incidents');
  const json = (): Option => new Option('--json', '输出 JSON  print JSON');

  incidents
    .command('list')
    .description('处理中的事件  incidents that are running')
    .option('--all', '也包括已关闭的 also those that are closed')
    .addOption(json())
    .action(({ all, json: asJson }: Listing) =>
      withClient(async (client) => {
        const listed = await client.call(operations.listIncidents, { which: all ? 'all' : 'running' });
        if (listed.incidents.length === 0) terminal.remark('没有事件。', 'There is no incident.');
        for (const incident of listed.incidents) terminal.print(asJson ? JSON.stringify(incident) : lineOf(incident));
      }),
    );

  incidents
    .command('show')
    .description('一个事件和它的经过  an incident with its timeline')
    .argument('<id>')
    .addOption(json())
    .action((id: string, { json: asJson }: Listing) =>
      withClient(async (client) => show(terminal, await client.call(operations.getIncident, { incidentId: id }), asJson)),
    );

  incidents
    .command('open')
    .description('登记事件  open an incident')
    .argument('<title...>', '发生了什么 what happened')
    .addOption(new Option('--severity <severity>', '严重程度 severity').choices(severitySchema.options).default('medium'))
    .addOption(json())
    .action((words: string[], { severity, json: asJson }: Listing & { readonly severity: Severity }) =>
      withClient(async (client) =>
        show(terminal, await client.call(operations.openIncident, { title: words.join(' '), severity }), asJson),
      ),
    );

  incidents
    .command('report')
    .description('事件报告：经过、措施、账本序号  the report of an incident, with the ledger’s sequence numbers')
    .argument('<id>')
    .addOption(json())
    .action((id: string, { json: asJson }: Listing) =>
      withClient(async (client) => {
        const report = await client.download(operations.reportIncident, {
          incidentId: id,
          format: asJson ? 'json' : 'markdown',
        });
        terminal.print((await new Response(report).text()).trimEnd());
      }),
    );
}

function lineOf({ id, state, severity, openedAt, title }: Incident): string {
  return `${id}  ${state}  ${severity}  ${openedAt}  ${title}`;
}

function show(terminal: Terminal, detail: IncidentDetail, asJson: boolean | undefined): void {
  terminal.print(asJson ? JSON.stringify(detail) : reportInMarkdown(detail).trimEnd());
}
