// Verbs about the first accounts, for whoever can read the data folder.
import type { Command } from 'commander';
import type { Config } from '../base/config.ts';
import { AppError } from '../base/errors.ts';
import { operations as peopleOperations, type Person } from '../people/contract.ts';
import { operations as personal } from '../personal/contract.ts';
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
    .command('export-data')
    .description('导出个人数据（JSON，默认本人的）  what is kept about a person, as JSON (default: about oneself)')
    .argument('[login-name]', '登录名 login name')
    .action((loginName: string | undefined) =>
      withClient(async (client) => {
        const data =
          loginName === undefined
            ? await client.download(personal.exportMyData, {})
            : await client.download(personal.exportPersonData, { personId: (await personNamed(client, loginName)).id });
        terminal.print((await new Response(data).text()).trimEnd());
      }),
    );

  people
    .command('erase-data')
    .description('申请删除已离开者的个人信息，由安全管理员批准  propose to erase the data of somebody who has left')
    .argument('<login-name>', '登录名 login name')
    .requiredOption('--reason <reason>', '理由，不要写姓名 why, without the name')
    .action((loginName: string, { reason }: { readonly reason: string }) =>
      withClient(async (client) => {
        const { id } = await personNamed(client, loginName);
        const { changeId } = await client.call(personal.proposeErasure, { personId: id, reason });
        terminal.print(changeId);
        terminal.remark('已提交，等安全管理员批准。', 'Proposed; a security officer decides.');
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

async function personNamed(client: Client, loginName: string): Promise<Person> {
  const { people } = await client.call(peopleOperations.listPeople, { name: loginName });
  const found = people.find((person) => person.loginName === loginName);
  if (!found) throw new AppError('not-found', { what: `person 人员 ${loginName}` });
  return found;
}

function linkAddress(client: Client, config: Config): string {
  return config.listening.publicOrigins[0] ?? client.url ?? servedAt(config);
}

/** Where the pages will be once somebody starts the server. */
function servedAt({ host, port }: Config): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
