// Passwords: signing in with one, choosing one, changing it.
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../base/errors.ts';
import type { PersonId, SessionId } from '../base/ids.ts';
import { describePerson, findAccount, isKnownDevice, passwordsOf, strengthenHash, writePassword } from './accounts.store.ts';
import type { DirectoryAccounts } from './directory/directory-accounts.ts';
import { isDirectoryAccount, isLocalName } from './directory/directory-accounts.store.ts';
import type { Ldap } from './directory/ldap.ts';
import { passwordElsewhere } from './directory/password-elsewhere.ts';
import { endOnRecord } from './end-sessions.ts';
import { type CountedAttempt, forgetFailures, giveBackAttempt, subjectOf, takeAttempt } from './failed-sign-ins.store.ts';
import { changing, type Ground } from './ground.ts';
import { normalLoginName } from './login-name.ts';
import { type Attempt, nextStepWith, openSession, refuse, type SignedIn } from './opening.ts';
import { hashPassword, isOutdated, isPasswordOf, spendCheck } from './password-hash.ts';
import { requireFitPassword } from './password-rules.ts';
import { passwordChanged } from './records.ts';
import { renewToken, type SessionPlace } from './sessions.store.ts';
import { hashOfToken } from './token.ts';

/** Whoever holds a session, where they use it. */
export interface Holder {
  readonly person: PersonId;
  readonly sessionId: SessionId;
  readonly place: SessionPlace;
}

export type Passwords = ReturnType<typeof createPasswords>;

/** Where names are looked up that nobody has here. */
export interface NamesElsewhere {
  readonly ldap: Ldap;
  readonly accounts: DirectoryAccounts;
  readonly refusedAfterMs: number;
}

export function createPasswords(ground: Ground, directory: NamesElsewhere | undefined) {
  const { database, clock, policy } = ground;

  /** The hash of a password that the rules allow this person. */
  const choose = async (person: PersonId, loginName: string, password: string): Promise<string> => {
    const present = await passwordsOf(database, person);
    const { display_name: displayName } = await describePerson(database, person);
    await requireFitPassword(password, {
      least: policy.passwordLength,
      words: [loginName, displayName],
      earlierHashes: present ? [present.hash, ...present.earlier_hashes] : [],
    });
    return hashPassword(password);
  };

  /** Whoever holds a session shows the password again; failures count for this session, and are forgotten when it is right. */
  const prove = async ({ person, sessionId, place }: Holder, password: string): Promise<string> => {
    if (await isDirectoryAccount(database, person)) throw passwordElsewhere();
    const { login_name: loginName } = await describePerson(database, person);
    const attempt = await takeAttempt(database, subjectOf(loginName, sessionId), clock.now());
    const account = await findAccount(database, loginName);
    if (!account || !(await isPasswordOf(account.hash, password)))
      return refuse(ground, { method: 'password', name: loginName, person, place, attempt });
    await forgetFailures(database, attempt.subject, clock.now());
    return loginName;
  };

  return {
    choose,
    prove,

    async signIn(typed: string, password: string, attempt: Attempt): Promise<SignedIn> {
      const startedAt = performance.now();
      const name = normalLoginName(typed);
      const device = attempt.device === undefined ? undefined : hashOfToken(attempt.device);
      const isKnown = device !== undefined && (await isKnownDevice(database, device, name));
      const counted: CountedAttempt = await takeAttempt(database, subjectOf(name, isKnown ? device : undefined), clock.now());
      const account = await findAccount(database, name);
      const isRight = account ? await isPasswordOf(account.hash, password) : await spendCheck(password);
      if (!account && directory && !(await isLocalName(database, name))) {
        const vouched = await directory.ldap.authenticate(name, password).catch(async (error: unknown) => {
          if (error instanceof AppError && error.code === 'directory-unavailable') await giveBackAttempt(database, counted);
          throw error;
        });
        if (vouched) return directory.accounts.signIn(vouched, attempt, counted);
      }
      if (!account || !isRight) {
        if (directory) await wait(Math.max(0, startedAt + directory.refusedAfterMs - performance.now()));
        return refuse(ground, { method: 'password', name: typed, person: account?.id, place: attempt.place, attempt: counted });
      }
      const stronger = isOutdated(account.hash) ? await hashPassword(password) : undefined;
      return openSession(ground, {
        method: 'password',
        attempt,
        earlier: counted,
        async who(within) {
          await forgetFailures(within, counted.subject, clock.now());
          if (stronger !== undefined) await strengthenHash(within, account.id, stronger);
          return account.id;
        },
      });
    },

    async changePassword(holder: Holder, present: string, next: string): Promise<SignedIn> {
      const { person, sessionId } = holder;
      const loginName = await prove(holder, present);
      const hash = await choose(person, loginName, next);
      const token = await changing(ground, async (transaction, note) => {
        await writePassword(transaction, person, hash, clock.now());
        note(passwordChanged(person, 'password'));
        await endOnRecord(transaction, note, { person, which: { except: sessionId }, why: 'password-changed' });
        return renewToken(transaction, sessionId, undefined);
      });
      return { token, person, nextStep: await nextStepWith(ground, token) };
    },
  };
}
