// Cookies of this site: read by no script, sent to no other site, and under TLS bound to this very host (`__Host-`).
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieName, Cookies } from '../access/route.ts';
import type { Environment } from './environment.ts';

export function cookiesOf(context: Context<Environment>): Cookies {
  const { isSecure } = context.get('peer');
  const fullName = (name: CookieName): string => `${isSecure ? '__Host-' : ''}hengjian-${name}`;
  const attributes = { path: '/', httpOnly: true, sameSite: 'Lax', secure: isSecure } as const;
  return {
    get: (name) => getCookie(context, fullName(name)),
    set: (name, value, maxAge) => setCookie(context, fullName(name), value, maxAge === undefined ? attributes : { ...attributes, maxAge }),
    drop: (name) => void deleteCookie(context, fullName(name), attributes),
  };
}
