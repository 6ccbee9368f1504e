// The operations of the ledger, bound to its face.
import { actorOf } from '../access/access.ts';
import { bytesRoute, type Route, route, streamRoute } from '../access/route.ts';
import { operations } from './contract.ts';
import type { Ledger } from './ledger.ts';

export function ledgerRoutes(ledger: Ledger): Route[] {
  return [
    route(operations.listRecords, (filter) => ledger.list(filter)),
    route(operations.getRecord, ({ sequence }) => ledger.get(sequence)),
    route(operations.getBeginning, () => ledger.beginning()),
    route(operations.listCheckpoints, ({ limit }) => ledger.checkpoints(limit)),
    route(operations.makeCheckpoint, async () => ({ checkpoint: (await ledger.checkpoint()) ?? null })),
    streamRoute(operations.verifyLedger, (_, { caller }) => ledger.verify(actorOf(caller))),
    bytesRoute(operations.exportLedger, async ({ disclosures }, { caller }) => ({
      bytes: ReadableStream.from(encoded(ledger.export(actorOf(caller), disclosures))),
      mediaType: 'application/jsonl',
      fileName: 'ledger.jsonl',
    })),
  ];
}

async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const some of lines) yield encoder.encode(some);
}
