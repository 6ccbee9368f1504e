// The HTTP door: parse, authorise, call a room, present.
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import type { Access } from '../access/access.ts';
import type { Denials } from '../access/denials.ts';
import type { Route } from '../access/route.ts';
import { networkList } from '../base/address.ts';
import { AppError, errorTable } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { type BodyRoom, createBodyRoom } from './body.ts';
import type { Environment } from './environment.ts';
import type { Limits } from './limits.ts';
import { type MetricsSource, serveMetrics } from './metrics-page.ts';
import { mount } from './mount.ts';
import { openApiDocument } from './openapi.ts';
import { openApiPage } from './openapi-page.ts';
import { problemResponse } from './problem.ts';
import { type AncestorsOf, servePages } from './pages.ts';
import { inProcess, peerOf } from './peer.ts';
import { onlyEncrypted, onlySameSite } from './same-site.ts';
import { securityHeaders } from './security-headers.ts';

export interface HttpDependencies {
  readonly access: Access;
  readonly routes: readonly Route[];
  readonly log: Log;
  /** Folder of the built pages. */
  readonly pagesFolder: string;
  readonly version: string;
  readonly door?: Door;
  /** Without them nothing is counted. */
  readonly limits?: Limits;
  /** Without it nobody hears of denials. */
  readonly denials?: Denials;
  /** Awaited before anything is done for a request. */
  readonly prepare?: () => Promise<void>;
  /** Told of every request that was answered. */
  readonly onRequest?: OnRequest | undefined;
  readonly metrics?: MetricsSource | undefined;
  /** Shared with other doors. */
  readonly bodies?: BodyRoom;
  /** Whose pages may show which answer box; without it none. */
  readonly ancestorsOf?: AncestorsOf;
}

export { createBodyRoom } from './body.ts';

/** `elapsedMs`: to the end of the reply, or of its head where it is a stream of events. */
export type OnRequest = (request: { readonly operation: string; readonly status: number; readonly elapsedMs: number }) => void;

export interface Door {
  /** Under which people open the pages, besides loopback. */
  readonly publicOrigins: readonly string[];
  /** Addresses and networks whose word on the sender is believed. */
  readonly trustedProxies: readonly string[];
}

const loopbackDoor: Door = { publicOrigins: [], trustedProxies: [] };

export function createHttp({
  access,
  routes,
  log,
  pagesFolder,
  version,
  door = loopbackDoor,
  limits,
  denials,
  prepare,
  onRequest,
  metrics,
  bodies = createBodyRoom(),
  ancestorsOf,
}: HttpDependencies): Hono<Environment> {
  const app = new Hono<Environment>();
  const trustedProxies = networkList(door.trustedProxies);
  app.use(async (context, next) => {
    context.set('requestId', randomUUID());
    const { incoming } = context.env ?? {};
    context.set('peer', incoming ? peerOf({ incoming }, trustedProxies) : inProcess);
    const startedAt = performance.now();
    await next();
    const operation = context.get('operation') ?? (context.req.path.startsWith('/api') ? 'other' : 'pages');
    onRequest?.({ operation, status: context.res.status, elapsedMs: performance.now() - startedAt });
    context.header('x-request-id', context.get('requestId'));
  });
  app.use(...securityHeaders());
  app.use(onlyEncrypted(door.publicOrigins), onlySameSite(door.publicOrigins));
  mount(app, { access, log, limits, denials, prepare, bodies }, routes);
  const operations = routes.map(({ operation }) => operation);
  const document = openApiDocument(operations, version);
  app.get('/api/openapi.json', (context) => context.json(document));
  app.get('/api', (context) => context.html(openApiPage(operations, version, context.get('secureHeadersNonce') ?? '')));
  app.all('/api/*', () => {
    throw new AppError('not-found', { what: 'API' });
  });
  serveMetrics(app, metrics, limits);
  servePages(app, pagesFolder, ancestorsOf);
  app.onError((error, context) => {
    const failure = error instanceof AppError ? error : new AppError('internal', {}, { cause: error });
    const requestId = context.get('requestId');
    if (errorTable[failure.code].status >= 500)
      log.error('request-failed', failure.cause ?? failure, { requestId, path: context.req.routePath, code: failure.code });
    return problemResponse(failure, requestId);
  });
  return app;
}
