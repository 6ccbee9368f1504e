import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openSignInGround, type SignInGround } from '../../test/support/sign-in.ts';
import type { Attempt, SignIn } from './sign-in.ts';

const password = 'kite-lamp-orchard-71';
const attempt: Attempt = { place: { address: '10.1.2.3', device: 'Chrome · Linux' }, device: undefined };

let ground: SignInGround;
const later = (seconds: number): void => ground.later(seconds * 1000);
beforeAll(async () => {
  ground = await openSignInGround();
});
afterAll(() => ground.close());
beforeEach(() => ground.clear());

/** The first account with this name, used for the first time. */
async function start(signIn: SignIn, name: string) {
  const link = (await signIn.firstLinks()).find(({ loginName }) => loginName === name);
  if (!link) throw new Error('no link was made');
  return signIn.spendLink(link.path.slice(link.path.indexOf('#') + 1), { password }, attempt);
}
async function holderOf(signIn: SignIn, token: string) {
  const identity = await signIn.recognise({ session: token, bearer: undefined, isFromThisMachine: false });
  if (identity?.by.kind !== 'session') throw new Error('no session');
  return { person: identity.person, sessionId: identity.by.sessionId, place: attempt.place };
}
const codeFrom = (secret: string, aheadSeconds = 0): string =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 }).generate({
    timestamp: ground.clock.now().getTime() + aheadSeconds * 1000,
  });

/** Somebody whose second factor is on. */
async function enrolled(signIn: SignIn, name = 'auditor') {
  const { token } = await start(signIn, name);
  const holder = await holderOf(signIn, token);
  const { secret } = await signIn.secondFactor.begin(holder.person);
  const confirmed = await signIn.secondFactor.confirm(holder, codeFrom(secret));
  later(60);
  return { ...confirmed, secret, holder, before: token };
}
const failing = async (work: Promise<unknown>, code: string): Promise<void> => {
  await expect(work).rejects.toMatchObject({ code });
};
const recorded = async (action: 'second-factor-changed' | 'second-factor-shown' | 'session-refused') =>
  (await ground.ledger.list({ limit: 5, action })).records.map(({ record }) => record);

test('each of the three powers must set one up before anything else; staff need not, unless the site asks it of everybody', async () => {
  const signIn = ground.signInWith();
  for (const power of ['system-administrator', 'security-officer', 'auditor'])
    expect(await start(signIn, power)).toMatchObject({ nextStep: 'enrol-second-factor' });
  expect(await start(signIn, 'staff')).toMatchObject({ nextStep: null });
  expect(await ground.signInWith({ secondFactor: 'everybody' }).signIn('staff', password, attempt)).toMatchObject({
    nextStep: 'enrol-second-factor',
  });
});

test('counts from the first right code on, renews the session and gives ten recovery codes', async () => {
  const signIn = ground.signInWith();
  const { nextStep, token, before, recoveryCodes, holder } = await enrolled(signIn);
  expect(nextStep).toBeNull();
  expect(new Set(recoveryCodes).size).toBe(10);
  await holderOf(signIn, token);
  expect(await signIn.recognise({ session: before, bearer: undefined, isFromThisMachine: false })).toBeUndefined();
  expect(await signIn.secondFactor.state(holder.person)).toMatchObject({ isOn: true, isRequired: true, recoveryCodesLeft: 10 });
  expect((await recorded('second-factor-changed'))[0]).toMatchObject({ subject: { id: holder.person }, details: { to: 'on' } });
  await failing(signIn.secondFactor.begin(holder.person), 'second-factor-state');
});

test('a sign-in is whole only with a code, and the token changes with it', async () => {
  const signIn = ground.signInWith();
  const { secret } = await enrolled(signIn);
  const half = await signIn.signIn('auditor', password, attempt);
  expect(half.nextStep).toBe('second-factor');
  const holder = await holderOf(signIn, half.token);
  await failing(signIn.secondFactor.show(holder, { code: '000000' }), 'sign-in-failed');
  const whole = await signIn.secondFactor.show(holder, { code: codeFrom(secret) });
  expect(whole.nextStep).toBeNull();
  expect(await signIn.recognise({ session: half.token, bearer: undefined, isFromThisMachine: false })).toBeUndefined();
  expect((await recorded('session-refused'))[0]).toMatchObject({ details: { method: 'second-factor' } });
  expect((await recorded('second-factor-shown'))[0]).toMatchObject({ actor: { id: holder.person }, details: { how: 'code' } });
});

