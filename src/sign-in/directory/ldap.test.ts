import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAuthority } from '../../../test/support/certificates.ts';
import { openDirectory } from '../../../test/support/directory.ts';
import { ldapBase, ldapService, openMuteServer, openStartTls, openTestLdap, type TestLdap } from '../../../test/support/ldap.ts';
import { openSignInGround, type SignInGround } from '../../../test/support/sign-in.ts';
import { soloCaller } from '../../access/access.ts';
import { readConfig } from '../../base/config.ts';
import { AppError } from '../../base/errors.ts';
import type { LedgerAction } from '../../ledger/contract.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Attempt, SignIn } from '../sign-in.ts';

const password = 'kite-lamp-orchard-71';
const attempt: Attempt = { place: { address: '10.1.2.3', device: '' }, device: undefined };
const zhang = { uid: 'zhang', id: '6b2f-0001', password, name: '张三', groups: ['cn=Editors, ou=groups,dc=city'] };
const departmentId = '00000000-0000-7000-9000-000000000001';

let ground: SignInGround;
let ldap: TestLdap;
let folder: string;
let opened: { close(): Promise<void> }[];
let start: string;
let day = 0;

beforeAll(async () => {
  ground = await openSignInGround();
  folder = await mkdtemp(join(tmpdir(), 'hengjian-directory-'));
  await writeFile(join(folder, 'password'), `${ldapService.password}\n`);
  const insert = 'insert into department (id, name, path, created_at) values ($1, $2, $3, now())';
  await ground.database.store.run(insert, [departmentId, '民政局', [departmentId]]);
});
afterAll(async () => {
  await ground.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await ground.clear();
  // The ledger outlives a test: each has a day of its own.
  day += 1;
  ground.moveTo(new Date(Date.UTC(2028, 0, day)));
  start = ground.clock.now().toISOString();
  ldap = await openTestLdap();
  ldap.people = [zhang];
  opened = [ldap];
});
afterEach(async () => {
  for (const one of opened) await one.close();
});

interface Setting {
  readonly url?: string;
  readonly map?: unknown;
  readonly authority?: string;
  readonly other?: Readonly<Record<string, string>>;
  readonly ledger?: Ledger;
}

async function signInWith({ url = `ldap://127.0.0.1:${ldap.port}`, map, authority, other = {}, ledger }: Setting = {}): Promise<SignIn> {
  const mapFile = join(folder, 'map.json');
  if (map !== undefined) await writeFile(mapFile, typeof map === 'string' ? map : JSON.stringify(map));
  const { directory } = readConfig(
    {
      HENGJIAN_LDAP_URL: url,
      HENGJIAN_LDAP_BIND_DN: ldapService.dn,
      HENGJIAN_LDAP_PASSWORD_FILE: join(folder, 'password'),
      HENGJIAN_LDAP_BASE: ldapBase,
      ...(map === undefined ? {} : { HENGJIAN_DIRECTORY_MAP: mapFile }),
      ...other,
    },
    {},
  );
  const reached = openDirectory(directory, authority);
  opened.push(reached);
  return ground.signInWith({}, { directory: reached.directory, ...(ledger ? { ledger } : {}) });
}

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof AppError ? error.code : `no failure: ${String(error)}`;
};
const recorded = async (action: LedgerAction) =>
  (await ground.ledger.list({ limit: 200, action })).records.map(({ record }) => record).filter(({ time }) => time >= start);
const rowsOf = async (text: string) => (await ground.database.store.run(text)).rows;
const directoryPeople = () => rowsOf("select id, login_name, display_name, department_id from person where directory_decides <> 'nothing'");
const whoIs = (signIn: SignIn, { token }: { token: string }) =>
  signIn.recognise({ session: token, bearer: undefined, isFromThisMachine: false });

/** The local staff account, whose name is `staff`. */
async function startStaff(signIn: SignIn): Promise<void> {
  const [staff] = await signIn.firstLinks();
  await signIn.spendLink(staff?.path.split('#')[1] ?? '', { password }, attempt);
}

