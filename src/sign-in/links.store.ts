// One-time links: whoever holds one may choose the password of an account, once. Using one voids the others of that account.
import type { PersonId } from '../base/ids.ts';
import type { SignInDatabase } from './tables.ts';
import { hashOfToken, newToken } from './token.ts';

const validHours = 24;

export async function createLink(database: SignInDatabase, person: PersonId, now: Date): Promise<{ token: string; expiresAt: Date }> {
  const token = newToken('hjl_');
  const expiresAt = new Date(now.getTime() + validHours * 3_600_000);
  await database
    .insertInto('sign_in_link')
    .values({ token_hash: hashOfToken(token), person_id: person, created_at: now, expires_at: expiresAt })
    .execute();
  return { token, expiresAt };
}

export async function personOfLink(database: SignInDatabase, token: string, now: Date) {
  return database
    .selectFrom('sign_in_link')
    .innerJoin('person', 'person.id', 'sign_in_link.person_id')
    .select(['person.id', 'person.login_name', 'person.display_name', 'person.state'])
    .where('sign_in_link.token_hash', '=', hashOfToken(token))
    .where('sign_in_link.expires_at', '>', now)
    .where('person.state', '!=', 'left')
    .executeTakeFirst();
}

/** Returns whether the link was there to be spent: of two at the same moment one gets it. */
export async function spendLink(database: SignInDatabase, token: string, person: PersonId): Promise<boolean> {
  const { numDeletedRows } = await database.deleteFrom('sign_in_link').where('token_hash', '=', hashOfToken(token)).executeTakeFirst();
  await voidLinks(database, person);
  return numDeletedRows > 0n;
}

export async function voidLinks(database: SignInDatabase, person: PersonId): Promise<void> {
  await database.deleteFrom('sign_in_link').where('person_id', '=', person).execute();
}
