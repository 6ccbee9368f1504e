// Verbs about the first accounts, for whoever can read the data folder.
import type { Command } from 'commander';
import type { Config } from '../base/config.ts';
import { operations } from '../sign-in/contract.ts';
import { linkLines } from '../welcome.ts';
import type { VerbContext } from './account-verbs.ts';
import type { Client } from './client.ts';

export function addPeopleVerbs(program: Command, { terminal, config, withClient }: VerbContext): void {
  const people = program.command('people').description('账号  accounts');

  people
    .command('links')
    .description('重新打印尚未启用的首批账号的一次性链接  new one-time links for first accounts that nobody has used yet')
    .action(() =>
      withClient(async (client) => {
        const { mode, links } = await client.call(operations.createFirstLinks, {});
        if (mode === 'solo') return terminal.remark('本站是单人模式，没有账号。', 'This site is in solo mode and has no accounts.');
        if (links.length === 0) return terminal.remark('首批账号都已启用。', 'All first accounts are in use.');
        terminal.print(linkLines(linkAddress(client, config()), links));
      }),
    );

  people
    .command('leave-solo')
    .description('离开单人模式，启用账号（单向）  leave solo mode for accounts (one way)')
    .action(() =>
      withClient(async (client) => {
        const { links } = await client.call(operations.leaveSolo, {});
        terminal.remark('已离开单人模式。请打开一次性链接启用账号：', 'Solo mode is over. Open the one-time links to begin with accounts:');
        terminal.print(linkLines(linkAddress(client, config()), links));
      }),
    );
}

function linkAddress(client: Client, config: Config): string {
  return config.listening.publicOrigins[0] ?? client.url ?? servedAt(config);
}

/** Where the pages will be once somebody starts the server. */
function servedAt({ host, port }: Config): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
