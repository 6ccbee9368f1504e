// `hengjian policy`: the policy in force, trying another text, and proposing it.
import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { AppError, systemCode } from '../base/errors.ts';
import { roleWords } from '../base/roles.ts';
import { operations, type PolicyEffect } from '../policy/contract.ts';
import type { VerbContext } from './account-verbs.ts';
import type { Client } from './client.ts';
import type { Terminal } from './terminal.ts';

interface Listing {
  readonly json?: boolean;
}

export function addPolicyVerbs(program: Command, { terminal, withClient, partial }: VerbContext & { readonly partial: number }): void {
  const policy = program.command('policy').description('安全策略：谁能看到哪些文档  the policy on rights: who may see which documents');

  policy
    .command('show')
    .description('现行策略的全文  the text of the policy in force')
    .option('--number <n>', '以前的某一版 an earlier version', numberOf)
    .option('--json', 'JSON')
    .action(({ number, json }: Listing & { readonly number?: number }) =>
      withClient(async (client) => {
        const shown =
          number === undefined ? await client.call(operations.getPolicy, {}) : await client.call(operations.getPolicyVersion, { number });
        terminal.print(json ? JSON.stringify(shown) : shown.text.trimEnd());
        if (!json) terminal.remark(`第 ${shown.number} 版`, `Version ${shown.number}.`);
      }),
    );

  policy
    .command('history')
    .description('历次版本，最新的在前  every version, newest first')
    .option('--json', 'JSON')
    .action(({ json }: Listing) =>
      withClient(async (client) => {
        for (const version of (await client.call(operations.listPolicyVersions, {})).versions) {
          const { number, createdAt, proposedBy, approvedBy } = version;
          terminal.print(
            json ? JSON.stringify(version) : [number, createdAt ?? '随产品提供 shipped', proposedBy, approvedBy].join('  ').trimEnd(),
          );
        }
      }),
    );

  policy
    .command('check')
    .description('检查一份策略：是否有效，会改变什么；不生效  whether a text is valid and what it would change; changes nothing')
    .argument('<file>')
    .option('--json', 'JSON')
    .action((file: string, { json }: Listing) =>
      withClient(async (client) => {
        const text = await readText(file);
        const { faults } = await client.call(operations.checkPolicy, { text });
        for (const fault of faults) terminal.print(json ? JSON.stringify(fault) : `${file}:${fault.line ?? ''}  ${fault.zh}  ${fault.en}`);
        if (faults.length > 0) process.exitCode = partial;
        else await printEffects(client, terminal, text, json === true);
      }),
    );

  policy
    .command('propose')
    .description('提出新的策略，由系统管理员批准后生效  propose another text; a system administrator decides')
    .argument('<file>')
    .requiredOption('--reason <text>', '理由 why')
    .action((file: string, { reason }: { readonly reason: string }) =>
      withClient(async (client) => {
        const { changeId } = await client.call(operations.proposePolicy, { text: await readText(file), reason });
        terminal.print(changeId);
        terminal.remark('已提出，等待系统管理员批准。', 'Proposed; a system administrator decides.');
      }),
    );
}

async function printEffects(client: Client, terminal: Terminal, text: string, asJson: boolean): Promise<void> {
  let found = 0;
  for (let from: number | null = 0; from !== null; ) {
    const page: Awaited<ReturnType<typeof effectPage>> = await effectPage(client, text, from);
    found += page.effects.length;
    for (const effect of page.effects) terminal.print(asJson ? JSON.stringify(effect) : lineOf(effect));
    terminal.progress('比较 comparing', page.compared, page.total);
    from = page.next;
  }
  if (found === 0) terminal.remark('策略有效，现有人员的权限没有变化。', 'Valid; nobody here would gain or lose a right.');
}

function effectPage(client: Client, text: string, from: number) {
  return client.call(operations.getPolicyEffect, { text, from });
}

function lineOf({ place: { grade, ownerPath, grants }, people, gains, loses }: PolicyEffect): string {
  const who = `${people.department ?? '无部门 no department'} ${people.roles.map((role) => roleWords[role]).join(' ')} (${people.count})`;
  const where = [grade, ownerPath.join('/') || '-', ...grants.map(({ name }) => `+${name}`)].join(' ');
  return [...gains.map((right) => `+${right}`), ...loses.map((right) => `-${right}`), where, who, people.names.join('、')].join('  ');
}

async function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === undefined) throw error;
    throw new AppError('invalid-input', { fault: `file: 读不到 cannot be read: ${file}` }, { cause: error });
  });
}

function numberOf(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('应为整数。 It must be a whole number.');
  return Number(value);
}