describe('the first sign-in', () => {
  test('makes an account, which is on record', async () => {
    const signIn = await signInWith();
    const { person, nextStep } = await signIn.signIn('Zhang', password, attempt);
    expect(nextStep).toBeNull();
    expect(await directoryPeople()).toEqual([{ id: person, login_name: 'zhang', display_name: '张三', department_id: null }]);
    const subject = { kind: 'person', id: person };
    expect(await recorded('person-provisioned')).toMatchObject([{ subject, details: { method: 'ldap' } }]);
    expect(await recorded('session-opened')).toMatchObject([{ subject, details: { method: 'ldap' } }]);
    expect(await signIn.mode()).toBe('accounts');
  });

  test('of several at the same moment makes one account', async () => {
    const signIn = await signInWith();
    const people = await Promise.all([1, 2, 3, 4].map(async () => (await signIn.signIn('zhang', password, attempt)).person));
    expect(new Set(people).size).toBe(1);
    expect(await directoryPeople()).toHaveLength(1);
    expect(await recorded('person-provisioned')).toHaveLength(1);
  });

  test('that cannot be put on record does not happen', async () => {
    const unwritable: Ledger = {
      ...ground.ledger,
      appendWithin: () => Promise.reject(new AppError('ledger-unavailable', { cause: 'ENOSPC' })),
    };
    const signIn = await signInWith({ ledger: unwritable });
    expect(await codeOf(signIn.signIn('zhang', password, attempt))).toBe('ledger-unavailable');
    expect(await directoryPeople()).toEqual([]);
    expect(await rowsOf('select id from session')).toEqual([]);
  });
});

describe('an account is linked by what the directory calls it for good', () => {
  test('and not by its name: a new name is the same account', async () => {
    const signIn = await signInWith();
    const { person } = await signIn.signIn('zhang', password, attempt);
    ldap.people = [{ ...zhang, uid: 'zhang.san', name: '张叁' }];
    expect((await signIn.signIn('zhang.san', password, attempt)).person).toBe(person);
    expect(await directoryPeople()).toMatchObject([{ login_name: 'zhang', display_name: '张叁' }]);
  });

  test('and the same name for another person is another account', async () => {
    const signIn = await signInWith();
    const { person } = await signIn.signIn('zhang', password, attempt);
    ldap.people = [{ ...zhang, id: '6b2f-0002', name: '张小三' }];
    expect((await signIn.signIn('zhang', password, attempt)).person).not.toBe(person);
    expect((await directoryPeople()).map(({ login_name }) => login_name)).toEqual(['zhang', expect.stringMatching(/^zhang\.[0-9a-f]{8}$/)]);
  });

  test("and Active Directory's bytes are kept as its own tools write them", async () => {
    // Bytes that are no text in any encoding among them.
    const bytes = Buffer.from('e00425ff894fd3119a0c0305e82c3301', 'hex');
    ldap.people = [{ ...zhang, objectGUID: bytes }];
    const signIn = await signInWith({ other: { HENGJIAN_LDAP_ID: 'objectGUID' } });
    const { person } = await signIn.signIn('zhang', password, attempt);
    expect(await rowsOf('select person_id, subject from directory_account')).toEqual([
      { person_id: person, subject: 'ff2504e0-4f89-11d3-9a0c-0305e82c3301' },
    ]);
    expect((await signIn.signIn('zhang', password, attempt)).person).toBe(person);
  });

  test('and has no password here, and no link to choose one', async () => {
    const signIn = await signInWith();
    const { person, token } = await signIn.signIn('zhang', password, attempt);
    const by = (await whoIs(signIn, { token }))?.by;
    if (by?.kind !== 'session') throw new Error('no session');
    const holder = { person, sessionId: by.sessionId, place: attempt.place };
    expect(await codeOf(signIn.linkFor({ kind: 'person', id: soloCaller.person }, person))).toBe('directory-account');
    expect(await codeOf(signIn.changePassword(holder, password, 'river-stone-velvet-20'))).toBe('directory-account');
    expect(await rowsOf('select person_id from password')).toEqual([]);
  });

  test('and once it is closed here the directory opens it no more', async () => {
    const signIn = await signInWith();
    const { person } = await signIn.signIn('zhang', password, attempt);
    await ground.database.store.run("update person set state = 'suspended' where id = $1", [person]);
    expect(await codeOf(signIn.signIn('zhang', password, attempt))).toBe('directory-refused');
    expect(await recorded('session-refused')).toMatchObject([{ subject: { id: person }, details: { method: 'ldap' } }]);
  });
});

