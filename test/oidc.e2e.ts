// With the account of one's institution, in a real browser: from a page of ours to the institution's own sign-in, back, and out again.
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Journey, phone, startJourney } from './support/journey.ts';
import { oidcClient, openTestOidc, type TestOidc } from './support/oidc.ts';

let folder: string;
let provider: TestOidc;
let journey: Journey;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-oidc-journey-'));
  // The provider must know where browsers come back to before the service listens there.
  const port = await freePort();
  provider = await openTestOidc({ origins: [`http://127.0.0.1:${port}`] });
  provider.people = [{ sub: 'u-0001', preferred_username: 'zhang', name: '张三', groups: ['editors'] }];
  await writeFile(join(folder, 'secret'), oidcClient.secret);
  await writeFile(join(folder, 'map.json'), JSON.stringify({ groups: { editors: { roles: ['staff', 'editor'] } } }));
  journey = await startJourney({
    PORT: String(port),
    HENGJIAN_DEMO: 'off',
    HENGJIAN_OIDC_ISSUER: provider.issuer,
    HENGJIAN_OIDC_CLIENT_ID: oidcClient.id,
    HENGJIAN_OIDC_CLIENT_SECRET_FILE: join(folder, 'secret'),
    HENGJIAN_DIRECTORY_MAP: join(folder, 'map.json'),
  });
});
afterAll(async () => {
  await journey.close();
  await provider.close();
  await rm(folder, { recursive: true, force: true });
});

it('a member of staff signs in at the institution and comes back to the page that was asked for, with the roles of the groups', async () => {
  const page = await journey.visit('/library', phone);
  await signInThere(page);
  await page.getByRole('heading', { name: '文库' }).waitFor();
  // Nothing of the way stays in the address.
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/library');
  await page.goto(new URL('/account', page.url()).href);
  await page.getByText('您用单位目录的账号登录').waitFor();
  await page.getByText('知识编辑').waitFor();
  expect(journey.complaints).toEqual([]);
});

it('signing out signs out there too', async () => {
  const page = await journey.visit('/account');
  await signInThere(page);
  await page.getByRole('button', { name: '账号：张三' }).click();
  await page.getByRole('menuitem', { name: '退出登录' }).click();
  await page.getByRole('button', { name: /yes/i }).click();
  await page.getByRole('button', { name: '使用单位统一认证登录' }).click();
  // The institution asks who it is once more.
  await page.locator('input[name="login"]').waitFor();
});

it('what was brought back once opens nothing again, in a sentence that says where to begin', async () => {
  const page = await journey.visit('/sign-in/callback?code=used&state=before');
  await page.getByText('统一认证登录没有完成').waitFor();
  expect(new URL(page.url()).search).toBe('');
  await page.getByRole('button', { name: '回到登录页' }).click();
  await page.getByRole('button', { name: '使用单位统一认证登录' }).waitFor();
});

async function signInThere(page: Page): Promise<void> {
  await page.getByRole('button', { name: '使用单位统一认证登录' }).click();
  await page.locator('input[name="login"]').fill('u-0001');
  await page.locator('input[name="password"]').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
