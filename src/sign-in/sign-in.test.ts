import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSignInGround, type SignInGround } from '../../test/support/sign-in.ts';
import { type Identity, soloCaller } from '../access/access.ts';
import { AppError } from '../base/errors.ts';
import type { LedgerAction } from '../ledger/contract.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Attempt, SignIn } from './sign-in.ts';

const password = 'kite-lamp-orchard-71';
const nextPassword = 'river-stone-velvet-20';
const attempt: Attempt = { place: { address: '10.1.2.3', device: 'Chrome · Linux' }, device: undefined };

let ground: SignInGround;
const later = (minutes: number): void => ground.later(minutes * 60_000);
const staffActor = { kind: 'person', id: soloCaller.person } as const;
const holderIn = (identity: Identity | undefined) => {
  if (identity?.by.kind !== 'session') throw new Error('no session');
  return { person: identity.person, sessionId: identity.by.sessionId, place: attempt.place };
};
const tokenIn = ({ path }: { path: string }): string => path.slice(path.indexOf('#') + 1);

beforeAll(async () => {
  ground = await openSignInGround();
});
afterAll(() => ground.close());
beforeEach(() => ground.clear());

/** The staff account, used for the first time; its name is `staff`. */
async function startStaff(signIn: SignIn): Promise<{ token: string }> {
  const [staff] = await signIn.firstLinks();
  if (!staff) throw new Error('no link was made');
  return signIn.spendLink(tokenIn(staff), { password }, attempt);
}

const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof AppError ? error.code : `no failure: ${String(error)}`;
};
const isSignedIn = async (signIn: SignIn, token: string): Promise<boolean> =>
  (await signIn.recognise({ session: token, bearer: undefined, isFromThisMachine: false })) !== undefined;

describe('the first run', () => {
  test('a link for each separated power and one for a member of staff who may also edit', async () => {
    const links = await ground.signInWith().firstLinks();
    expect(links.map(({ roles }) => roles)).toEqual([['staff', 'editor'], ['system-administrator'], ['security-officer'], ['auditor']]);
  });

  test('a link works once, and voids the others of its account', async () => {
    const signIn = ground.signInWith();
    const [first] = await signIn.firstLinks();
    const [second] = await signIn.firstLinks();
    if (!first || !second) throw new Error('no links');
    const { token } = await signIn.spendLink(tokenIn(first), { loginName: 'Li.Wei', displayName: '李', password }, attempt);
    expect(await isSignedIn(signIn, token)).toBe(true);
    expect(await codeOf(signIn.spendLink(tokenIn(first), { password }, attempt))).toBe('link-spent');
    expect(await codeOf(signIn.readLink(tokenIn(second), true))).toBe('link-spent');
    expect((await signIn.firstLinks()).map(({ loginName }) => loginName)).toEqual(['system-administrator', 'security-officer', 'auditor']);
    expect(await signIn.signIn('LI.WEI ', password, attempt)).toMatchObject({ nextStep: null });
  });

  test('of two who use a link at the same moment one gets the account', async () => {
    const signIn = ground.signInWith();
    const [staff] = await signIn.firstLinks();
    if (!staff) throw new Error('no link');
    const codes = await Promise.all([1, 2].map(() => codeOf(signIn.spendLink(tokenIn(staff), { password }, attempt))));
    expect(codes.filter((code) => code === 'link-spent')).toHaveLength(1);
  });

  test('a link expires after a day', async () => {
    const signIn = ground.signInWith();
    const [staff] = await signIn.firstLinks();
    later(24 * 60 + 1);
    expect(await codeOf(signIn.spendLink(tokenIn(staff ?? { path: '' }), { password }, attempt))).toBe('link-spent');
  });

  test('the first account of the staff takes over what was done before accounts', async () => {
    const signIn = ground.signInWith();
    const { token } = await startStaff(signIn);
    const identity = await signIn.recognise({ session: token, bearer: undefined, isFromThisMachine: false });
    expect(identity).toMatchObject({ person: soloCaller.person, roles: new Set(['editor', 'staff']) });
  });

  test('a name that somebody has is refused', async () => {
    const signIn = ground.signInWith();
    await startStaff(signIn);
    const [administrator] = await signIn.firstLinks();
    const taken = signIn.spendLink(tokenIn(administrator ?? { path: '' }), { loginName: 'STAFF', password }, attempt);
    expect(await codeOf(taken)).toBe('invalid-input');
  });

  test.each(['short', '123456789012', 'staffstaff12', 'password1234', 'qwertyuiop[]', 'hengjian2026'])(
    '%s is no password',
    async (weak) => {
      const signIn = ground.signInWith();
      const [staff] = await signIn.firstLinks();
      expect(await codeOf(signIn.spendLink(tokenIn(staff ?? { path: '' }), { password: weak }, attempt))).toBe('password-unfit');
    },
  );
});

