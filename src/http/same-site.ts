// Until accounts exist, reaching the loopback port is the only right there is; so a page of another site, or a name that was
// rebound to 127.0.0.1, must not reach it through the user's browser.
import type { MiddlewareHandler } from 'hono';
import { AppError } from '../base/errors.ts';

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

export const onlySameSite: MiddlewareHandler = async (context, next) => {
  const host = context.req.header('host');
  const origin = context.req.header('origin');
  const trusted =
    isLoopback(`http://${host}`) && (origin === undefined || isLoopback(origin)) && context.req.header('sec-fetch-site') !== 'cross-site';
  if (!trusted && !isNavigation(context.req.method, context.req.header('sec-fetch-mode'), host)) throw new AppError('foreign-origin');
  await next();
};

/** Following a link from elsewhere to a page of ours is fine: its sender cannot read what it shows. */
function isNavigation(method: string, mode: string | undefined, host: string | undefined): boolean {
  return method === 'GET' && mode === 'navigate' && isLoopback(`http://${host}`);
}

function isLoopback(address: string): boolean {
  return URL.canParse(address) && loopbackNames.has(new URL(address).hostname);
}
