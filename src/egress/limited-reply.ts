// A reply whose body may not grow past a limit, counted as it is read and after decompression.
import { failed } from './dial.ts';

export function limitedReply(
  reply: { status: number; headers: Iterable<[string, string]>; body: ReadableStream | null },
  host: string,
  maxBytes: number,
): Response {
  const headers = new Headers([...reply.headers]);
  // The body is handed on decompressed.
  headers.delete('content-encoding');
  headers.delete('content-length');
  const isEmpty = reply.body === null || reply.status === 204 || reply.status === 205 || reply.status === 304;
  return new Response(isEmpty ? null : reply.body?.pipeThrough(limit(host, maxBytes)), { status: reply.status, headers });
}

function limit(host: string, maxBytes: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  return new TransformStream({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) controller.error(failed(host, `reply over ${maxBytes} bytes (回复过大)`));
      else controller.enqueue(chunk);
    },
  });
}
