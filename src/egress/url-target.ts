// From a URL to a target. The URL parser has already made decimal, octal and hexadecimal hosts into addresses.
import { denied, type Target } from './rules.ts';

export function targetOf(url: URL): Target {
  const target = targetAt(url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw denied(target.host, 'scheme');
  if (url.username || url.password) throw denied(target.host, 'credentials');
  return target;
}

export function targetAt({
  protocol,
  hostname,
  port,
}: {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
}): Target {
  const scheme = protocol === 'https:' ? 'https' : 'http';
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  return { scheme, host, port: Number(port || (scheme === 'https' ? 443 : 80)) };
}
