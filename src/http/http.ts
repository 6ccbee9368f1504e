// The HTTP door: parse, authorise, call a room, present.
import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Access } from '../access/access.ts';
import type { Route } from '../access/route.ts';
import { AppError, errorTable } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Environment } from './environment.ts';
import { mount } from './mount.ts';
import { openApiDocument } from './openapi.ts';
import { openApiPage } from './openapi-page.ts';
import { problemResponse } from './problem.ts';
import { onlySameSite } from './same-site.ts';
import { servePages } from './pages.ts';

export interface HttpDependencies {
  readonly access: Access;
  readonly routes: readonly Route[];
  readonly log: Log;
  /** Folder of the built pages. */
  readonly pagesFolder: string;
  readonly version: string;
}

export function createHttp({ access, routes, log, pagesFolder, version }: HttpDependencies): Hono<Environment> {
  const app = new Hono<Environment>();
  app.use(async (context, next) => {
    context.set('requestId', randomUUID());
    await next();
    context.header('x-request-id', context.get('requestId'));
    // After `secureHeaders`, which puts the policy of the pages on every reply.
    if (context.get('isStoredFile')) context.header('content-security-policy', storedFilePolicy);
  });
  app.use(secureHeaders({ contentSecurityPolicy, xFrameOptions: 'DENY', referrerPolicy: 'no-referrer', strictTransportSecurity: false }));
  app.use(onlySameSite);
  mount(app, { access, log }, routes);
  const operations = routes.map(({ operation }) => operation);
  const document = openApiDocument(operations, version);
  app.get('/api/openapi.json', (context) => context.json(document));
  app.get('/api', (context) => context.html(openApiPage(operations, version)));
  app.all('/api/*', () => {
    throw new AppError('not-found', { what: 'API' });
  });
  servePages(app, pagesFolder);
  app.onError((error, context) => {
    const failure = error instanceof AppError ? error : new AppError('internal', {}, { cause: error });
    const requestId = context.get('requestId');
    if (errorTable[failure.code].status >= 500)
      log.error('request-failed', failure.cause ?? failure, { requestId, path: context.req.routePath, code: failure.code });
    return problemResponse(failure, requestId);
  });
  return app;
}

const storedFilePolicy = "sandbox; default-src 'none'";

// Ant Design writes its styles at run time; everything else comes from this origin's own files.
const contentSecurityPolicy = {
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:', 'blob:'],
  workerSrc: ["'self'", 'blob:'],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};