describe('a password', () => {
  test('a wrong one and a name that nobody has get the same answer', async () => {
    const signIn = ground.signInWith();
    await startStaff(signIn);
    expect(await codeOf(signIn.signIn('staff', 'wrong', attempt))).toBe('sign-in-failed');
    expect(await codeOf(signIn.signIn('nobody', 'wrong', attempt))).toBe('sign-in-failed');
  });

  test.each(['staff', 'nobody'])('after five failures %s has to wait, longer each time, even with the right one', async (name) => {
    const signIn = ground.signInWith();
    await startStaff(signIn);
    for (let failure = 1; failure <= 5; failure += 1) expect(await codeOf(signIn.signIn(name, 'wrong', attempt))).toBe('sign-in-failed');
    expect(await codeOf(signIn.signIn(name, password, attempt))).toBe('sign-in-delayed');
    // The delay is kept in the database: another process knows it too.
    expect(await codeOf(ground.signInWith().signIn(name, password, attempt))).toBe('sign-in-delayed');
    later(0.3);
    expect(await codeOf(signIn.signIn(name, 'wrong', attempt))).toBe('sign-in-failed');
    later(0.3);
    expect(await codeOf(signIn.signIn(name, password, attempt))).toBe('sign-in-delayed');
  });

  test('a clock that goes back makes nobody wait for it to catch up, and forgives nothing', async () => {
    const signIn = ground.signInWith();
    await startStaff(signIn);
    for (let failure = 1; failure <= 5; failure += 1) await codeOf(signIn.signIn('staff', 'wrong', attempt));
    later(-3 * 24 * 60);
    expect(await codeOf(signIn.signIn('staff', password, attempt))).toBe('sign-in-delayed');
    later(0.3);
    expect(await signIn.signIn('staff', password, attempt)).toMatchObject({ nextStep: null });
  });

  test('attempts at the same moment count too', async () => {
    const signIn = ground.signInWith();
    await startStaff(signIn);
    const codes = await Promise.all(Array.from({ length: 12 }, () => codeOf(signIn.signIn('staff', 'wrong', attempt))));
    expect(codes.filter((code) => code === 'sign-in-failed')).toHaveLength(5);
  });

  test('strangers who guess cannot keep a person out: a device that was used before is counted apart', async () => {
    const signIn = ground.signInWith();
    await startStaff(signIn);
    await signIn.rememberDevice('hjd_own', soloCaller.person);
    for (let failure = 1; failure <= 8; failure += 1) await codeOf(signIn.signIn('staff', 'wrong', attempt));
    expect(await codeOf(signIn.signIn('staff', password, attempt))).toBe('sign-in-delayed');
    expect(await signIn.signIn('staff', password, { ...attempt, device: 'hjd_own' })).toMatchObject({ person: soloCaller.person });
  });

  test('the longest delay is a quarter of an hour, and a success ends it', async () => {
    const signIn = ground.signInWith();
    await startStaff(signIn);
    for (let failure = 1; failure <= 20; failure += 1) {
      await codeOf(signIn.signIn('staff', 'wrong', attempt));
      later(15.1);
    }
    await signIn.signIn('staff', password, attempt);
    for (let failure = 1; failure <= 4; failure += 1) await codeOf(signIn.signIn('staff', 'wrong', attempt));
    expect(await signIn.signIn('staff', password, attempt)).toMatchObject({ nextStep: null });
  });

  test('one that is too old must be changed before anything else', async () => {
    const signIn = ground.signInWith({ passwordDays: 30 });
    await startStaff(signIn);
    later(31 * 24 * 60);
    const { nextStep, token } = await signIn.signIn('staff', password, attempt);
    expect(nextStep).toBe('change-password');
    const identity = await signIn.recognise({ session: token, bearer: undefined, isFromThisMachine: false });
    expect(await codeOf(signIn.changePassword(holderIn(identity), password, password))).toBe('password-unfit');
    expect(await signIn.changePassword(holderIn(identity), password, nextPassword)).toMatchObject({ nextStep: null });
    expect(await signIn.signIn('staff', nextPassword, attempt)).toMatchObject({ nextStep: null });
  });

  test('changing it renews this session and ends the others', async () => {
    const signIn = ground.signInWith();
    const { token: other } = await startStaff(signIn);
    const { token } = await signIn.signIn('staff', password, attempt);
    const identity = await signIn.recognise({ session: token, bearer: undefined, isFromThisMachine: false });
    const { token: renewed } = await signIn.changePassword(holderIn(identity), password, nextPassword);
    expect(await Promise.all([other, token, renewed].map((each) => isSignedIn(signIn, each)))).toEqual([false, false, true]);
  });
});

