// What a client of OpenAI's API is sent around the bytes of the model: the head of a stream, its end, and what stands in for a reply.
import type { Exchange } from '../../access/route.ts';
import { openAiFailure } from '../../base/openai-failure.ts';
import type { Attempted } from './attempt.ts';
import type { ChatRequest } from './chat-request.ts';
import { chunk, completion, endOfStream } from './chat-shapes.ts';

const eventStream = { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' };
const blockedText = '内容检查未通过，本次不作回答。A content check stopped this; nothing is answered.';

export function beginStream(exchange: Pick<Exchange, 'head'>): void {
  exchange.head(200, eventStream);
}

/** Once the outcome is on record, or could not be put there. */
export function endReply(exchange: Exchange, request: ChatRequest, { outcome, rest, failure, calls }: Attempted): void {
  const hasBegun = request.isStream && calls.at(-1)?.firstTokenMs !== undefined;
  if (failure) {
    // Whoever left hears nothing; whoever saw tokens is told that there will be no more.
    if (!hasBegun) throw failure;
    return exchange.end(`data: ${JSON.stringify(openAiFailure(failure, exchange.requestId))}\n\n`);
  }
  if (outcome === 'blocked') return sendBlocked(exchange, request, hasBegun);
  if (request.isStream) {
    if (!hasBegun) beginStream(exchange);
    return exchange.end(rest);
  }
  exchange.head(200, { 'content-type': 'application/json', 'content-length': String(rest.byteLength) });
  exchange.end(rest);
}

/** A fixed text in place of what may not be shown, with the reason that clients know for it. */
export function sendBlocked(exchange: Exchange, { isStream, model }: ChatRequest, hasBegun = false): void {
  const about = { id: `chatcmpl-${exchange.requestId}`, created: Math.floor(Date.now() / 1000), model };
  if (!isStream) {
    exchange.head(200, { 'content-type': 'application/json' });
    return exchange.end(completion(about, blockedText, 'content_filter'));
  }
  if (!hasBegun) beginStream(exchange);
  exchange.end(`${chunk(about, { role: 'assistant', content: blockedText }, null)}${chunk(about, {}, 'content_filter')}${endOfStream}`);
}
