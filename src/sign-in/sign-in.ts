// Who somebody is: accounts with passwords, one-time links, sessions, and solo mode. What they may do is decided in access.
import type { Transaction } from 'kysely';
import type { Credentials, Identity, SignInPort } from '../access/access.ts';
import { soloCaller } from '../access/access.ts';
import type { Clock } from '../base/clock.ts';
import type { PersonId, SessionId } from '../base/ids.ts';
import type { SignInPolicy } from '../base/sign-in-settings.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import type { Seal } from '../store/seal/seal.ts';
import { sameTransaction, type Store } from '../store/store.ts';
import { describePerson, rememberDevice } from './accounts.store.ts';
import { createApiKeys } from './api-keys.ts';
import type { FirstLink, Session } from './contract.ts';
import type { Directory } from './directory/directory.ts';
import { createDirectoryAccounts } from './directory/directory-accounts.ts';
import { createOidcSignIn } from './directory/oidc-sign-in.ts';
import { endOnRecord, type Ending } from './end-sessions.ts';
import { changing, type Ground } from './ground.ts';
import { keptTraces } from './kept-traces.store.ts';
import { nextStepOf } from './next-step.ts';
import { createOneTimeLinks } from './one-time-links.ts';
import { createPasswords } from './passwords.ts';
import { personalAccount } from './personal-account.store.ts';
import { sessionsEnded } from './records.ts';
import { endSessions, findSession, listSessions, methodOf, type WhichSessions } from './sessions.store.ts';
import { createSecondFactor } from './second-factor.ts';
import { createSiteMode } from './site-mode.ts';
import type { SignInTables } from './tables.ts';
import { hashOfToken } from './token.ts';

export type { Attempt, SignedIn } from './opening.ts';

export interface SignInDependencies {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly policy: SignInPolicy;
  /** Whether the service can be reached from this machine only; solo mode needs it. */
  readonly isLoopbackOnly: boolean;
  /** Shown by whoever can read the data folder. */
  readonly folderKey: string;
  readonly seal: Seal;
  readonly directory?: Directory;
  /** Under which people open the pages, besides the loopback names of this machine. */
  readonly origins?: readonly string[];
}

export type SignIn = ReturnType<typeof createSignIn>;

export function createSignIn({
  store,
  ledger,
  clock,
  policy,
  isLoopbackOnly,
  folderKey,
  seal,
  directory,
  origins = [],
}: SignInDependencies) {
  const database = store.tables<SignInTables>();
  const ground: Ground = { database, ledger, clock, policy };
  const site = createSiteMode(ground, isLoopbackOnly);
  const accounts = createDirectoryAccounts(ground, directory?.map);
  const passwords = createPasswords(
    ground,
    directory?.ldap && { ldap: directory.ldap, accounts, refusedAfterMs: directory.refusedAfterMs },
  );
  const secondFactor = createSecondFactor(ground, {
    passwords,
    seal: seal.columns.text({ table: 'second_factor', column: 'secret', purpose: 'secrets' }),
  });
  const oidc = createOidcSignIn(ground, { oidc: directory?.oidc, accounts, origins });
  const apiKeys = createApiKeys(ground);
  const links = createOneTimeLinks(ground, { site, passwords, isLoopbackOnly });

  const sessionOf = async (token: string | undefined): Promise<Identity | undefined> => {
    const now = clock.now();
    const found = token?.startsWith('hjs_') ? await findSession(database, token, policy, now) : undefined;
    return (
      found && {
        person: found.person_id,
        departmentId: found.department_id,
        roles: new Set(found.roles),
        by: { kind: 'session', sessionId: found.id, nextStep: nextStepOf(found, policy, now) },
      }
    );
  };

  const port: SignInPort = {
    async recognise({ session, bearer, isFromThisMachine }: Credentials): Promise<Identity | undefined> {
      // A key that is not known, or no longer, is not as good as none.
      if (bearer?.startsWith('hjk_') === true) return apiKeys.recognise(bearer);
      const found = await sessionOf(bearer ?? session);
      if (found) return found;
      return isFromThisMachine && (await site.mode()) === 'solo' ? soloCaller : undefined;
    },
    holdsDataFolder: ({ bearer }) => bearer !== undefined && hashOfToken(bearer) === hashOfToken(folderKey),
  };

  const end = (ending: Ending): Promise<number> => changing(ground, (transaction, note) => endOnRecord(transaction, note, ending));

  return {
    ...port,
    mode: site.mode,
    open: site.open,
    signIn: passwords.signIn,
    changePassword: passwords.changePassword,
    firstLinks: links.firstLinks,
    readLink: links.readLink,
    spendLink: links.spendLink,
    linkFor: links.linkFor,
    oidc,
    takesDirectoryNames: directory?.ldap !== undefined,
    secondFactor,
    apiKeys,
    traces: keptTraces(database, ledger),
    personal: personalAccount(database),

    async enterSolo(token: string, isFromThisMachine: boolean): Promise<void> {
      await site.enterSolo(token, (await links.personOf(token)).id, isFromThisMachine);
    },

    async leaveSolo(): Promise<FirstLink[]> {
      await site.leaveSolo();
      return links.firstLinks();
    },

    /** So that strangers who try this person's name cannot slow this device down. */
    rememberDevice: (device: string, person: PersonId) => rememberDevice(database, hashOfToken(device), person, clock.now()),

    async describe(person: PersonId) {
      const row = await describePerson(database, person);
      const { department_id: departmentId, department } = row;
      return {
        id: row.id,
        loginName: row.login_name,
        displayName: row.display_name,
        department: departmentId && department !== null ? { id: departmentId, name: department } : null,
        isOfDirectory: row.directory_decides !== 'nothing',
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

    /** Ends this session by the person's own wish; says where the browser signs out as well, if it signed in elsewhere. */
    async signOut(person: PersonId, session: SessionId, origin?: string): Promise<string | undefined> {
      const method = await methodOf(database, session);
      await end({ person, which: { only: session }, how: 'closed', why: 'signed-out' });
      return method === 'oidc' && origin !== undefined ? oidc.endSessionUrl(origin) : undefined;
    },

    /** The same inside a transaction of another room, which puts on record what comes back. */
    async endSessionsWithin(transaction: Transaction<unknown>, by: Entry['actor'], person: PersonId): Promise<Entry> {
      const within: Transaction<SignInTables> = sameTransaction(transaction);
      const ended = await endSessions(within, person, {});
      return sessionsEnded('revoked', by, person, ended, 'incident');
    },

    /** Ends sessions from elsewhere: by the person, or by who looks after accounts. */
    endSessions: (by: Entry['actor'], person: PersonId, which: WhichSessions = {}) =>
      end({ by, person, which, why: by.id === person ? 'by-the-person' : 'by-another' }),
  };
}
