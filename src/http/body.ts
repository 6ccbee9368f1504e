// The body of a request, bounded while it is read: a length that lies is cut off too.
import { bytesUpTo } from '../base/bytes-up-to.ts';
import { AppError } from '../base/errors.ts';

/** Room for the bodies that are being read at once: many senders together must not fill the memory. */
export interface BodyRoom {
  read(request: Request, maxBytes: number): Promise<Uint8Array>;
}

// Small bodies are not worth counting.
const countedFrom = 64 * 1024;
const retrySeconds = 5;

export function createBodyRoom(totalBytes: number): BodyRoom {
  let reserved = 0;
  return {
    async read(request, maxBytes) {
      // What comes in pieces of undeclared length may become as large as is allowed.
      const isOpenEnded = request.headers.has('transfer-encoding');
      const size = isOpenEnded ? maxBytes : Math.min(Number(request.headers.get('content-length') ?? 0), maxBytes);
      if (size < countedFrom) return readBody(request, maxBytes);
      if (reserved > 0 && reserved + size > totalBytes) throw new AppError('uploads-busy', { seconds: retrySeconds });
      reserved += size;
      try {
        return await readBody(request, maxBytes);
      } finally {
        reserved -= size;
      }
    },
  };
}

async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = (): AppError => bodyTooLarge(maxBytes);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const bytes = await bytesUpTo(request.body, maxBytes);
  if (!bytes) throw tooLarge();
  return bytes;
}

export function bodyTooLarge(maxBytes: number): AppError {
  return new AppError('file-too-large', { limitMegabytes: Math.floor(maxBytes / 1024 / 1024) });
}
