// How a stream of replies begins, and what a client is told before its first token.
import type { Exchange } from '../../access/route.ts';
import type { PlaceInQueue } from '../../models/models.ts';

const eventStream = { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' };

/** Once, however often it is called. */
export function beginStream(exchange: Pick<Exchange, 'head' | 'hasBegun'>): void {
  if (!exchange.hasBegun()) exchange.head(200, eventStream);
}

/** Where the request stands in the queue of a model, as a comment, which clients that do not look for it leave alone. */
export function tellPlace(exchange: Exchange, place: PlaceInQueue): void {
  beginStream(exchange);
  exchange.write(`: queue ${JSON.stringify(place)}\n\n`);
}
