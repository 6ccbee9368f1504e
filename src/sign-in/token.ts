// Tokens that stand for a person: 256 random bits, told apart by what they open. Only hashes are kept.
import { createHash, randomBytes } from 'node:crypto';

/** Session, device, one-time link, key of the data folder, API key, sign-in elsewhere. */
type TokenPrefix = 'hjs_' | 'hjd_' | 'hjl_' | 'hjf_' | 'hjk_' | 'hjo_';

export function newToken(prefix: TokenPrefix): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** A plain hash is enough: there is nothing to guess in a random token. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
