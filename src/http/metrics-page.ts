// `/metrics`, for Prometheus: a door of its own, since what fetches figures is no person and may see nothing else.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Hono } from 'hono';
import { AppError } from '../base/errors.ts';
import type { Environment } from './environment.ts';
import type { Limits } from './limits.ts';
import { bearerIn } from './mount.ts';

export interface MetricsSource {
  readonly token: string;
  readonly text: () => Promise<string>;
}

/** Without a source there is no such page. */
export function serveMetrics(app: Hono<Environment>, source: MetricsSource | undefined, limits: Limits | undefined): void {
  app.get('/metrics', async (context) => {
    if (!source) throw new AppError('not-found', { what: 'page 页面' });
    await limits?.admitAddress(context.get('peer'), 'requests');
    if (!isSame(bearerIn(context.req.header('authorization')) ?? '', source.token)) throw new AppError('metrics-token-needed');
    return context.body(await source.text(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
