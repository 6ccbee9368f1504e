// Random bytes in small amounts, for nonces and salts: drawn from the system in one go, since each draw costs more than what is done with it.
import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(8192);
let used = pool.byteLength;

/** Cryptographically strong, handed out once. */
export function randomBytes(count: number): Buffer {
  if (used + count > pool.byteLength) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.from(pool.subarray(used, used + count));
  pool.fill(0, used, used + count);
  used += count;
  return bytes;
}
