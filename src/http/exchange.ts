// A request and its reply on the wire of Node, for routes that write their own protocol.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Exchange } from '../access/route.ts';

export function openExchange(
  response: ServerResponse,
  about: Pick<Exchange, 'requestId' | 'acting' | 'caller' | 'body' | 'wantsPlace' | 'traceparent'>,
): Exchange {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return {
    ...about,
    signal: gone.signal,
    hasBegun: () => response.headersSent,
    head: (status, headers) =>
      void response.writeHead(status, { ...headers, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }),
    write: (bytes) => gone.signal.aborted || response.write(bytes),
    async drained() {
      // The signal ends the wait when the client goes away.
      await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
    },
    end: (bytes) => void response.end(bytes),
  };
}
