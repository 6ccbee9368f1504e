// Verbs about API keys: create, list, revoke.
import type { Command } from 'commander';
import { apiKeyIdSchema } from '../base/ids.ts';
import { AppError } from '../base/errors.ts';
import { type ApiKey, operations } from '../sign-in/contract.ts';
import type { VerbContext } from './account-verbs.ts';

interface CreateOptions {
  readonly scenario: string;
  readonly department?: string;
  readonly name?: string;
  readonly days?: string;
  readonly json?: boolean;
}

export function addKeyVerbs(program: Command, { terminal, withClient }: VerbContext): void {
  const keys = program.command('keys').description('接口密钥，供其他系统提问  API keys, with which other systems ask');

  keys
    .command('create')
    .description('新建密钥，只显示这一次  make a key; it is shown only now')
    .requiredOption('--scenario <name>', '场景，只能用于它 the only scenario that it may ask')
    .option('--department <name>', '部门：能看该部门能看的（默认只看公开的） it sees what this department may see (default: public only)')
    .option('--name <name>', '用途 what it is for')
    .option('--days <n>', '有效天数，最多 366 days until it expires, at most 366', '90')
    .option('--json', 'JSON')
    .action(({ json, ...wish }: CreateOptions) =>
      withClient(async (client) => {
        const { key, token } = await client.call(operations.createApiKey, wish);
        if (json === true) return terminal.print(JSON.stringify({ ...key, token }));
        terminal.print(token);
        terminal.remark('请现在保存，以后不再显示。', 'Keep it now; it is not shown again.');
        terminal.remark(describe(key), '');
      }),
    );

  keys
    .command('list')
    .description('列出密钥  list the keys')
    .option('--json', 'JSON')
    .action(({ json }: { json?: boolean }) =>
      withClient(async (client) => {
        for (const key of (await client.call(operations.listApiKeys, {})).keys)
          terminal.print(json === true ? JSON.stringify(key) : describe(key));
      }),
    );

  keys
    .command('revoke')
    .description('撤销密钥，立即生效  end a key at once')
    .argument('<id>', '编号（见 keys list） id')
    .action((id: string) =>
      withClient(async (client) => {
        const keyId = apiKeyIdSchema.safeParse(id);
        if (!keyId.success) throw new AppError('invalid-input', { fault: 'id: see keys list (编号见 keys list)' });
        const { key } = await client.call(operations.revokeApiKey, { keyId: keyId.data });
        terminal.print(describe(key));
      }),
    );
}

const stateWords: Readonly<Record<ApiKey['state'], string>> = { valid: '有效 valid', expired: '已过期 expired', revoked: '已撤销 revoked' };

function describe({ id, name, scenario, department, state, expiresAt, usedAt }: ApiKey): string {
  return [
    id,
    name,
    scenario,
    department ?? '公开 public',
    stateWords[state],
    `→ ${expiresAt}`,
    usedAt ? `最近使用 used ${usedAt}` : '未用 unused',
  ].join('  ');
}
