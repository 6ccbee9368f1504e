// What kind of place an IP address is, after the special-purpose registries of IANA (RFC 6890 and its successors).
import { BlockList, isIP } from 'node:net';

const kinds = ['metadata', 'loopback', 'private', 'link-local', 'reserved'] as const;
/** `public` is whatever no special range claims. */
export type AddressKind = (typeof kinds)[number] | 'public';

// The first kind whose range holds the address counts: addresses at which clouds hand out credentials go before everything else.
const ranges: Readonly<Record<(typeof kinds)[number], readonly string[]>> = {
  metadata: ['169.254.169.254/32', '169.254.170.2/32', '100.100.100.200/32', '168.63.129.16/32', '192.0.0.192/32', 'fd00:ec2::254/128'],
  loopback: ['127.0.0.0/8', '::1/128'],
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'],
  'link-local': ['169.254.0.0/16', 'fe80::/10'],
  // Documentation, benchmarks, multicast, and the ranges that wrap an IPv4 address into IPv6 (translation, 6to4, Teredo).
  reserved: (
    '0.0.0.0/8 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 ' +
    '::/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fec0::/10 ff00::/8'
  ).split(' '),
};
/** Networks that the internet does not know: a site's own unless it says otherwise. */
export const privateNetworks = ranges.private;

const lists = kinds.map((kind) => [kind, networkList(ranges[kind])] as const);

export function addressKind(address: string): AddressKind {
  return lists.find(([, list]) => holds(list, address))?.[0] ?? 'public';
}

/** Whether the list holds the address; an IPv4 address inside IPv6 (`::ffff:10.0.0.1`) counts as itself. */
export function holds(list: BlockList, address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  return list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

export function isLoopbackHost(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return name === 'localhost' || addressKind(name) === 'loopback';
}

export function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}

/** `10.0.0.0/8`, `fd00::/8` or a single address. */
export function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

export function networkList(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    list.addSubnet(address, prefix === undefined ? (family === 'ipv4' ? 32 : 128) : Number(prefix), family);
  }
  return list;
}
