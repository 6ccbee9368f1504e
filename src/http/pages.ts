// The built web pages. Every path that is not a file is a page of the single-page application.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { Context, Hono } from 'hono';
import type { Environment } from './environment.ts';
import { scriptForOthers } from './same-site.ts';

const yearSeconds = 365 * 24 * 3600;

/** Put by the build wherever a nonce belongs (web/vite.config.ts). */
const noncePlace = '{{nonce}}';

/** Origins whose pages may show an answer box. */
export type AncestorsOf = (boxId: string) => Promise<readonly string[]>;

export function servePages(app: Hono<Environment>, folder: string, ancestorsOf: AncestorsOf = async () => []): void {
  const serve =
    (name: string) =>
    async (context: Context<Environment>): Promise<Response> => {
      const index = join(folder, name);
      if (!existsSync(index))
        return context.text('网页尚未构建，请运行 npm run build。 The pages are not built yet: run npm run build.\n', 503);
      context.header('cache-control', 'no-cache');
      return context.html((await readFile(index, 'utf8')).replaceAll(noncePlace, context.get('secureHeadersNonce') ?? ''));
    };
  const serveIndex = serve('index.html');
  const serveBox = serve('embed.html');
  app.get('/embed/:boxId', async (context) => {
    context.set('frameAncestors', await ancestorsOf(context.req.param('boxId')));
    return serveBox(context);
  });
  app.get(scriptForOthers, async (context, next) => {
    context.set('isForOthers', true);
    context.header('cache-control', 'public, max-age=3600');
    await next();
  });
  app.use('/assets/*', async (context, next) => {
    await next();
    // Vite puts a hash of the content into the names of assets.
    if (context.res.ok) context.header('cache-control', `public, max-age=${yearSeconds}, immutable`);
  });
  app.get('/', serveIndex);
  app.get('/index.html', serveIndex);
  app.use('*', serveStatic({ root: folder }));
  app.get('*', serveIndex);
}