describe('groups', () => {
  const map = {
    everybody: { roles: ['staff'] },
    groups: {
      'CN=editors,ou=groups,dc=city': { roles: ['editor'], department: '民政局' },
      'cn=officers,dc=city': { roles: ['security-officer'] },
      'cn=auditors,dc=city': { roles: ['auditor'] },
    },
  };
  const mapped = { HENGJIAN_DIRECTORY_POWERS: 'mapped' };

  test('stand for roles and a department, anew at each sign-in', async () => {
    const signIn = await signInWith({ map, other: mapped });
    const first = await signIn.signIn('zhang', password, attempt);
    expect(await whoIs(signIn, first)).toMatchObject({ roles: new Set(['editor', 'staff']), departmentId });
    ldap.people = [{ ...zhang, groups: [] }];
    await signIn.signIn('zhang', password, attempt);
    // In sessions that were open before, too.
    expect(await whoIs(signIn, first)).toMatchObject({ roles: new Set(['staff']), departmentId: null });
    const [change] = await recorded('roles-changed');
    expect(change).toMatchObject({
      actor: { kind: 'system', id: 'directory' },
      details: { roles: ['staff'], before: ['editor', 'staff'] },
    });
  });

  test('that stand for no role let nobody in', async () => {
    const signIn = await signInWith({ map: { groups: map.groups }, other: mapped });
    ldap.people = [{ ...zhang, groups: ['cn=others,dc=city'] }];
    expect(await codeOf(signIn.signIn('zhang', password, attempt))).toBe('directory-refused');
    expect(await directoryPeople()).toEqual([]);
    expect(await recorded('session-refused')).toHaveLength(1);
  });

  test('that stand for two of the three powers let nobody in', async () => {
    const signIn = await signInWith({ map, other: mapped });
    ldap.people = [{ ...zhang, groups: ['cn=officers,dc=city', 'cn=auditors,dc=city'] }];
    expect(await codeOf(signIn.signIn('zhang', password, attempt))).toBe('directory-refused');
    expect(await directoryPeople()).toEqual([]);
  });

  test('may give one power where the site allows it, and a second factor is asked for', async () => {
    const signIn = await signInWith({ map, other: mapped });
    ldap.people = [{ ...zhang, groups: ['cn=auditors,dc=city'] }];
    expect(await signIn.signIn('zhang', password, attempt)).toMatchObject({ nextStep: 'enrol-second-factor' });
  });

  test('in a department that is not here let nobody in, with a sentence', async () => {
    const signIn = await signInWith({ map: { everybody: { roles: ['staff'], department: '水利局' } } });
    expect(await codeOf(signIn.signIn('zhang', password, attempt))).toBe('directory-refused');
  });

  test.each([
    ['gives a power that the site does not let it give', { groups: { g: { roles: ['auditor'] } } }, /HENGJIAN_DIRECTORY_POWERS=mapped/],
    ['gives two powers at once', { everybody: { roles: ['auditor', 'security-officer'] } }, /two of the three/],
    ['names a role that there is not', { groups: { g: { roles: ['king'] } } }, /groups\.g\.roles/],
    ['has a word that it should not', { group: {} }, /group/],
    ['is not JSON', '{', /JSON/],
  ])('a map file that %s is refused at start', async (_, wrong, words) => {
    await expect(signInWith({ map: wrong })).rejects.toThrow(words);
  });
});

