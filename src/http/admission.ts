// Which connections are taken at all: not more than there is room for, few from one address, and open ones only from where they may be.
import type { BlockList, Socket } from 'node:net';
import { addressKind, holds } from '../base/address.ts';

export interface AdmissionSettings {
  readonly limits: { readonly connections: number; readonly connectionsPerAddress: number };
  /** Anybody may connect: the connection is encrypted, or reaches this machine only. Otherwise only trusted proxies may. */
  readonly isOpen: boolean;
  readonly trustedProxies: BlockList;
}

export function admission({ limits, isOpen, trustedProxies }: AdmissionSettings): (socket: Socket) => void {
  const counts = new Map<string, number>();
  let total = 0;
  return (socket) => {
    const address = socket.remoteAddress ?? '';
    const isNear = addressKind(address) === 'loopback' || holds(trustedProxies, address);
    const count = counts.get(address) ?? 0;
    const isTooMany = total >= limits.connections || (!isNear && count >= limits.connectionsPerAddress);
    if (isTooMany || (!isOpen && !isNear)) return void socket.destroy();
    total += 1;
    counts.set(address, count + 1);
    socket.once('close', () => {
      total -= 1;
      const left = (counts.get(address) ?? 1) - 1;
      if (left > 0) counts.set(address, left);
      else counts.delete(address);
    });
  };
}
