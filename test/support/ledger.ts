// A ledger for a test: the real one, with a key of its own and a folder that is gone afterwards.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { createLedger, type DisclosureSeal, type Ledger, signerOf } from '../../src/ledger/ledger.ts';
import type { Store } from '../../src/store/store.ts';

export interface TestLedger extends Ledger {
  readonly exportFolder: string;
}

export async function openTestLedger(
  store: Store,
  clock: Clock,
  options: { readonly algorithm?: 'ed25519' | 'sm2'; readonly seal?: DisclosureSeal } = {},
): Promise<TestLedger> {
  const exportFolder = await mkdtemp(join(tmpdir(), 'hengjian-test-ledger-'));
  const { algorithm = 'ed25519', ...rest } = options;
  const ledger = createLedger({ store, clock, log: silentLog, signer: signerOf(algorithm), exportFolder, ...rest });
  return {
    ...ledger,
    exportFolder,
    async close() {
      await ledger.close();
      await rm(exportFolder, { recursive: true, force: true });
    },
  };
}
