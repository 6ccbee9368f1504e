// The operations on personal data, bound to their face.
import { bytesRoute, type FileReply, type Route, route } from '../access/route.ts';
import { operations } from './contract.ts';
import type { Personal } from './personal.ts';

export function personalRoutes(personal: Personal): Route[] {
  return [
    bytesRoute(operations.exportMyData, async (_, { caller }) => asFile(await personal.export(caller, caller.person), caller.person)),
    bytesRoute(operations.exportPersonData, async ({ personId }, { caller }) => asFile(await personal.export(caller, personId), personId)),
    route(operations.proposeErasure, async ({ personId, reason }, { caller }) => ({
      changeId: await personal.proposeErasure(caller, personId, reason),
    })),
  ];
}

function asFile(pieces: AsyncIterable<string>, person: string): FileReply {
  return { bytes: ReadableStream.from(encoded(pieces)), mediaType: 'application/json', fileName: `personal-data-${person}.json` };
}

async function* encoded(pieces: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const piece of pieces) yield encoder.encode(piece);
}
