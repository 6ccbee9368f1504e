// Accounts by the command line beside a running server: links, login with a second factor, whoami, API keys, logout.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Finished, runFile, type Serving, startServer } from './support/command.ts';
import { prepareDataFolder } from './support/prepared-database.ts';

const password = 'kite-lamp-orchard-71';
let folder: string;
let server: Serving;
/** The links of the first accounts: staff, system administrator, security officer, auditor. */
let links: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-accounts-'));
  await prepareDataFolder(join(folder, 'data'));
  server = await startServer({ folder, env: { HENGJIAN_SOLO: 'off' } });
  links = (await hengjian([], 'people', 'links')).stdout.split('\n').flatMap((line) => line.trim().match(/^http\S+$/)?.[0] ?? []);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const hengjian = (input: readonly string[], ...args: string[]): Promise<Finished> => runFile('src/cli/main.ts', args, { folder, input });
const meSchema = z.object({ person: z.object({ loginName: z.string() }), permissions: z.array(z.string()) });
const whoami = async () => meSchema.parse(JSON.parse((await hengjian([], 'whoami', '--json')).stdout));
const callAs = async (token: string, method: string, path: string, body: object): Promise<unknown> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return (await fetch(server.url + path, { method, headers, body: JSON.stringify(body) })).json();
};

test('nobody is signed in at first, and each command says what to do', async () => {
  expect(links).toHaveLength(4);
  const { code, stderr } = await hengjian([], 'ask', '停车收费');
  expect(code).toBe(2);
  expect(stderr).toContain('bin/hengjian login');
});

test('a link makes an account whose owner is then known, until logging out', async () => {
  const { code, stderr } = await hengjian([password], 'login', '--link', links[0] ?? '', '--name', 'li.wei');
  expect([code, stderr]).toEqual([0, expect.stringContaining('已登录')]);
  expect((await whoami()).person.loginName).toBe('li.wei');
  expect((await hengjian([], 'keys', 'list')).code).toBe(2);
  expect((await hengjian([], 'logout')).code).toBe(0);
  expect((await hengjian([], 'whoami')).code).toBe(2);
  const wrong = await hengjian(['not the password'], 'login', '--name', 'li.wei');
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('登录名、密码或验证码不正确')]);
  expect((await hengjian([password], 'login', '--name', 'li.wei')).code).toBe(0);
  await hengjian([], 'logout');
});

test('a power is told to set a second factor up, then logs in with code or recovery code, and keeps API keys', async () => {
  const officer = links[2] ?? '';
  const link = officer.slice(officer.indexOf('#') + 1);
  const tokenSchema = z.object({ token: z.string() });
  const first = tokenSchema.parse(await callAs('none', 'POST', '/api/links/spend', { token: link, password, carrier: 'token' }));
  const told = await hengjian([password], 'login', '--name', 'security-officer');
  expect(told.stderr).toContain('您的角色要求启用动态验证码');
  expect((await whoami()).permissions).toEqual([]);
  const { secret } = z.object({ secret: z.string() }).parse(await callAs(first.token, 'POST', '/api/me/second-factor', {}));
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const enrolled = { code: totp.generate(), carrier: 'token' };
  const { recoveryCodes } = z
    .object({ recoveryCodes: z.array(z.string()) })
    .parse(await callAs(first.token, 'PUT', '/api/me/second-factor', enrolled));
  // The next step's code is surely not the one that was used.
  const code = totp.generate({ timestamp: Date.now() + 30_000 });
  expect((await hengjian([password, code], 'login', '--name', 'security-officer')).stderr).toContain('已登录');
  await hengjian([], 'logout');
  expect((await hengjian([password, recoveryCodes[0] ?? ''], 'login', '--name', 'security-officer')).stderr).toContain('已登录');

  const made = await hengjian([], 'keys', 'create', '--scenario', 'policy-questions', '--days', '30', '--json');
  const key = z.object({ id: z.string(), token: z.string(), state: z.string() }).parse(JSON.parse(made.stdout));
  const asked = z.object({ outcome: z.string() }).parse(await callAs(key.token, 'POST', '/api/answers', { question: '停车收费多少？' }));
  expect(asked.outcome).not.toBe('answered');
  const listed = await hengjian([], 'keys', 'list');
  expect(listed.stdout).toContain(key.id);
  expect(listed.stdout).not.toContain(key.token);
  expect((await hengjian([], 'keys', 'revoke', key.id)).stdout).toContain('已撤销');
  expect(await callAs(key.token, 'POST', '/api/answers', { question: '停车收费多少？' })).toMatchObject({ code: 'unauthenticated' });
  expect((await hengjian([], 'keys', 'create', '--scenario', 'none')).code).toBe(2);
  expect((await hengjian([], 'keys', 'create', '--scenario', 'policy-questions', '--days', '367')).code).toBe(2);
});
