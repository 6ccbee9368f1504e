// The operations of the ledger, bound to its face.
import { type Route, route } from '../access/route.ts';
import { operations } from './contract.ts';
import type { Ledger } from './ledger.ts';

export function ledgerRoutes(ledger: Ledger): Route[] {
  return [
    route(operations.listRecords, (filter) => ledger.list(filter)),
    route(operations.getRecord, ({ sequence }) => ledger.get(sequence)),
    route(operations.listCheckpoints, ({ limit }) => ledger.checkpoints(limit)),
    route(operations.makeCheckpoint, async () => ({ checkpoint: (await ledger.checkpoint()) ?? null })),
  ];
}
