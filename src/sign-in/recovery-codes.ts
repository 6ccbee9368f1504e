// Recovery codes: each opens once what the authenticator opens. 80 random bits, so a plain hash is enough.
import { randomBytes } from 'node:crypto';
import { hashOfToken } from './token.ts';

const count = 10;
/** Crockford's base 32: no I, L, O, U. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

export function newRecoveryCodes(): string[] {
  return Array.from({ length: count }, () => {
    // 32 divides 256: every character is as likely as any other.
    const characters = Array.from(randomBytes(16), (byte) => alphabet[byte % 32]).join('');
    return characters.replace(/(.{4})(?=.)/g, '$1-');
  });
}

/** However it was typed. */
export function hashOfRecoveryCode(code: string): string {
  const plain = code.normalize('NFKC').toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
  return hashOfToken(plain);
}
