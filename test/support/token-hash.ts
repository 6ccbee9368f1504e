// Token hashes for tests and benches, which have no key ring.
import { createHmac } from 'node:crypto';
import { createTokenHash, type TokenHash } from '../../src/knowledge/search/token-hash.ts';

export function tokenHashWith(key: string): TokenHash {
  return createTokenHash((token) => createHmac('sha256', key).update(token).digest());
}

export const testHash = tokenHashWith('a key for tests');
