import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAuthority } from '../../../test/support/certificates.ts';
import { openDirectory } from '../../../test/support/directory.ts';
import { oidcClient, openTestOidc, type TestOidc } from '../../../test/support/oidc.ts';
import { openSignInGround, type SignInGround } from '../../../test/support/sign-in.ts';
import { readConfig } from '../../base/config.ts';
import { AppError } from '../../base/errors.ts';
import type { LedgerAction } from '../../ledger/contract.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { operations } from '../contract.ts';
import type { Attempt, SignIn } from '../sign-in.ts';

const origin = 'https://hengjian.city.gov';
const attempt: Attempt = { place: { address: '10.1.2.3', device: '' }, device: undefined };
const zhang = { sub: 'u-0001', preferred_username: 'zhang', name: '张三', groups: ['editors'] };
const failed = { code: 'oidc-failed' };

let ground: SignInGround;
let provider: TestOidc;
let folder: string;
let opened: { close(): Promise<void> }[];
let start: string;
let day = 0;

beforeAll(async () => {
  ground = await openSignInGround();
  provider = await openTestOidc({ origins: [origin] });
  folder = await mkdtemp(join(tmpdir(), 'hengjian-oidc-'));
  await writeFile(join(folder, 'secret'), oidcClient.secret);
  await writeFile(join(folder, 'wrong'), 'not-the-secret');
});
afterAll(async () => {
  await provider.close();
  await ground.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await ground.clear();
  // The ledger outlives a test: each has a day of its own.
  day += 1;
  ground.moveTo(new Date(Date.UTC(2029, 0, day)));
  start = ground.clock.now().toISOString();
  provider.people = [zhang, { sub: 'u-0002', preferred_username: 'li' }];
  opened = [];
});
afterEach(async () => {
  for (const one of opened) await one.close();
});

interface Setting {
  readonly issuer?: string;
  readonly map?: unknown;
  readonly authority?: string;
  readonly other?: Readonly<Record<string, string>>;
  readonly ledger?: Ledger;
}

async function signInWith({ issuer = provider.issuer, map, authority, other = {}, ledger }: Setting = {}): Promise<SignIn> {
  const mapFile = join(folder, 'map.json');
  if (map !== undefined) await writeFile(mapFile, JSON.stringify(map));
  const given = {
    HENGJIAN_OIDC_ISSUER: issuer,
    HENGJIAN_OIDC_CLIENT_ID: oidcClient.id,
    HENGJIAN_OIDC_CLIENT_SECRET_FILE: join(folder, 'secret'),
    ...(map === undefined ? {} : { HENGJIAN_DIRECTORY_MAP: mapFile }),
  };
  const reached = openDirectory(readConfig({ ...given, ...other }, {}).directory, authority);
  opened.push(reached);
  return ground.signInWith({}, { directory: reached.directory, origins: [origin], ...(ledger ? { ledger } : {}) });
}

/** Goes there and comes back; `changed` is what somebody does to the address on the way there. */
async function walked({ oidc }: SignIn, { sub = zhang.sub, changed = (url: URL) => url, at = provider } = {}) {
  const { url, token } = await oidc.start(origin, '/library?state=ready');
  return { token, back: await at.signInAt(changed(new URL(url)).href, sub) };
}
const finish = (signIn: SignIn, { token, back }: { token: string | undefined; back: URL }) =>
  signIn.oidc.finish({ token, origin, query: back.search }, attempt);
const recorded = async (action: LedgerAction) =>
  (await ground.ledger.list({ limit: 200, action })).records.map(({ record }) => record).filter(({ time }) => time >= start);
const rowsOf = async (text: string) => (await ground.database.store.run(text)).rows;
const directoryPeople = () => rowsOf("select id, login_name, display_name from person where directory_decides <> 'nothing'");

