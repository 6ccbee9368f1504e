// Showing and replacing the keys, with a record of who did. The work itself is in the store.
import type { Caller } from '../access/access.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Sealing } from '../store/seal/sealing.ts';
import type { Keys } from './contract.ts';

export interface KeysRoom {
  show(): Promise<Keys>;
  rotate(caller: Caller, what: { readonly master: boolean }): Promise<Keys>;
}

export function createKeys({ sealing, ledger }: { readonly sealing: Sealing; readonly ledger: Ledger }): KeysRoom {
  const show = async (): Promise<Keys> => {
    const { masterKey, keys, ...progress } = await sealing.state();
    return {
      masterKey,
      keys: keys.map(({ created_at, ...key }) => ({ ...key, createdAt: created_at.toISOString() })),
      sealing: progress,
    };
  };
  return {
    show,
    async rotate({ person }, { master }) {
      const entry = {
        action: 'data-key-rotated',
        actor: { kind: 'person', id: person },
        details: { kind: master ? 'master-key' : 'data-keys' },
      } as const;
      // What cannot be put on record is not done.
      await ledger.append({ ...entry, outcome: 'begun' });
      try {
        await (master ? sealing.rotateMaster() : sealing.rotate());
      } catch (error) {
        await ledger.append({ ...entry, outcome: 'failed' });
        throw error;
      }
      await ledger.append({ ...entry, outcome: 'done' });
      return show();
    },
  };
}
