// Who somebody is: accounts with passwords, one-time links, sessions, and solo mode. What they may do is decided in access.
import type { Credentials, Identity, NextStep, SignInPort } from '../access/access.ts';
import { soloCaller } from '../access/access.ts';
import type { Clock } from '../base/clock.ts';
import type { SignInPolicy } from '../base/sign-in-settings.ts';
import { AppError } from '../base/errors.ts';
import type { PersonId, SessionId } from '../base/ids.ts';
import type { Store } from '../store/store.ts';
import {
  activate,
  describePerson,
  findAccount,
  isKnownDevice,
  isNameTaken,
  passwordsOf,
  prepareFirstAccounts,
  rememberDevice,
  rolesOf,
  strengthenHash,
  waitingFirstAccounts,
  writePassword,
} from './accounts.store.ts';
import type { FirstLink, Session } from './contract.ts';
import { forgetFailures, subjectOf, takeAttempt } from './failed-sign-ins.store.ts';
import { createLink, personOfLink, spendLink, voidLinks } from './links.store.ts';
import { normalLoginName } from './login-name.ts';
import { nextStepOf } from './next-step.ts';
import { hashPassword, isOutdated, isPasswordOf, spendCheck } from './password-hash.ts';
import { requireFitPassword } from './password-rules.ts';
import {
  endSessions,
  findSession,
  forgetEndedSessions,
  listSessions,
  renewToken,
  type SessionPlace,
  startSession,
} from './sessions.store.ts';
import { decideSiteMode, leaveSoloMode, readSiteMode, type SiteMode } from './site-mode.store.ts';
import type { SignInMethod, SignInTables } from './tables.ts';
import { hashOfToken } from './token.ts';

export interface SignInDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly policy: SignInPolicy;
  /** Whether the service can be reached from this machine only; solo mode needs it. */
  readonly isLoopbackOnly: boolean;
  /** Shown by whoever can read the data folder. */
  readonly folderKey: string;
}

/** Where a sign-in comes from. */
export interface Attempt {
  readonly place: SessionPlace;
  /** The token of a device that may be known. */
  readonly device: string | undefined;
}

export interface SignedIn {
  readonly token: string;
  readonly nextStep: NextStep | null;
  readonly person: PersonId;
}

export type SignIn = ReturnType<typeof createSignIn>;

