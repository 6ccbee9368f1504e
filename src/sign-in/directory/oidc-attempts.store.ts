// One sign-in on its way to the institution's own sign-in and back. All that protects it follows from one random token in the
// browser's cookie, of which the database keeps a hash: who reads the database can finish nobody's sign-in.
import { createHmac } from 'node:crypto';
import type { SignInDatabase } from '../tables.ts';
import { hashOfToken, newToken } from '../token.ts';

export const attemptSeconds = 10 * 60;

/** Base64url of 256 bits each: also fit to be a PKCE verifier (RFC 7636, 4.1). */
export interface AttemptSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export function secretsOf(token: string): AttemptSecrets {
  const derived = (what: string): string => createHmac('sha256', token).update(what).digest('base64url');
  return { state: derived('state'), nonce: derived('nonce'), verifier: derived('verifier') };
}

/** Returns the token for the cookie; attempts that were never finished go. */
export async function beginAttempt(database: SignInDatabase, destination: string, now: Date): Promise<string> {
  const token = newToken('hjo_');
  await database.deleteFrom('oidc_attempt').where('expires_at', '<=', now).execute();
  await database
    .insertInto('oidc_attempt')
    .values({ token_hash: hashOfToken(token), destination, expires_at: new Date(now.getTime() + attemptSeconds * 1000) })
    .execute();
  return token;
}

/** Where the browser wanted to go; nothing when the attempt is over. Of two at the same moment one gets it. */
export async function spendAttempt(database: SignInDatabase, token: string, now: Date): Promise<string | undefined> {
  const row = await database
    .deleteFrom('oidc_attempt')
    .where('token_hash', '=', hashOfToken(token))
    .where('expires_at', '>', now)
    .returning('destination')
    .executeTakeFirst();
  return row?.destination;
}