describe('a session', () => {
  test('from before the clock went back has ended, and one a little ahead of a replica has not', async () => {
    const signIn = ground.signInWith();
    const { token } = await startStaff(signIn);
    later(-1);
    expect(await isSignedIn(signIn, token)).toBe(true);
    later(-24 * 60);
    expect(await isSignedIn(signIn, token)).toBe(false);
    const { token: fresh } = await signIn.signIn('staff', password, attempt);
    expect(await isSignedIn(signIn, fresh)).toBe(true);
  });

  test('ends by disuse, and by age however much it is used', async () => {
    const signIn = ground.signInWith({ sessionIdleMinutes: 30, sessionHours: 2 });
    const { token: idle } = await startStaff(signIn);
    const { token: used } = await signIn.signIn('staff', password, attempt);
    for (let step = 1; step <= 5; step += 1) {
      later(20);
      expect(await isSignedIn(signIn, used)).toBe(true);
    }
    expect(await isSignedIn(signIn, idle)).toBe(false);
    later(20);
    expect(await isSignedIn(signIn, used)).toBe(false);
  });

  test('is listed with where it is, and can be ended from elsewhere', async () => {
    const signIn = ground.signInWith();
    const { token: here } = await startStaff(signIn);
    const { token: elsewhere } = await signIn.signIn('staff', password, {
      ...attempt,
      place: { address: '10.9.9.9', device: 'Firefox · Windows' },
    });
    const [session] = (await signIn.sessions(soloCaller.person, undefined)).filter(({ address }) => address === '10.9.9.9');
    if (!session) throw new Error('not listed');
    expect(session).toMatchObject({ device: 'Firefox · Windows', method: 'password' });
    await signIn.endSessions(staffActor, soloCaller.person, { only: session.id });
    expect(await Promise.all([here, elsewhere].map((token) => isSignedIn(signIn, token)))).toEqual([true, false]);
  });

  test('is worth nothing to whoever reads the database', async () => {
    const signIn = ground.signInWith();
    const { token } = await startStaff(signIn);
    const { rows } = await ground.database.store.run('select token_hash from session');
    expect(rows).toHaveLength(1);
    const stored = String(rows[0]?.['token_hash']);
    expect(token).not.toContain(stored);
    expect(await isSignedIn(signIn, stored)).toBe(false);
    expect(await isSignedIn(signIn, `hjs_${stored}`)).toBe(false);
  });

  test('ends when the person leaves', async () => {
    const signIn = ground.signInWith();
    const { token } = await startStaff(signIn);
    await ground.database.store.run(`update person set state = 'left'`);
    expect(await isSignedIn(signIn, token)).toBe(false);
    expect(await codeOf(signIn.signIn('staff', password, attempt))).toBe('sign-in-failed');
  });
});

