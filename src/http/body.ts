// The body of a request, bounded while it is read: a length that lies is cut off too.
import { AppError } from '../base/errors.ts';

export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = (): AppError => new AppError('file-too-large', { limitMegabytes: Math.floor(maxBytes / 1024 / 1024) });
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const stream: AsyncIterable<Uint8Array> = request.body;
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  for await (const chunk of stream) {
    byteLength += chunk.byteLength;
    if (byteLength > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
