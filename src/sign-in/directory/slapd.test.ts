// Signing in with a real OpenLDAP server. Skipped, and said to be, where slapd is not installed.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAuthority } from '../../../test/support/certificates.ts';
import { openDirectory } from '../../../test/support/directory.ts';
import { openSignInGround, type SignInGround } from '../../../test/support/sign-in.ts';
import { isSlapdInstalled, openSlapd, type Slapd, slapdBase, slapdLocksAfter, slapdService } from '../../../test/support/slapd.ts';
import { readConfig } from '../../base/config.ts';
import type { Attempt, SignIn } from '../sign-in.ts';

const password = 'kite-lamp-orchard-71';
const attempt: Attempt = { place: { address: '10.1.2.3', device: '' }, device: undefined };

describe.skipIf(!isSlapdInstalled)('an OpenLDAP server', () => {
  let ground: SignInGround;
  let slapd: Slapd;
  let folder: string;
  let zhang: string;
  let li: string;
  const opened: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    [ground, slapd] = await Promise.all([openSignInGround(), openSlapd()]);
    folder = await mkdtemp(join(tmpdir(), 'hengjian-slapd-test-'));
    await writeFile(join(folder, 'password'), `${slapdService.password}\n`);
    zhang = await slapd.addPerson('zhang', '张三', password);
    li = await slapd.addPerson('li', '李四', password);
    const editors = await slapd.addGroup('editors', [zhang]);
    const nested = await slapd.addGroup('house', [editors]);
    await slapd.addGroup('agents', [li]);
    const groups = { [editors.replaceAll(',', ', ').toUpperCase()]: { roles: ['editor'] }, [nested]: { roles: ['reviewer'] } };
    await writeFile(join(folder, 'map.json'), JSON.stringify({ everybody: { roles: ['staff'] }, groups }));
  });
  beforeEach(() => ground.clear());
  afterAll(async () => {
    for (const one of opened) await one.close();
    await slapd.close();
    await ground.close();
    await rm(folder, { recursive: true, force: true });
  });

  function signInWith(other: Readonly<Record<string, string>> = {}, authority = slapd.authority.file, refusedAfterMs = 0): SignIn {
    const settings = {
      HENGJIAN_LDAP_URL: slapd.url,
      // One directory, however it is reached.
      HENGJIAN_LDAP_NAME: 'city',
      HENGJIAN_LDAP_BIND_DN: slapdService.dn,
      HENGJIAN_LDAP_PASSWORD_FILE: join(folder, 'password'),
      HENGJIAN_LDAP_BASE: slapdBase,
      HENGJIAN_DIRECTORY_MAP: join(folder, 'map.json'),
      ...other,
    };
    const reached = openDirectory(readConfig(settings, {}).directory, authority, { refusedAfterMs });
    opened.push(reached);
    return ground.signInWith({}, { directory: reached.directory });
  }
  const rolesOf = async (signIn: SignIn, name: string): Promise<string[]> => {
    const { token } = await signIn.signIn(name, password, attempt);
    return [...((await signIn.recognise({ session: token, bearer: undefined, isFromThisMachine: false }))?.roles ?? [])].toSorted();
  };
  const secure = () => ({ HENGJIAN_LDAP_URL: `ldaps://127.0.0.1:${slapd.securePort}` });

  test.each([
    ['open on this machine', () => ({})],
    ['by ldaps', secure],
    ['by StartTLS', () => ({ HENGJIAN_LDAP_STARTTLS: 'on' })],
  ])('%s, lets in who shows the right password, with the roles of the groups that the person is in', async (_, reached) => {
    const signIn = signInWith(reached());
    // A group within a group is not looked into: OpenLDAP names only the groups that a person is in.
    expect(await rolesOf(signIn, 'zhang')).toEqual(['editor', 'staff']);
    expect(await rolesOf(signIn, 'li')).toEqual(['staff']);
  });

  test.each([
    ['a wrong password', 'zhang', 'not the password'],
    ['a name that nobody has', 'nobody', password],
    ['a name that is a filter', '*', password],
    ['no password', 'zhang', ''],
  ])('%s lets nobody in', async (_, name, shown) => {
    await expect(signInWith().signIn(name, shown, attempt)).rejects.toMatchObject({ code: 'sign-in-failed' });
  });

  test('nobody is refused sooner than everybody: not a name that the directory does not know, nor one that is local', async () => {
    const signIn = signInWith({}, slapd.authority.file, 400);
    const [link] = await signIn.firstLinks();
    await signIn.spendLink(link?.path.split('#')[1] ?? '', { password }, attempt);
    for (const name of ['zhang', 'nobody', 'staff']) {
      const startedAt = performance.now();
      await expect(signIn.signIn(name, 'not the password', attempt)).rejects.toMatchObject({ code: 'sign-in-failed' });
      // A timer may fire a fraction early.
      expect(performance.now() - startedAt, name).toBeGreaterThan(398);
    }
  });

  test('an entry that the server locked is let in no more, with the right password too, and is told the same', async () => {
    await slapd.addPerson('wang', '王五', password);
    const signIn = signInWith();
    await signIn.signIn('wang', password, attempt);
    for (let number = 0; number < slapdLocksAfter; number += 1)
      await expect(signIn.signIn('wang', 'not the password', attempt)).rejects.toMatchObject({ code: 'sign-in-failed' });
    await expect(signIn.signIn('wang', password, attempt)).rejects.toMatchObject({ code: 'sign-in-failed' });
  });

  test('whoever gets another name there keeps the account', async () => {
    const zhao = await slapd.addPerson('zhao', '赵六', password);
    const before = (await signInWith().signIn('zhao', password, attempt)).person;
    await slapd.rename(zhao, 'zhao.liu');
    expect((await signInWith().signIn('zhao.liu', password, attempt)).person).toBe(before);
  });

  test('with a certificate that nobody vouches for is told nothing', async () => {
    for (const other of [secure(), { HENGJIAN_LDAP_STARTTLS: 'on' }])
      await expect(signInWith(other, createAuthority().file).signIn('zhang', password, attempt)).rejects.toMatchObject({
        code: 'directory-unavailable',
      });
  });

  test('that is down says nothing of the password, and goes on when it is back', async () => {
    const signIn = signInWith();
    await slapd.halt();
    await expect(signIn.signIn('zhang', password, attempt)).rejects.toMatchObject({ code: 'directory-unavailable' });
    await slapd.start();
    expect((await signIn.signIn('zhang', password, attempt)).token).not.toBe('');
  });
});
