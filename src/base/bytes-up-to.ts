// Reading a stream to its end, bounded while it is read: a length that lies is cut off too.
import type { Readable } from 'node:stream';

/** All of it; nothing as soon as it is more than `maxBytes`. */
export async function bytesUpTo(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  for await (const chunk of stream) {
    byteLength += chunk.byteLength;
    if (byteLength > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return joined(chunks);
}

/** The same of a stream of Node, at a fraction of the cost. What is too long goes on flowing, unread, until whoever asked ends it. */
export function nodeBytesUpTo(stream: Readable, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let byteLength = 0;
  return new Promise((resolve, reject) => {
    stream
      .on('data', (chunk: Buffer) => {
        byteLength += chunk.byteLength;
        if (byteLength <= maxBytes) chunks.push(chunk);
        else resolve(undefined);
      })
      .once('end', () => resolve(joined(chunks)))
      .once('error', reject)
      .once('close', () => {
        if (!stream.readableEnded) reject(new Error('the stream broke off'));
      });
  });
}

/** What came in one piece is not copied. */
function joined(chunks: readonly Uint8Array[]): Buffer {
  const [only] = chunks;
  return chunks.length === 1 && Buffer.isBuffer(only) ? only : Buffer.concat(chunks);
}