export function createSignIn({ store, clock, policy, isLoopbackOnly, folderKey }: SignInDependencies) {
  const database = store.tables<SignInTables>();
  let isDecidedForAccounts = false;

  const mode = async (): Promise<SiteMode> => {
    if (isDecidedForAccounts) return 'accounts';
    const found = await readSiteMode(database);
    isDecidedForAccounts = found === 'accounts';
    return found;
  };

  const begin = async (person: PersonId, method: SignInMethod, { place }: Attempt): Promise<SignedIn> => {
    const now = clock.now();
    await forgetEndedSessions(database, policy, now);
    const { token } = await startSession(database, { person, method, place, limits: policy, now });
    const session = await findSession(database, token, policy, now);
    if (!session) throw new AppError('sign-in-failed');
    return { token, person, nextStep: nextStepOf(session, policy, now) };
  };

  const recognise = async ({ session, bearer, isFromThisMachine }: Credentials): Promise<Identity | undefined> => {
    const token = bearer ?? session;
    const now = clock.now();
    const found = token?.startsWith('hjs_') ? await findSession(database, token, policy, now) : undefined;
    if (found) {
      return {
        person: found.person_id,
        departmentId: found.department_id,
        roles: new Set(found.roles),
        by: { kind: 'session', sessionId: found.id, nextStep: nextStepOf(found, policy, now) },
      };
    }
    return isFromThisMachine && (await mode()) === 'solo' ? soloCaller : undefined;
  };

  const firstLinks = async (): Promise<FirstLink[]> => {
    if ((await mode()) === 'solo') return [];
    await prepareFirstAccounts(database, clock.now());
    const links: FirstLink[] = [];
    for (const { id, loginName, roles } of await waitingFirstAccounts(database)) {
      const { token, expiresAt } = await createLink(database, id, clock.now());
      links.push({ loginName, roles: [...roles], path: linkPath(token), expiresAt: expiresAt.toISOString() });
    }
    return links;
  };

  const linkOf = async (token: string) => {
    const person = await personOfLink(database, token, clock.now());
    if (!person || (await mode()) === 'solo') throw new AppError('link-spent');
    return person;
  };

  const setPassword = async (person: PersonId, loginName: string, password: string): Promise<string> => {
    const present = await passwordsOf(database, person);
    const { display_name: displayName } = await describePerson(database, person);
    await requireFitPassword(password, {
      least: policy.passwordLength,
      words: [loginName, displayName],
      earlierHashes: present ? [present.hash, ...present.earlier_hashes] : [],
    });
    return hashPassword(password);
  };

  const port: SignInPort = {
    recognise,
    holdsDataFolder: ({ bearer }) => bearer !== undefined && hashOfToken(bearer) === hashOfToken(folderKey),
  };

  return {
    ...port,
    mode,
    firstLinks,

    /** Enters solo mode where the settings ask for it. Fails when accounts were decided for, and when others could reach a solo site. */
    async open(): Promise<void> {
      if (!policy.solo && (await mode()) !== 'solo') return;
      if (!isLoopbackOnly)
        throw soloRefused(
          '服务不只监听本机（HOST、HENGJIAN_TRUSTED_PROXY）',
          'others can reach the service (HOST, HENGJIAN_TRUSTED_PROXY)',
        );
      if ((await decideSiteMode(database, 'solo', clock.now())) !== 'solo') throw soloClosed();
    },

    async signIn(loginName: string, password: string, attempt: Attempt): Promise<SignedIn> {
      const name = normalLoginName(loginName);
      const device = attempt.device === undefined ? undefined : hashOfToken(attempt.device);
      const isKnown = device !== undefined && (await isKnownDevice(database, device, name));
      const subject = subjectOf(name, isKnown ? device : undefined);
      await takeAttempt(database, subject, clock.now());
      const account = await findAccount(database, name);
      const isRight = account ? await isPasswordOf(account.hash, password) : await spendCheck(password);
      if (!account || !isRight) throw new AppError('sign-in-failed');
      await forgetFailures(database, subject, clock.now());
      if (isOutdated(account.hash)) await strengthenHash(database, account.id, await hashPassword(password));
      return begin(account.id, 'password', attempt);
    },

    /** So that strangers who try this person's name cannot slow this device down. */
    rememberDevice: (device: string, person: PersonId) => rememberDevice(database, hashOfToken(device), person, clock.now()),

    async readLink(token: string, isFromThisMachine: boolean) {
      const person = await linkOf(token);
      const isFirst = person.id === soloCaller.person && (await mode()) === 'undecided';
      return {
        loginName: person.login_name,
        displayName: person.display_name,
        roles: await rolesOf(database, person.id),
        choosesName: person.state === 'invited',
        allowsSolo: isFirst && isLoopbackOnly && isFromThisMachine,
        passwordLength: policy.passwordLength,
      };
    },

    async spendLink(
      token: string,
      chosen: { readonly loginName?: string | undefined; readonly displayName?: string | undefined; readonly password: string },
      attempt: Attempt,
    ): Promise<SignedIn> {
      const person = await linkOf(token);
      const loginName = normalLoginName(chosen.loginName ?? person.login_name);
      if (person.state === 'invited' && (await isNameTaken(database, loginName, person.id)))
        throw new AppError('invalid-input', { fault: 'loginName: taken by somebody else (登录名已被使用，请换一个)' });
      const hash = await setPassword(person.id, loginName, chosen.password);
      await database.transaction().execute(async (transaction) => {
        const isSpent = await spendLink(transaction, token, person.id);
        if (!isSpent || (await decideSiteMode(transaction, 'accounts', clock.now())) !== 'accounts') throw new AppError('link-spent');
        await activate(transaction, person.id, loginName, chosen.displayName ?? person.display_name);
        await writePassword(transaction, person.id, hash, clock.now());
        await endSessions(transaction, person.id, {});
      });
      return begin(person.id, 'link', attempt);
    },

    async enterSolo(token: string, isFromThisMachine: boolean): Promise<void> {
      const { id } = await linkOf(token);
      if (id !== soloCaller.person) throw soloRefused('请用工作人员的那个链接', 'use the link of the staff account');
      if (!isLoopbackOnly || !isFromThisMachine) throw soloRefused('只能在本机上打开', 'it must be opened on this machine');
      if ((await decideSiteMode(database, 'solo', clock.now())) !== 'solo') throw soloClosed();
      await spendLink(database, token, id);
    },

    async leaveSolo(): Promise<FirstLink[]> {
      if (!(await leaveSoloMode(database, clock.now()))) throw soloRefused('本站不在单人模式', 'this site is not in solo mode');
      return firstLinks();
    },

    async changePassword(person: PersonId, sessionId: SessionId, present: string, next: string): Promise<SignedIn> {
      const { login_name: loginName } = await describePerson(database, person);
      const subject = subjectOf(loginName, sessionId);
      await takeAttempt(database, subject, clock.now());
      const account = await findAccount(database, loginName);
      if (!account || !(await isPasswordOf(account.hash, present))) throw new AppError('sign-in-failed');
      await forgetFailures(database, subject, clock.now());
      const hash = await setPassword(person, loginName, next);
      const token = await database.transaction().execute(async (transaction) => {
        await writePassword(transaction, person, hash, clock.now());
        await endSessions(transaction, person, { except: sessionId });
        return renewToken(transaction, sessionId, undefined);
      });
      const session = await findSession(database, token, policy, clock.now());
      return { token, person, nextStep: session ? nextStepOf(session, policy, clock.now()) : null };
    },

    async describe(person: PersonId) {
      const row = await describePerson(database, person);
      const { department_id: departmentId, department } = row;
      return {
        id: row.id,
        loginName: row.login_name,
        displayName: row.display_name,
        department: departmentId && department !== null ? { id: departmentId, name: department } : null,
      };
    },

    async sessions(person: PersonId, present: SessionId | undefined): Promise<Session[]> {
      const rows = await listSessions(database, person, policy, clock.now());
      return rows.map(({ id, method, address, device, started_at, seen_at, ends_at }) => ({
        id,
        isThisOne: id === present,
        method,
        address,
        device,
        startedAt: started_at.toISOString(),
        seenAt: seen_at.toISOString(),
        endsAt: ends_at.toISOString(),
      }));
    },

    /** A one-time link with which a person chooses a password; earlier ones end. */
    async linkFor(person: PersonId): Promise<{ path: string; expiresAt: string }> {
      await voidLinks(database, person);
      const { token, expiresAt } = await createLink(database, person, clock.now());
      return { path: linkPath(token), expiresAt: expiresAt.toISOString() };
    },

    endSessions: (person: PersonId, which: { readonly only?: SessionId; readonly except?: SessionId | undefined }) =>
      endSessions(database, person, which),
  };
}

/** The token stands in the fragment, which browsers do not send to servers. */
function linkPath(token: string): string {
  return `/link#${token}`;
}

function soloRefused(faultZh: string, faultEn: string): AppError {
  return new AppError('solo-refused', { faultZh, faultEn });
}

function soloClosed(): AppError {
  return soloRefused(
    '本站已启用账号，这是单向的；请去掉 HENGJIAN_SOLO 或 --solo',
    'this site has accounts, and that is final; drop HENGJIAN_SOLO or --solo',
  );
}
