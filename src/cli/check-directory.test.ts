import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ldapBase, ldapService, openTestLdap, type TestLdap } from '../../test/support/ldap.ts';
import { oidcClient, openTestOidc, type TestOidc } from '../../test/support/oidc.ts';
import { readConfig } from '../base/config.ts';
import { checkDirectory } from './check-directory.ts';

let ldap: TestLdap;
let oidc: TestOidc;
let folder: string;
beforeAll(async () => {
  ldap = await openTestLdap();
  oidc = await openTestOidc({ origins: ['http://127.0.0.1:8080'] });
  folder = await mkdtemp(join(tmpdir(), 'hengjian-check-directory-'));
  await writeFile(join(folder, 'password'), ldapService.password);
  await writeFile(join(folder, 'wrong'), 'not-the-password');
  await writeFile(join(folder, 'map.json'), '{"everybody":{"roles":["auditor","security-officer"]}}');
});
afterAll(async () => {
  await ldap.close();
  await oidc.close();
  await rm(folder, { recursive: true, force: true });
});

const findings = (given: Readonly<Record<string, string>> = {}) =>
  checkDirectory(
    readConfig(
      {
        HENGJIAN_LDAP_URL: `ldap://127.0.0.1:${ldap.port}`,
        HENGJIAN_LDAP_BIND_DN: ldapService.dn,
        HENGJIAN_LDAP_PASSWORD_FILE: join(folder, 'password'),
        HENGJIAN_LDAP_BASE: ldapBase,
        ...given,
      },
      {},
    ),
  );

test('a site without a directory is told nothing of one', async () => {
  expect(await checkDirectory(readConfig({}, {}))).toEqual([]);
});

test('a directory that lets the service in, and a map file that is right, are well', async () => {
  expect(await findings()).toMatchObject([
    { check: 'directory-map', state: 'ok' },
    { check: 'ldap', state: 'ok' },
  ]);
});

test.each([
  ['that does not let the service in', 'wrong', 'LDAP 49'],
  ['whose password file is missing', 'nowhere', 'HENGJIAN_LDAP_PASSWORD_FILE: ENOENT'],
])('a directory %s is a fault with its cause', async (_, file, cause) => {
  const [, found] = await findings({ HENGJIAN_LDAP_PASSWORD_FILE: join(folder, file) });
  expect(found).toMatchObject({ check: 'ldap', state: 'fault', zh: expect.stringContaining(cause) as string });
});

test.each([
  ['that answers is well', (url: string) => url, { state: 'ok' }],
  ['that is another than it says is a fault', (url: string) => `${url}/other`, { state: 'fault' }],
])('an issuer %s', async (_, at, state) => {
  const [, , found] = await findings({
    HENGJIAN_OIDC_ISSUER: at(oidc.issuer),
    HENGJIAN_OIDC_CLIENT_ID: oidcClient.id,
    HENGJIAN_OIDC_CLIENT_SECRET_FILE: join(folder, 'wrong'),
  });
  expect(found).toMatchObject({ check: 'oidc', ...state });
});

test('a map file that gives two of the three powers is a fault', async () => {
  expect(await findings({ HENGJIAN_DIRECTORY_MAP: join(folder, 'map.json') })).toMatchObject([
    { check: 'directory-map', state: 'fault', zh: expect.stringContaining('三员分立') as string },
  ]);
});
