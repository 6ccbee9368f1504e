// What a client of OpenAI's API is sent around the bytes of the model: the head of a stream, its end, and what stands in for a reply.
import type { Exchange } from '../../access/route.ts';
import { AppError } from '../../base/errors.ts';
import { openAiFailure } from '../../base/openai-failure.ts';
import type { Attempted } from '../calls/attempt.ts';
import { chunk, completion, endOfStream } from './chat-shapes.ts';
import type { RelayedRequest } from './relayed-request.ts';
import { beginStream } from './stream-head.ts';

const blockedText = '内容检查未通过，本次不作回答。A content check stopped this; nothing is answered.';

export interface Rest {
  /** What is left to send once the outcome is on record. */
  readonly rest: Buffer;
}

/** Once the outcome is on record, or could not be put there. */
export function endReply(exchange: Exchange, request: RelayedRequest, { outcome, rest, failure }: Attempted & Rest): void {
  if (failure) {
    // Whoever left hears nothing; whoever saw a stream begin is told that there will be no more.
    if (!exchange.hasBegun()) throw failure;
    return exchange.end(`data: ${JSON.stringify(openAiFailure(failure, exchange.requestId))}\n\n`);
  }
  if (outcome === 'blocked') return sendBlocked(exchange, request);
  if (request.isStream) {
    beginStream(exchange);
    return exchange.end(rest);
  }
  exchange.head(200, { 'content-type': 'application/json', 'content-length': String(rest.byteLength) });
  exchange.end(rest);
}

/** A fixed text in place of what may not be shown, with the reason that clients know for it; numbers have no such stand-in. */
export function sendBlocked(exchange: Exchange, { kind, isStream, model }: RelayedRequest): void {
  if (kind !== 'chat') throw new AppError('content-blocked');
  const about = { id: `chatcmpl-${exchange.requestId}`, created: Math.floor(Date.now() / 1000), model };
  if (!isStream) {
    exchange.head(200, { 'content-type': 'application/json' });
    return exchange.end(completion(about, blockedText, 'content_filter'));
  }
  beginStream(exchange);
  exchange.end(`${chunk(about, { role: 'assistant', content: blockedText }, null)}${chunk(about, {}, 'content_filter')}${endOfStream}`);
}
