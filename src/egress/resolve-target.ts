// From a target to addresses that may be connected to. The very address that was checked is the one connected to, so that a name
// which answers differently a moment later (DNS rebinding) gains nothing.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { AppError, systemCode } from '../base/errors.ts';
import { allowsAddress, denied, type EgressRule, type Target } from './rules.ts';

/** All addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export const systemResolve: Resolve = async (host) => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

export interface Checks {
  readonly resolve: Resolve;
  /** Addresses and networks that are this site's own, as they are now. */
  readonly siteNetworks: () => readonly string[];
}

/** The target's addresses; fails with `egress-denied` if the rule forbids one of them: a name that points inside and outside is not trusted. */
export async function checkedAddresses(rule: EgressRule, target: Target, { resolve, siteNetworks }: Checks): Promise<readonly string[]> {
  const addresses = isIP(target.host) ? [target.host] : await resolved(target.host, resolve);
  for (const address of addresses) {
    const denial = allowsAddress(rule, target, address, siteNetworks());
    if (denial) throw denied(target.host, denial);
  }
  return addresses;
}

async function resolved(host: string, resolve: Resolve): Promise<readonly string[]> {
  const addresses = await resolve(host).catch((error: unknown) => {
    throw new AppError('egress-failed', { host, cause: systemCode(error) ?? 'DNS' }, { cause: error });
  });
  if (addresses.length === 0) throw new AppError('egress-failed', { host, cause: 'ENOTFOUND' });
  return addresses;
}