test('a code is taken once, also by two at the same moment; clocks may differ by half a minute, not more', async () => {
  const signIn = ground.signInWith();
  const { secret } = await enrolled(signIn);
  const holders = [];
  for (const _ of [1, 2]) holders.push(await holderOf(signIn, (await signIn.signIn('auditor', password, attempt)).token));
  const code = codeFrom(secret, 30);
  const outcomes = await Promise.allSettled(holders.map((holder) => signIn.secondFactor.show(holder, { code })));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const third = await holderOf(signIn, (await signIn.signIn('auditor', password, attempt)).token);
  await failing(signIn.secondFactor.show(third, { code }), 'sign-in-failed');
  // An earlier one than the last that was taken is as good as used.
  await failing(signIn.secondFactor.show(third, { code: codeFrom(secret) }), 'sign-in-failed');
  await failing(signIn.secondFactor.show(third, { code: codeFrom(secret, 90) }), 'sign-in-failed');
});

test('guessing codes is slowed down like guessing passwords, over all sessions of a person', async () => {
  const signIn = ground.signInWith();
  const { secret } = await enrolled(signIn);
  for (let failure = 1; failure <= 5; failure += 1) {
    const holder = await holderOf(signIn, (await signIn.signIn('auditor', password, attempt)).token);
    await failing(signIn.secondFactor.show(holder, { code: '000000' }), 'sign-in-failed');
  }
  const holder = await holderOf(signIn, (await signIn.signIn('auditor', password, attempt)).token);
  await failing(signIn.secondFactor.show(holder, { code: codeFrom(secret) }), 'sign-in-delayed');
  later(30);
  expect(await signIn.secondFactor.show(holder, { code: codeFrom(secret) })).toMatchObject({ nextStep: null });
});

test('a recovery code opens once, however it is typed, and new ones void the old', async () => {
  const signIn = ground.signInWith();
  const { secret, recoveryCodes } = await enrolled(signIn);
  const [first = '', second = ''] = recoveryCodes;
  const half = async () => holderOf(signIn, (await signIn.signIn('auditor', password, attempt)).token);
  const typed = { code: ` ${first.toUpperCase().replaceAll('-', ' ')}`, isRecoveryCode: true };
  expect(await signIn.secondFactor.show(await half(), typed)).toMatchObject({ nextStep: null });
  expect((await recorded('second-factor-shown'))[0]).toMatchObject({ details: { how: 'recovery-code', recoveryCodesLeft: 9 } });
  const holder = await half();
  await failing(signIn.secondFactor.show(holder, typed), 'sign-in-failed');
  await signIn.secondFactor.renewCodes(holder, codeFrom(secret));
  await failing(signIn.secondFactor.show(holder, { code: second, isRecoveryCode: true }), 'sign-in-failed');
});

test('is turned off with password and code together, and never by who must have it', async () => {
  const signIn = ground.signInWith();
  const staff = await enrolled(signIn, 'staff');
  const holder = await holderOf(signIn, staff.token);
  await failing(signIn.secondFactor.turnOff(holder, 'wrong', codeFrom(staff.secret)), 'sign-in-failed');
  await failing(signIn.secondFactor.turnOff(holder, password, '000000'), 'sign-in-failed');
  await signIn.secondFactor.turnOff(holder, password, codeFrom(staff.secret));
  expect(await signIn.signIn('staff', password, attempt)).toMatchObject({ nextStep: null });
  const auditor = await enrolled(signIn);
  await failing(
    signIn.secondFactor.turnOff(await holderOf(signIn, auditor.token), password, codeFrom(auditor.secret)),
    'second-factor-required',
  );
});

test('a reset takes it away with the recovery codes, ends the sessions, and it has to be set up again', async () => {
  const signIn = ground.signInWith();
  const { token, holder } = await enrolled(signIn);
  const reset = ground.database.store.tables<unknown>().transaction();
  expect(await reset.execute((transaction) => signIn.secondFactor.resetWithin(transaction, holder.person))).toBe(1);
  expect(await signIn.recognise({ session: token, bearer: undefined, isFromThisMachine: false })).toBeUndefined();
  expect(await signIn.signIn('auditor', password, attempt)).toMatchObject({ nextStep: 'enrol-second-factor' });
});

test('neither the secret nor a recovery code can be read in the database', async () => {
  const { secret, recoveryCodes } = await enrolled(ground.signInWith());
  const { rows } = await ground.database.store.run('select secret from second_factor');
  const codes = await ground.database.store.run('select code_hash from recovery_code');
  const stored = JSON.stringify([rows, codes.rows]);
  expect(codes.rows).toHaveLength(10);
  expect(stored).not.toContain(secret);
  for (const code of recoveryCodes) expect(stored).not.toContain(code.replaceAll('-', ''));
});