describe("whoever comes back from the institution's own sign-in", () => {
  test('is signed in, under an account that is made at the first time, and where they wanted to go', async () => {
    const signIn = await signInWith();
    const there = await walked(signIn);
    expect(there.back.href).toMatch(/^https:\/\/hengjian\.city\.gov\/sign-in\/callback\?code=/);
    const { person, destination, nextStep } = await finish(signIn, there);
    expect({ destination, nextStep }).toEqual({ destination: '/library?state=ready', nextStep: null });
    expect(await directoryPeople()).toEqual([{ id: person, login_name: 'zhang', display_name: '张三' }]);
    expect(await recorded('person-provisioned')).toMatchObject([{ subject: { id: person }, details: { method: 'oidc' } }]);
    expect(await recorded('session-opened')).toMatchObject([{ subject: { id: person }, details: { method: 'oidc' } }]);
    provider.people = [{ ...zhang, preferred_username: 'zhang.san' }];
    expect((await finish(signIn, await walked(signIn))).person).toBe(person);
  });

  test('has the roles that the groups stand for, and must show a second factor here for a power', async () => {
    const map = { groups: { editors: { roles: ['editor'] }, auditors: { roles: ['auditor'] } } };
    const signIn = await signInWith({ map, other: { HENGJIAN_DIRECTORY_POWERS: 'mapped' } });
    const { token } = await finish(signIn, await walked(signIn));
    const identity = await signIn.recognise({ session: token, bearer: undefined, isFromThisMachine: false });
    expect(identity?.roles).toEqual(new Set(['editor']));
    provider.people = [{ ...zhang, groups: ['auditors'] }];
    expect(await finish(signIn, await walked(signIn))).toMatchObject({ nextStep: 'enrol-second-factor' });
  });

  test('in groups that stand for two of the three powers is not let in', async () => {
    const map = { groups: { officers: { roles: ['security-officer'] }, auditors: { roles: ['auditor'] } } };
    const signIn = await signInWith({ map, other: { HENGJIAN_DIRECTORY_POWERS: 'mapped' } });
    provider.people = [{ ...zhang, groups: ['officers', 'auditors'] }];
    await expect(finish(signIn, await walked(signIn))).rejects.toMatchObject({ code: 'directory-refused' });
    expect(await directoryPeople()).toEqual([]);
    expect(await recorded('session-refused')).toMatchObject([{ details: { method: 'oidc' } }]);
  });

  test('twice at the same moment has one account', async () => {
    const signIn = await signInWith();
    const both = await Promise.all([walked(signIn), walked(signIn)]);
    const people = await Promise.all(both.map(async (one) => (await finish(signIn, one)).person));
    expect(new Set(people).size).toBe(1);
    expect(await recorded('person-provisioned')).toHaveLength(1);
  });

  test('is not signed in when it cannot be put on record', async () => {
    const unwritable: Ledger = {
      ...ground.ledger,
      appendWithin: () => Promise.reject(new AppError('ledger-unavailable', { cause: 'ENOSPC' })),
    };
    const signIn = await signInWith({ ledger: unwritable });
    await expect(finish(signIn, await walked(signIn))).rejects.toMatchObject({ code: 'ledger-unavailable' });
    expect([await directoryPeople(), await rowsOf('select id from session')]).toEqual([[], []]);
  });

  test('signs out there as well', async () => {
    const signIn = await signInWith();
    const { token, person } = await finish(signIn, await walked(signIn));
    const by = (await signIn.recognise({ session: token, bearer: undefined, isFromThisMachine: false }))?.by;
    if (by?.kind !== 'session') throw new Error('no session');
    const url = new URL((await signIn.signOut(person, by.sessionId, origin)) ?? '');
    expect(url.origin).toBe(provider.issuer);
    expect(Object.fromEntries(url.searchParams)).toEqual({ client_id: oidcClient.id, post_logout_redirect_uri: `${origin}/sign-in` });
  });
});

describe('nobody is signed in', () => {
  const nobodyCame = async () => {
    expect([await directoryPeople(), await rowsOf('select id from session')]).toEqual([[], []]);
    expect(await recorded('session-refused')).toMatchObject([{ outcome: 'refused', subject: null, details: { method: 'oidc' } }]);
  };

  test('a second time with what was brought back once', async () => {
    const signIn = await signInWith();
    const there = await walked(signIn);
    await finish(signIn, there);
    await expect(finish(signIn, there)).rejects.toMatchObject(failed);
    // Nor with a code that was used, in an attempt of its own.
    const again = await walked(signIn);
    again.back.searchParams.set('code', there.back.searchParams.get('code') ?? '');
    await expect(finish(signIn, again)).rejects.toMatchObject(failed);
    expect(await rowsOf('select id from session')).toHaveLength(1);
  });

  test.each([
    ['a state that is not of this attempt', (url: URL) => url.searchParams.set('state', 'of-another')],
    ['no state', (url: URL) => url.searchParams.delete('state')],
    ['no code', (url: URL) => url.searchParams.delete('code')],
    [
      'a refusal of the issuer',
      (url: URL) =>
        ['code', 'error'].forEach((name, at) => (at === 0 ? url.searchParams.delete(name) : url.searchParams.set(name, 'access_denied'))),
    ],
    ['another issuer than the one that was asked', (url: URL) => url.searchParams.set('iss', 'https://elsewhere.example')],
  ])('with %s', async (_, change) => {
    const signIn = await signInWith();
    const there = await walked(signIn);
    change(there.back);
    await expect(finish(signIn, there)).rejects.toMatchObject(failed);
    await nobodyCame();
  });

  test('with an ID token for another nonce', async () => {
    const signIn = await signInWith();
    const changed = (url: URL) => {
      url.searchParams.set('nonce', 'of-another');
      return url;
    };
    await expect(finish(signIn, await walked(signIn, { changed }))).rejects.toMatchObject(failed);
    await nobodyCame();
  });

  test('with a code that was got for another attempt', async () => {
    const signIn = await signInWith();
    const [mine, theirs] = [await walked(signIn), await walked(signIn, { sub: 'u-0002' })];
    mine.back.searchParams.set('code', theirs.back.searchParams.get('code') ?? '');
    await expect(finish(signIn, mine)).rejects.toMatchObject(failed);
    await nobodyCame();
  });

  test.each([
    ['without the cookie', () => undefined],
    ['with a token that was changed', (token: string) => `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`],
    ['with the token of another attempt', (_: string, other: string) => other],
  ])('%s', async (_, token) => {
    const signIn = await signInWith();
    const { token: other } = await signIn.oidc.start(origin, '/');
    const there = await walked(signIn);
    await expect(finish(signIn, { ...there, token: token(there.token, other) })).rejects.toMatchObject(failed);
    await nobodyCame();
  });

  test('later than ten minutes after it began', async () => {
    const signIn = await signInWith();
    const there = await walked(signIn);
    ground.later(10 * 60_000);
    await expect(finish(signIn, there)).rejects.toMatchObject(failed);
    await nobodyCame();
  });
});

