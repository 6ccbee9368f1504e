// One-time links: made for first accounts and by administrators, spent on the password of an account.
import { soloCaller } from '../access/access.ts';
import { AppError } from '../base/errors.ts';
import type { PersonId } from '../base/ids.ts';
import type { Entry } from '../ledger/ledger.ts';
import { activate, isNameTaken, prepareFirstAccounts, rolesOf, waitingFirstAccounts, writePassword } from './accounts.store.ts';
import type { FirstLink } from './contract.ts';
import { isDirectoryAccount } from './directory/directory-accounts.store.ts';
import { passwordElsewhere } from './directory/password-elsewhere.ts';
import { endOnRecord } from './end-sessions.ts';
import { changing, type Ground } from './ground.ts';
import { createLink, personOfLink, spendLink, voidLinks } from './links.store.ts';
import { normalLoginName } from './login-name.ts';
import { type Attempt, openSession, type SignedIn } from './opening.ts';
import type { Passwords } from './passwords.ts';
import { linkCreated, linkSpent, passwordChanged } from './records.ts';
import { decideSiteMode } from './site-mode.store.ts';
import type { ModeOfSite } from './site-mode.ts';

interface LinkParts {
  readonly site: ModeOfSite;
  readonly passwords: Passwords;
  readonly isLoopbackOnly: boolean;
}

/** What whoever spends a link chooses; the names only for an account that nobody has used yet. */
export interface Chosen {
  readonly loginName?: string | undefined;
  readonly displayName?: string | undefined;
  readonly password: string;
}

export function createOneTimeLinks(ground: Ground, { site, passwords, isLoopbackOnly }: LinkParts) {
  const { database, clock, policy } = ground;

  const personOf = async (token: string) => {
    const person = await personOfLink(database, token, clock.now());
    if (!person || (await site.mode()) === 'solo') throw new AppError('link-spent');
    return person;
  };

  return {
    personOf,

    async firstLinks(): Promise<FirstLink[]> {
      if ((await site.mode()) === 'solo') return [];
      await prepareFirstAccounts(database, clock.now());
      const waiting = await waitingFirstAccounts(database);
      return changing(ground, async (transaction, note) => {
        const links: FirstLink[] = [];
        for (const { id, loginName, roles } of waiting) {
          const { token, expiresAt } = await createLink(transaction, id, clock.now());
          note(linkCreated({ kind: 'system', id: 'data-folder' }, id, expiresAt));
          links.push({ loginName, roles: [...roles], path: linkPath(token), expiresAt: expiresAt.toISOString() });
        }
        return links;
      });
    },

    async readLink(token: string, isFromThisMachine: boolean) {
      const person = await personOf(token);
      const isFirst = person.id === soloCaller.person && (await site.mode()) === 'undecided';
      return {
        loginName: person.login_name,
        displayName: person.display_name,
        roles: await rolesOf(database, person.id),
        choosesName: person.state === 'invited',
        allowsSolo: isFirst && isLoopbackOnly && isFromThisMachine,
        passwordLength: policy.passwordLength,
      };
    },

    async spendLink(token: string, chosen: Chosen, attempt: Attempt): Promise<SignedIn> {
      const person = await personOf(token);
      const loginName = normalLoginName(chosen.loginName ?? person.login_name);
      if (person.state === 'invited' && (await isNameTaken(database, loginName, person.id)))
        throw new AppError('invalid-input', { fault: 'loginName: taken by somebody else (登录名已被使用，请换一个)' });
      const hash = await passwords.choose(person.id, loginName, chosen.password);
      return openSession(ground, {
        method: 'link',
        attempt,
        async who(within, note) {
          const isSpent = await spendLink(within, token, person.id);
          if (!isSpent || (await decideSiteMode(within, 'accounts', clock.now())) !== 'accounts') throw new AppError('link-spent');
          await activate(within, person.id, loginName, chosen.displayName ?? person.display_name);
          await writePassword(within, person.id, hash, clock.now());
          note(linkSpent(person.id, 'account'));
          note(passwordChanged(person.id, 'link'));
          await endOnRecord(within, note, { person: person.id, why: 'link-spent' });
          return person.id;
        },
      });
    },

    /** A one-time link with which a person chooses a password; earlier ones end. */
    linkFor(by: Entry['actor'], person: PersonId): Promise<{ path: string; expiresAt: string }> {
      return changing(ground, async (transaction, note) => {
        if (await isDirectoryAccount(transaction, person)) throw passwordElsewhere();
        await voidLinks(transaction, person);
        const { token, expiresAt } = await createLink(transaction, person, clock.now());
        note(linkCreated(by, person, expiresAt));
        return { path: linkPath(token), expiresAt: expiresAt.toISOString() };
      });
    },
  };
}

/** The token stands in the fragment, which browsers do not send to servers. */
function linkPath(token: string): string {
  return `/link#${token}`;
}
