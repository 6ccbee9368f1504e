// Who is denied again and again is put on record: the tenth denial within five minutes, and each time their number has doubled, so
// that whoever tries everything cannot fill the ledger.
import type { Clock } from '../base/clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Store } from '../store/store.ts';
import { actorOf, type Caller } from './access.ts';
import { countDenial, type DenialTables } from './denials.store.ts';

export interface Denials {
  note(caller: Pick<Caller, 'person' | 'by'>, operation: string): Promise<void>;
}

const recordedFrom = 10;

export function createDenials({
  store,
  ledger,
  clock,
}: {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly clock: Clock;
}): Denials {
  const database = store.tables<DenialTables>();
  return {
    async note(caller, operation) {
      const actor = actorOf(caller);
      const denied = await countDenial(database, `${actor.kind} ${actor.id}`, clock.now());
      if (denied < recordedFrom || !Number.isInteger(Math.log2(denied / recordedFrom))) return;
      await ledger.append({
        action: 'access-denied',
        actor,
        subject: { kind: 'operation', id: operation },
        outcome: 'refused',
        details: { denied },
      });
    },
  };
}
