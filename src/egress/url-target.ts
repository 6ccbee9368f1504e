// From a URL to a target. The URL parser has already made decimal, octal and hexadecimal hosts into addresses.
import { denied, type EgressRule, type Target } from './rules.ts';

/** Where a rule lets go that is for this address and nothing else. */
export function placeAt(url: URL): Required<Pick<EgressRule, 'hosts' | 'ports'>> {
  const { host, port } = targetAt(url);
  return { hosts: [host], ports: [port] };
}

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