describe('a name that somebody types', () => {
  test.each(['*', 'zhang*', 'zhang)(uid=*', '*)(|(uid=*', 'zhang\\2a', '$&', '(zhang'])('%j finds nobody', async (name) => {
    const signIn = await signInWith();
    expect(await codeOf(signIn.signIn(name, password, attempt))).toBe('sign-in-failed');
    expect(ldap.seen.filters).toHaveLength(1);
    expect(ldap.seen.filters[0]).not.toMatch(/^\(uid=[^)]*[*(]|\)\(/);
    expect(await directoryPeople()).toEqual([]);
  });

  test('of nobody and a wrong password are one to whoever tries, and to the directory', async () => {
    const signIn = await signInWith();
    expect(await codeOf(signIn.signIn('zhang', 'wrong', attempt))).toBe('sign-in-failed');
    const asked = ldap.seen.binds.length;
    expect(await codeOf(signIn.signIn('nobody', 'wrong', attempt))).toBe('sign-in-failed');
    expect(ldap.seen.binds).toHaveLength(asked * 2);
    const [one, other] = await recorded('session-refused');
    expect({ ...one?.details, ...one?.subject }).toEqual({ ...other?.details, ...other?.subject, inHour: 2 });
  });

  test('with an empty password is refused before the directory is asked, which would let it in', async () => {
    const signIn = await signInWith();
    expect(await codeOf(signIn.signIn('zhang', '', attempt))).toBe('sign-in-failed');
    expect(ldap.seen).toEqual({ binds: [], filters: [] });
  });

  test('that fits two entries opens neither', async () => {
    const signIn = await signInWith();
    ldap.people = [zhang, { ...zhang, id: '6b2f-0002' }];
    expect(await codeOf(signIn.signIn('zhang', password, attempt))).toBe('sign-in-failed');
  });

  test.each(['zhang', 'nobody'])('after five failures %s has to wait, as with local accounts', async (name) => {
    const signIn = await signInWith();
    for (let failure = 1; failure <= 5; failure += 1) expect(await codeOf(signIn.signIn(name, 'wrong', attempt))).toBe('sign-in-failed');
    expect(await codeOf(signIn.signIn(name, password, attempt))).toBe('sign-in-delayed');
  });

  test('that a local account has never reaches the directory, whatever has become of that account', async () => {
    const signIn = await signInWith();
    await startStaff(signIn);
    ldap.people = [{ ...zhang, uid: 'staff', password: 'of-the-directory' }];
    expect(await codeOf(signIn.signIn('staff', 'of-the-directory', attempt))).toBe('sign-in-failed');
    await ground.database.store.run("update person set state = 'left' where login_name = 'staff'");
    expect(await codeOf(signIn.signIn('staff', 'of-the-directory', attempt))).toBe('sign-in-failed');
    expect(ldap.seen.filters).toEqual([]);
  });
});

describe('the directory itself', () => {
  test('when it is down is named as the cause, and local accounts still work', async () => {
    const down = await openTestLdap();
    await down.close();
    const signIn = await signInWith({ url: `ldap://127.0.0.1:${down.port}` });
    await startStaff(signIn);
    await expect(signIn.signIn('zhang', password, attempt)).rejects.toMatchObject({
      code: 'directory-unavailable',
      details: { cause: 'ECONNREFUSED' },
    });
    expect(await signIn.signIn('staff', password, attempt)).toMatchObject({ person: soloCaller.person });
  });

  test('that is out of order makes nobody wait: what it did not look at is no failure', async () => {
    const { port, close } = await openTestLdap();
    await close();
    const signIn = await signInWith({ url: `ldap://127.0.0.1:${port}` });
    for (let turn = 0; turn < 8; turn += 1) expect(await codeOf(signIn.signIn('zhang', password, attempt))).toBe('directory-unavailable');
  });

  test('that does not take this service is out of order, not the person', async () => {
    const signIn = await signInWith({ other: { HENGJIAN_LDAP_BIND_DN: 'cn=somebody,dc=city' } });
    await expect(signIn.signIn('zhang', password, attempt)).rejects.toMatchObject({
      code: 'directory-unavailable',
      details: { cause: 'LDAP 49' },
    });
  });

  test('that takes the connection and says nothing is given up', async () => {
    const mute = await openMuteServer();
    opened.push(mute);
    const signIn = await signInWith({ url: `ldap://127.0.0.1:${mute.port}` });
    await expect(signIn.signIn('zhang', password, attempt)).rejects.toMatchObject({
      code: 'directory-unavailable',
      details: { cause: 'timeout' },
    });
  });

  test('with a certificate that nobody vouches for is told nothing', async () => {
    const authority = createAuthority();
    const secure = await openTestLdap(authority.issue('DNS:localhost', 'IP:127.0.0.1'));
    secure.people = [zhang];
    opened.push(secure);
    const url = `ldaps://localhost:${secure.port}`;
    expect(await codeOf((await signInWith({ url })).signIn('zhang', password, attempt))).toBe('directory-unavailable');
    expect(secure.seen.binds).toEqual([]);
    const trusting = await signInWith({ url, authority: authority.file });
    expect(await trusting.signIn('zhang', password, attempt)).toMatchObject({ nextStep: null });
  });

  test('speaks StartTLS before it is told anything, or is told nothing', async () => {
    const authority = createAuthority();
    const other = { HENGJIAN_LDAP_STARTTLS: 'on' };
    const front = await openStartTls(ldap.port, authority.issue('DNS:localhost'));
    const refusing = await openStartTls(ldap.port, undefined);
    opened.push(front, refusing);
    const settings = { authority: authority.file, other };
    expect(
      await codeOf((await signInWith({ ...settings, url: `ldap://localhost:${refusing.port}` })).signIn('zhang', password, attempt)),
    ).toBe('directory-unavailable');
    expect(await codeOf((await signInWith({ url: `ldap://localhost:${front.port}`, other })).signIn('zhang', password, attempt))).toBe(
      'directory-unavailable',
    );
    expect(ldap.seen.binds).toEqual([]);
    const signIn = await signInWith({ ...settings, url: `ldap://localhost:${front.port}` });
    expect(await signIn.signIn('zhang', password, attempt)).toMatchObject({ nextStep: null });
  });

  test('is asked with a filter that is one, or the service does not start', async () => {
    await expect(signInWith({ other: { HENGJIAN_LDAP_FILTER: '(uid{name})' } })).rejects.toThrow(/HENGJIAN_LDAP_FILTER/);
    const signIn = await signInWith({ other: { HENGJIAN_LDAP_FILTER: '(&(uid={name})(!(uid=li)))' } });
    expect(await signIn.signIn('zhang', password, attempt)).toMatchObject({ nextStep: null });
  });

  test('beyond this machine must be encrypted, and has its account and place given', async () => {
    await expect(signInWith({ url: 'ldap://directory.city.gov' })).rejects.toThrow(/use ldaps:\/\//);
    expect(() => readConfig({ HENGJIAN_LDAP_URL: 'ldaps://directory.city.gov' }, {})).toThrow(/HENGJIAN_LDAP_BIND_DN.*HENGJIAN_LDAP_BASE/);
  });
});
