// Reads a stream of server-sent events: blocks parted by an empty line, whose `data:` lines are the payload.

/** Payloads in order. A block cut off by the end of the stream was never finished and is dropped. */
export async function* readServerEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let pending = '';
  for await (const bytes of stream) {
    pending += decoder.decode(bytes, { stream: true });
    // A carriage return at the end may be half of a pair.
    const complete = pending.endsWith('\r') ? pending.slice(0, -1) : pending;
    const blocks = complete.replace(/\r\n?/g, '\n').split('\n\n');
    pending = (blocks.pop() ?? '') + pending.slice(complete.length);
    for (const block of blocks) {
      const payload = payloadOf(block);
      if (payload !== undefined) yield payload;
    }
  }
}

/** Comments and keep-alives carry no data. */
function payloadOf(block: string): string | undefined {
  const lines = block.split('\n').filter((line) => line.startsWith('data:'));
  return lines.length > 0 ? lines.map((line) => line.slice('data:'.length).replace(/^ /, '')).join('\n') : undefined;
}
