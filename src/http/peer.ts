// Who is at the other end of the connection. Headers in which a proxy says so are believed from the proxies that the configuration names.
import type { BlockList } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { HttpBindings } from '@hono/node-server';
import { addressKind, holds, isAddress } from '../base/address.ts';

export interface Peer {
  /** The sender's network address; `in-process` for who calls without a server between. */
  readonly address: string;
  /** Encrypted on the whole way that we know of. */
  readonly isSecure: boolean;
  /** Came through a trusted proxy. */
  readonly isForwarded: boolean;
  /** Address of ours that was connected to. */
  readonly ownAddress: string | undefined;
}

export const inProcess: Peer = { address: 'in-process', isSecure: false, isForwarded: false, ownAddress: undefined };

export function peerOf({ incoming }: Pick<HttpBindings, 'incoming'>, trustedProxies: BlockList): Peer {
  const { socket, headers } = incoming;
  const nearest = plainAddress(socket.remoteAddress ?? '');
  const ownAddress = plainAddress(socket.localAddress ?? '');
  const isEncrypted = 'encrypted' in socket && (socket as TLSSocket).encrypted;
  if (!holds(trustedProxies, nearest)) return { address: nearest, isSecure: isEncrypted, isForwarded: false, ownAddress };
  const way = [...valuesOf(headers['x-forwarded-for']), nearest];
  // From our end: the first whom no trusted proxy vouches for is the sender; what stands before it may be made up.
  const sender = way.findLast((address) => !holds(trustedProxies, address)) ?? nearest;
  const scheme = valuesOf(headers['x-forwarded-proto']).at(-1);
  const isForwarded = scheme !== undefined || way.length > 1;
  // A proxy on this machine may speak openly to us; what counts is how the sender speaks to it.
  return {
    address: isAddress(sender) ? plainAddress(sender) : nearest,
    isSecure: isForwarded ? scheme === 'https' : isEncrypted,
    isForwarded,
    ownAddress,
  };
}

export function isFromThisMachine({ address, isForwarded }: Peer): boolean {
  return !isForwarded && (address === 'in-process' || addressKind(address) === 'loopback');
}

function valuesOf(header: string | readonly string[] | undefined): readonly string[] {
  return [header ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

/** Dual-stack sockets show IPv4 addresses inside IPv6. */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}
