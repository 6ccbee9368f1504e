// Verbs about who one is: login, logout, whoami.
import type { Command } from 'commander';
import type { Config } from '../base/config.ts';
import { roleWords } from '../base/roles.ts';
import { operations } from '../sign-in/contract.ts';
import { askFor, askSecret } from './ask-person.ts';
import type { Client } from './client.ts';
import { storeSession } from './stored-sessions.ts';
import type { Terminal } from './terminal.ts';

export interface VerbContext {
  readonly terminal: Terminal;
  readonly config: () => Config;
  readonly withClient: (work: (client: Client) => Promise<void>) => Promise<void>;
}

export function addAccountVerbs(program: Command, { terminal, config, withClient }: VerbContext): void {
  program
    .command('login')
    .description('登录，此后的命令都以您的身份执行  sign in; later commands act for you')
    .option('--name <name>', '登录名（密码从终端或标准输入读取） login name')
    .option('--link <url>', '一次性链接：设定密码并登录 one-time link: choose a password and sign in')
    .action(({ name, link }: { name?: string; link?: string }) =>
      withClient(async (client) => {
        const { token, nextStep } = link === undefined ? await signIn(client, name) : await spendLink(client, link, name);
        const whole = nextStep === 'second-factor' ? await showCode(client.withSession(token), terminal) : { token, nextStep };
        await storeSession(config(), whole.token ?? undefined);
        if (whole.nextStep === null) return terminal.remark('已登录。', 'Signed in.');
        const { zh, en } = stepWords[whole.nextStep];
        terminal.remark(zh, en);
      }),
    );

  program
    .command('logout')
    .description('退出登录  sign out')
    .action(() =>
      withClient(async (client) => {
        // The session may have ended by itself.
        await client.call(operations.signOut, {}).catch(() => undefined);
        await storeSession(config(), undefined);
        terminal.remark('已退出。', 'Signed out.');
      }),
    );

  program
    .command('whoami')
    .description('我是谁  who is signed in')
    .option('--json', 'JSON')
    .action(({ json }: { json?: boolean }) =>
      withClient(async (client) => {
        const me = await client.call(operations.getMe, {});
        if (json === true) return terminal.print(JSON.stringify(me));
        if (me.mode === 'solo') return terminal.print('单人模式 Solo mode');
        const { loginName, displayName, roles, department } = me.person;
        terminal.print([loginName, displayName, department?.name, ...roles.map((role) => roleWords[role])].filter(Boolean).join('  '));
      }),
    );
}

const stepWords = {
  'second-factor': { zh: '还要输入动态验证码：请再次运行 login。', en: 'The code is still to be entered: run login again.' },
  'enrol-second-factor': {
    zh: '您的角色要求启用动态验证码：请先在网页上登录并绑定。',
    en: 'Your role requires a second factor: sign in on the web page first and set it up.',
  },
  'change-password': { zh: '密码已到期：请先在网页上更换。', en: 'The password is too old: change it on the web page first.' },
} as const;

/** The code of the authenticator; a longer one is a recovery code. */
async function showCode(client: Client, terminal: Terminal) {
  const code = await askSecret('动态验证码或恢复码 Code of the authenticator, or a recovery code:');
  const isRecoveryCode = code.replace(/\s/g, '').length > 6;
  const reply = await client.call(operations.showSecondFactor, { code, isRecoveryCode, carrier: 'token' });
  if (isRecoveryCode) terminal.remark('这个恢复码已用掉。', 'This recovery code is used up.');
  return reply;
}

async function signIn(client: Client, name: string | undefined) {
  const loginName = name ?? (await askFor('登录名 Login name:'));
  return client.call(operations.signIn, { loginName, password: await askSecret('密码 Password:'), carrier: 'token' });
}

async function spendLink(client: Client, link: string, name: string | undefined) {
  const token = link.slice(link.indexOf('#') + 1);
  const account = await client.call(operations.readLink, { token });
  const loginName = name ?? account.loginName;
  const password = await askSecret(`${loginName}: 新密码（至少 ${account.passwordLength} 个字符） New password:`);
  return client.call(operations.spendLink, { token, loginName, password, carrier: 'token' });
}
