// Reading a stream to its end, bounded while it is read: a length that lies is cut off too.

/** All of it; nothing as soon as it is more than `maxBytes`. */
export async function bytesUpTo(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  for await (const chunk of stream) {
    byteLength += chunk.byteLength;
    if (byteLength > maxBytes) return undefined;
    chunks.push(chunk);
  }
  const [only] = chunks;
  // What came in one piece is not copied.
  return chunks.length === 1 && Buffer.isBuffer(only) ? only : Buffer.concat(chunks);
}
