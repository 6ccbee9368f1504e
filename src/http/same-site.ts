// Requests are taken under this site's own names only, and none that a page of another site has sent: neither a rebound name nor a
// form elsewhere can use the rights that a browser holds here.
import type { MiddlewareHandler } from 'hono';
import { isLoopbackHost } from '../base/address.ts';
import { AppError } from '../base/errors.ts';
import type { Environment } from './environment.ts';
import { isFromThisMachine, type Peer } from './peer.ts';

/** What pages of others load to show an answer box: the same for everybody. */
export const scriptForOthers = '/embed.js';

/** `origins`: under which people open the pages, besides the loopback names of this machine. */
export function onlySameSite(origins: readonly string[]): MiddlewareHandler<Environment> {
  const hosts = new Set(origins.map((origin) => new URL(origin).host));
  return async (context, next) => {
    const { ownAddress } = context.get('peer');
    const isOurHost = (host: string): boolean => {
      if (!URL.canParse(`https://${host}`)) return false;
      const address = new URL(`https://${host}`);
      if (address.username || address.password || address.pathname !== '/') return false;
      const name = address.hostname.replace(/^\[|\]$/g, '');
      // An address in figures cannot be rebound: who was sent there was sent to us.
      return hosts.has(address.host) || isLoopbackHost(name) || name === ownAddress;
    };
    const isOurOrigin = (origin: string): boolean =>
      origins.includes(origin) ||
      (URL.canParse(origin) && new URL(origin).origin === origin && isUnlisted(origin) && isOurHost(new URL(origin).host));
    /** A listed name counts under its scheme only. */
    const isUnlisted = (origin: string): boolean => !hosts.has(new URL(origin).host);

    const host = context.req.header('host') ?? '';
    const origin = context.req.header('origin');
    const site = context.req.header('sec-fetch-site');
    const isOwnPage = (origin === undefined || isOurOrigin(origin)) && site !== 'cross-site' && site !== 'same-site';
    const isForOthers = context.req.method === 'GET' && context.req.path === scriptForOthers;
    if (!isOurHost(host) || !(isOwnPage || isForOthers || isNavigation(context.req.method, context.req.header('sec-fetch-mode'))))
      throw new AppError('foreign-origin');
    await next();
  };
}

/** With a public address that is encrypted, an open connection from elsewhere is refused. */
export function onlyEncrypted(origins: readonly string[]): MiddlewareHandler<Environment> {
  return async (context, next) => {
    refuseOpenConnection(context.get('peer'), origins);
    await next();
  };
}

export function refuseOpenConnection(peer: Peer, [url]: readonly string[]): void {
  if (url?.startsWith('https:') && !peer.isSecure && !isFromThisMachine(peer)) throw new AppError('insecure-transport', { url });
}

/** Following a link from elsewhere to a page of ours is fine: its sender cannot read what it shows. */
function isNavigation(method: string, mode: string | undefined): boolean {
  return method === 'GET' && mode === 'navigate';
}
