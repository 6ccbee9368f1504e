// The door for clients of OpenAI's API (`/v1`): the same checklist as for every other route, but on the bare request and reply of Node,
// since a stream of tokens through web streams costs several times as much. Only API keys come in here.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Access, authorise, type KeyHolder } from '../access/access.ts';
import type { Denials } from '../access/denials.ts';
import type { RawRoute, Route } from '../access/route.ts';
import { networkList } from '../base/address.ts';
import { limitClassOf } from '../base/contract.ts';
import { AppError, errorTable } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { openAiFailure } from '../base/openai-failure.ts';
import type { Door, OnRequest } from './http.ts';
import type { Limits } from './limits.ts';
import { type BodyRoom, createBodyRoom } from './body.ts';
import { openExchange } from './exchange.ts';
import { bearerIn, noteDenial, requireType } from './mount.ts';
import { peerOf } from './peer.ts';
import { retryAfter } from './problem.ts';
import { refuseOpenConnection } from './same-site.ts';

/** Takes a request if it is one of its own; says whether it did. */
export type RawDoor = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface RawDoorDependencies {
  readonly access: Access;
  readonly routes: readonly Route[];
  readonly log: Log;
  readonly door: Door;
  readonly limits?: Limits;
  readonly denials?: Denials;
  /** Before any work: what must be known to be so. */
  readonly prepare?: () => Promise<void>;
  /** Shared with other doors. */
  readonly bodies?: BodyRoom;
  readonly onRequest?: OnRequest | undefined;
}

const prefix = '/v1/';
/** Long conversations with documents in them; files have their own way in. */
const maxBytes = 8 * 1024 * 1024;

export function createRawDoor({
  access,
  routes,
  log,
  door,
  limits,
  denials,
  prepare,
  bodies = createBodyRoom(),
  onRequest,
}: RawDoorDependencies): RawDoor {
  const trustedProxies = networkList(door.trustedProxies);
  const own = new Map(
    routes.flatMap((route): [string, RawRoute][] =>
      route.kind === 'raw' ? [[`${route.operation.method} ${route.operation.path}`, route]] : [],
    ),
  );

  async function answer(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    const peer = peerOf({ incoming: request }, trustedProxies);
    refuseOpenConnection(peer, door.publicOrigins);
    const route = own.get(`${request.method} ${pathOf(request)}`);
    if (!route) throw new AppError('not-found', { what: 'API' });
    if (onRequest) reportEnd(response, route.operation.id, onRequest);
    const limitClass = limitClassOf(route.operation);
    await limits?.admitAddress(peer, limitClass);
    await prepare?.();
    const { acting, caller } = await holderOf(request);
    try {
      authorise(acting, route.requirement);
    } catch (error) {
      await noteDenial({ denials, log }, acting, route);
      throw error;
    }
    await limits?.admitCaller(acting, limitClass);
    const body = await readBody(request, bodies);
    await route.handle(
      openExchange(response, {
        requestId,
        acting,
        caller,
        body,
        wantsPlace: request.headers['x-hengjian-queue'] === '1',
        traceparent: request.headersDistinct['traceparent']?.[0],
      }),
    );
  }

  /** A session, or the machine itself in solo mode, is not enough: a page of another site could borrow them. */
  async function holderOf(request: IncomingMessage): Promise<KeyHolder> {
    const bearer = bearerIn(request.headers.authorization);
    const holder = bearer === undefined ? undefined : await access.keyHolder(bearer);
    if (!holder) throw new AppError('key-needed');
    return holder;
  }

  return (request, response) => {
    if (!(request.url ?? '').startsWith(prefix)) return false;
    const requestId = randomUUID();
    response.setHeader('x-request-id', requestId);
    answer(request, response, requestId).catch((error: unknown) => {
      // The client has gone: there is nobody to tell, and it is no fault of ours.
      if (response.destroyed) return;
      const failure = error instanceof AppError ? error : new AppError('internal', {}, { cause: error });
      if (errorTable[failure.code].status >= 500)
        log.error('request-failed', failure.cause ?? failure, { requestId, path: pathOf(request), code: failure.code });
      if (response.headersSent) return void response.destroy();
      response.writeHead(errorTable[failure.code].status, headersOf(failure)).end(JSON.stringify(openAiFailure(failure, requestId)));
      // What was not read of the request is not waited for.
      request.resume();
    });
    return true;
  };
}

/** A reply that its client did not wait for counts as 499, as elsewhere. */
function reportEnd(response: ServerResponse, operation: string, onRequest: OnRequest): void {
  const startedAt = performance.now();
  response.once('close', () =>
    onRequest({ operation, status: response.writableFinished ? response.statusCode : 499, elapsedMs: performance.now() - startedAt }),
  );
}

function pathOf({ url = '' }: IncomingMessage): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

async function readBody(request: IncomingMessage, bodies: BodyRoom): Promise<Buffer> {
  if (request.method === 'GET') return Buffer.alloc(0);
  requireType(request.headers['content-type'], 'application/json');
  return bodies.readNode(request, maxBytes);
}

function headersOf(failure: AppError): Record<string, string> {
  const wait = retryAfter(failure);
  return { 'content-type': 'application/json', 'cache-control': 'no-store', ...(wait === undefined ? {} : { 'retry-after': wait }) };
}
