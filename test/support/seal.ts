// The seal of a test's database, under a master key of its own.
import { randomBytes } from 'node:crypto';
import { openKeyRing } from '../../src/store/keys/key-ring.ts';
import { masterKeySource } from '../../src/store/keys/master-key.ts';
import { createSeal, type Seal } from '../../src/store/seal/seal.ts';
import type { Store } from '../../src/store/store.ts';

/** Unless told otherwise it refuses values that are not sealed, as a data folder without a past does. */
export async function openTestSeal(store: Store, { acceptsPlain = false } = {}): Promise<Seal> {
  const master = masterKeySource({ key: randomBytes(32).toString('base64'), file: 'unused' });
  // Its timer does not keep a test alive, and its queries end with the database.
  return createSeal(await openKeyRing({ store, master, algorithm: 'aes-256-gcm', acceptsPlain }));
}
