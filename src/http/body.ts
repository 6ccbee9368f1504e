// The body of a request, bounded while it is read: a length that lies is cut off too.
import type { IncomingMessage } from 'node:http';
import { bytesUpTo, nodeBytesUpTo } from '../base/bytes-up-to.ts';
import { AppError } from '../base/errors.ts';

/** Room for the bodies that are being read at once: many senders together must not fill the memory. */
export interface BodyRoom {
  read(request: Request, maxBytes: number): Promise<Uint8Array>;
  /** The same of a request of Node. */
  readNode(request: IncomingMessage, maxBytes: number): Promise<Buffer>;
}

// Several of the largest files at once, on a machine with 2 GB.
const bodiesInFlightBytes = 256 * 1024 * 1024;

// Small bodies are not worth counting.
const countedFrom = 64 * 1024;
const retrySeconds = 5;

/** One for all doors of a process. */
export function createBodyRoom(totalBytes = bodiesInFlightBytes): BodyRoom {
  let reserved = 0;

  async function within<Bytes>(
    { declared, isOpenEnded }: Announced,
    maxBytes: number,
    read: () => Promise<Bytes | undefined>,
  ): Promise<Bytes> {
    if (declared > maxBytes) throw bodyTooLarge(maxBytes);
    // What comes in pieces of undeclared length may become as large as is allowed.
    const size = isOpenEnded ? maxBytes : declared;
    const counted = size < countedFrom ? 0 : size;
    if (counted > 0 && reserved > 0 && reserved + counted > totalBytes) throw new AppError('uploads-busy', { seconds: retrySeconds });
    reserved += counted;
    try {
      const bytes = await read();
      if (!bytes) throw bodyTooLarge(maxBytes);
      return bytes;
    } finally {
      reserved -= counted;
    }
  }

  return {
    read(request, maxBytes) {
      const { headers } = request;
      const announced = { declared: Number(headers.get('content-length') ?? 0), isOpenEnded: headers.has('transfer-encoding') };
      return within(announced, maxBytes, async () => (request.body ? bytesUpTo(request.body, maxBytes) : new Uint8Array()));
    },
    readNode(request, maxBytes) {
      const { headers } = request;
      const announced = { declared: Number(headers['content-length'] ?? 0), isOpenEnded: headers['transfer-encoding'] !== undefined };
      return within(announced, maxBytes, () => nodeBytesUpTo(request, maxBytes));
    },
  };
}

/** What the headers say of a body. */
interface Announced {
  readonly declared: number;
  readonly isOpenEnded: boolean;
}

function bodyTooLarge(maxBytes: number): AppError {
  return new AppError('file-too-large', { limitMegabytes: Math.floor(maxBytes / 1024 / 1024) });
}