describe('solo mode', () => {
  const openSolo = (): Promise<void> => ground.signInWith({ solo: true }).open();
  const stranger = { session: undefined, bearer: undefined, isFromThisMachine: false };
  const local = { ...stranger, isFromThisMachine: true };

  test('needs no sign-in on this machine, and helps nobody elsewhere', async () => {
    const signIn = ground.signInWith();
    expect(await signIn.recognise(local)).toBeUndefined();
    await openSolo();
    expect(await signIn.recognise(local)).toMatchObject({ by: { kind: 'solo' } });
    expect(await signIn.recognise(stranger)).toBeUndefined();
    expect(await signIn.firstLinks()).toEqual([]);
  });

  test('can be entered with the first link, on this machine', async () => {
    const signIn = ground.signInWith();
    const [staff, administrator] = await signIn.firstLinks();
    if (!staff || !administrator) throw new Error('no links');
    expect(await codeOf(signIn.enterSolo(tokenIn(staff), false))).toBe('solo-refused');
    expect(await codeOf(signIn.enterSolo(tokenIn(administrator), true))).toBe('solo-refused');
    await signIn.enterSolo(tokenIn(staff), true);
    expect(await signIn.mode()).toBe('solo');
    expect(await codeOf(signIn.spendLink(tokenIn(administrator), { password }, attempt))).toBe('link-spent');
  });

  test('is refused where others can reach the service', async () => {
    expect(await codeOf(ground.signInWith({ solo: true }, { isLoopbackOnly: false }).open())).toBe('solo-refused');
    await openSolo();
    expect(await codeOf(ground.signInWith({}, { isLoopbackOnly: false }).open())).toBe('solo-refused');
  });

  test('is closed once somebody has an account', async () => {
    const signIn = ground.signInWith();
    await startStaff(signIn);
    expect(await codeOf(openSolo())).toBe('solo-refused');
  });

  test('is left for good, and then the first accounts get their links', async () => {
    const signIn = ground.signInWith();
    await openSolo();
    expect(await signIn.leaveSolo()).toHaveLength(4);
    expect(await signIn.recognise(local)).toBeUndefined();
    expect(await codeOf(openSolo())).toBe('solo-refused');
    expect(await codeOf(signIn.leaveSolo())).toBe('solo-refused');
    const { token } = await startStaff(signIn);
    expect(await isSignedIn(signIn, token)).toBe(true);
  });
});