describe('the way there', () => {
  test.each(['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example', '/\t/elsewhere.example', 'library'])(
    'does not lead on to %j',
    (destination) => {
      expect(operations.startOidc.input.safeParse({ origin, destination }).success).toBe(false);
    },
  );

  test('does not begin on a page of another site', async () => {
    const signIn = await signInWith();
    await expect(signIn.oidc.start('https://elsewhere.example', '/')).rejects.toMatchObject({ code: 'foreign-origin' });
  });

  test('keeps nothing in the database with which somebody else could finish it', async () => {
    const signIn = await signInWith();
    const { url, token } = await signIn.oidc.start(origin, '/');
    const stored = JSON.stringify(await rowsOf('select * from oidc_attempt'));
    for (const secret of [token, ...['state', 'nonce'].map((name) => new URL(url).searchParams.get(name) ?? '')]) {
      expect(secret).toHaveLength(secret === token ? 47 : 43);
      expect(stored).not.toContain(secret);
    }
  });
});

describe('the issuer', () => {
  const unavailable = { code: 'directory-unavailable' };

  test('that does not answer is named as the cause', async () => {
    const gone = await openTestOidc({ origins: [origin] });
    await gone.close();
    await expect((await signInWith({ issuer: gone.issuer })).oidc.start(origin, '/')).rejects.toMatchObject({
      ...unavailable,
      details: { cause: 'ECONNREFUSED' },
    });
  });

  test('that goes away on the way is out of order, not the person', async () => {
    const going = await openTestOidc({ origins: [origin] });
    going.people = [zhang];
    const signIn = await signInWith({ issuer: going.issuer });
    const there = await walked(signIn, { at: going });
    await going.close();
    await expect(finish(signIn, there)).rejects.toMatchObject(unavailable);
    expect(await recorded('session-refused')).toEqual([]);
  });

  test('with a certificate that nobody vouches for is not asked', async () => {
    const authority = createAuthority();
    const secure = await openTestOidc({ origins: [origin], certificate: authority.issue('DNS:localhost') });
    opened.push(secure);
    await expect((await signInWith({ issuer: secure.issuer })).oidc.start(origin, '/')).rejects.toMatchObject(unavailable);
    const { url } = await (await signInWith({ issuer: secure.issuer, authority: authority.file })).oidc.start(origin, '/');
    expect(new URL(url).origin).toBe(secure.issuer);
  });

  test('that does not take the secret of this site is out of order, not the person', async () => {
    const signIn = await signInWith({ other: { HENGJIAN_OIDC_CLIENT_SECRET_FILE: join(folder, 'wrong') } });
    await expect(finish(signIn, await walked(signIn))).rejects.toMatchObject({ ...unavailable, details: { cause: 'HTTP 401' } });
  });

  test('must be encrypted beyond this machine, and has its client given', () => {
    expect(() => readConfig({ HENGJIAN_OIDC_ISSUER: 'http://sso.city.gov' }, {})).toThrow(
      /HENGJIAN_OIDC_CLIENT_ID.*HENGJIAN_OIDC_CLIENT_SECRET_FILE.*must be https/,
    );
  });
});