describe('on record', () => {
  const recorded = async (action: LedgerAction) =>
    (await ground.ledger.list({ limit: 200, action })).records.map(({ record }) => record).filter(({ time }) => time >= start);
  let start: string;
  beforeEach(() => {
    // The ledger outlives a test: each has a day of its own.
    day += 1;
    const moment = new Date(Date.UTC(2027, 0, day));
    ground.moveTo(moment);
    start = moment.toISOString();
  });
  let day = 0;

  test('is every sign-in with its method, signing out, a new password, and each link made and spent', async () => {
    const signIn = ground.signInWith();
    const { token } = await startStaff(signIn);
    await signIn.signIn('staff', password, attempt);
    const holder = holderIn(await signIn.recognise({ session: token, bearer: undefined, isFromThisMachine: false }));
    const renewed = await signIn.changePassword(holder, password, nextPassword);
    const again = holderIn(await signIn.recognise({ session: renewed.token, bearer: undefined, isFromThisMachine: false }));
    await signIn.signOut(again.person, again.sessionId);
    expect((await recorded('session-opened')).map(({ details, actor }) => [actor.id, details['method']])).toEqual([
      [soloCaller.person, 'password'],
      [soloCaller.person, 'link'],
    ]);
    expect((await recorded('password-changed')).map(({ details }) => details['how'])).toEqual(['password', 'link']);
    expect(await recorded('session-revoked')).toMatchObject([{ details: { count: 1, why: 'password-changed' } }]);
    expect(await recorded('session-closed')).toHaveLength(1);
    expect(await recorded('link-created')).toHaveLength(4);
    expect(await recorded('link-spent')).toMatchObject([{ subject: { id: soloCaller.person } }]);
  });

  test('is every failure, with a commitment to the name that was typed and no word of it', async () => {
    const signIn = ground.signInWith();
    await startStaff(signIn);
    for (let failure = 1; failure <= 5; failure += 1) await codeOf(signIn.signIn('staff', 'wrong', attempt));
    await codeOf(signIn.signIn('my secret typed in the wrong field', 'x', attempt));
    const refusals = await recorded('session-refused');
    expect(refusals).toHaveLength(6);
    expect(refusals[0]).toMatchObject({ subject: null, actor: { kind: 'unknown' }, outcome: 'refused' });
    expect(Object.keys(refusals[0]?.commitments ?? {})).toContain('name');
    expect(JSON.stringify(refusals)).not.toContain('secret typed');
    expect(await recorded('account-locked')).toMatchObject([{ subject: { id: soloCaller.person }, details: { failures: 5, seconds: 15 } }]);
    await codeOf(signIn.signIn('staff', password, attempt));
    later(1);
    await signIn.signIn('staff', password, attempt);
    expect((await recorded('session-opened'))[0]).toMatchObject({ details: { failuresBefore: 5, delayedBefore: 1 } });
  });

  test('a flood of failures under ever new names leaves few records, which count the rest', async () => {
    await ground.database.store.run(`insert into refused_sign_ins (began_at, refused) values ('${start}', 99)`);
    const signIn = ground.signInWith();
    for (let name = 1; name <= 3; name += 1) await codeOf(signIn.signIn(`nobody-${name}`, 'x', attempt));
    expect((await recorded('session-refused')).map(({ details }) => details['inHour'])).toEqual([100]);
    await ground.database.store.run('update refused_sign_ins set refused = 199');
    await codeOf(signIn.signIn('nobody-4', 'x', attempt));
    expect((await recorded('session-refused')).map(({ details }) => details['inHour'])).toEqual([200, 100]);
    later(61);
    await codeOf(signIn.signIn('nobody-5', 'x', attempt));
    expect((await recorded('session-refused'))[0]).toMatchObject({ details: { inHour: 1 } });
  });

  test('is entering solo mode and leaving it', async () => {
    const signIn = ground.signInWith({ solo: true });
    await signIn.open();
    await signIn.open();
    await signIn.leaveSolo();
    expect(await recorded('solo-mode-entered')).toHaveLength(1);
    expect(await recorded('solo-mode-left')).toHaveLength(1);
  });

  test('a sign-in that cannot be put on record does not happen', async () => {
    await startStaff(ground.signInWith());
    const failing: Ledger = {
      ...ground.ledger,
      appendWithin: () => Promise.reject(new AppError('ledger-unavailable', { cause: 'test' })),
    };
    const signIn = ground.signInWith({}, { ledger: failing });
    expect(await codeOf(signIn.signIn('staff', password, attempt))).toBe('ledger-unavailable');
    expect(await codeOf(signIn.firstLinks())).toBe('ledger-unavailable');
    expect(await ground.signInWith().sessions(soloCaller.person, undefined)).toHaveLength(1);
  });
});

test('the key of the data folder is told from others', () => {
  const { holdsDataFolder } = ground.signInWith();
  expect(holdsDataFolder({ session: undefined, bearer: 'hjf_test', isFromThisMachine: false })).toBe(true);
  expect(holdsDataFolder({ session: undefined, bearer: 'hjf_other', isFromThisMachine: true })).toBe(false);
  expect(holdsDataFolder({ session: 'hjf_test', bearer: undefined, isFromThisMachine: true })).toBe(false);
});
