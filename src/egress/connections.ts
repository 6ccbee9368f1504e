// Connections under a rule. The check sits here, where a connection is opened, so that nothing that opens one can forget it.
import type { Socket } from 'node:net';
import { callbackify } from 'node:util';
import { Agent } from 'undici';
import { addressKind, holds, networkList } from '../base/address.ts';
import { AppError } from '../base/errors.ts';
import { dial, dialThrough } from './dial.ts';
import { type Checks, checkedAddresses } from './resolve-target.ts';
import { type EgressRule, encryptedSchemes, type Target } from './rules.ts';
import { targetAt } from './url-target.ts';

export interface Connections {
  open(rule: EgressRule, target: Target): Promise<Socket>;
  /** Keeps connections for calls of this rule only: a rule that changes, or the site's networks, opens its own. */
  agentOf(rule: EgressRule): Agent;
  close(): Promise<void>;
}

export interface ConnectionSettings extends Checks {
  readonly authorities: readonly string[];
  readonly proxy: URL | undefined;
}

const timeoutMs = 10_000;
const maxHeaderBytes = 64 * 1024;

export function createConnections({ authorities, proxy, ...checks }: ConnectionSettings): Connections {
  const agents = new Map<string, Agent>();
  /** Of rules that were seen: writing one out takes longer than finding it. */
  let known = new WeakMap<EgressRule, Agent>();
  let knownNetworks: readonly string[] | undefined;
  const isExternal = (address: string): boolean => addressKind(address) === 'public' && !holds(networkList(checks.siteNetworks()), address);

  async function open(rule: EgressRule, target: Target, protocols?: readonly string[]): Promise<Socket> {
    const { host, port, scheme } = target;
    const options = { host, port, isEncrypted: encryptedSchemes.has(scheme), authorities, timeoutMs, ...(protocols ? { protocols } : {}) };
    const isNamed = rule.hosts.some((pattern) => pattern.toLowerCase() === host);
    const addresses = await checkedAddresses(rule, target, checks).catch((error: unknown) => {
      // Behind a proxy a machine often cannot resolve the names of the world; a name that the rule spells out needs no more.
      const isLeftToProxy = proxy && isNamed && options.isEncrypted && rule.zone !== 'in-house';
      if (isLeftToProxy && error instanceof AppError && error.code === 'egress-failed') return [];
      throw error;
    });
    if (proxy && addresses.every(isExternal)) return dialThrough(proxy, isNamed ? host : (addresses[0] ?? host), options);
    return dial(addresses, options);
  }

  return {
    open,
    agentOf(rule) {
      const networks = checks.siteNetworks();
      if (networks !== knownNetworks) [known, knownNetworks] = [new WeakMap(), networks];
      const found = known.get(rule);
      if (found) return found;
      const key = JSON.stringify([rule, networks]);
      const agent = agents.get(key) ?? newAgent((target) => open(rule, target, ['http/1.1']));
      agents.set(key, agent);
      known.set(rule, agent);
      return agent;
    },
    async close() {
      await Promise.all([...agents.values()].map((agent) => agent.destroy()));
    },
  };
}

/** Deadlines are the caller's: an answer may stream for long. */
function newAgent(open: (target: Target) => Promise<Socket>): Agent {
  return new Agent({
    connect: (where, callback) =>
      callbackify(() => open(targetAt(where)))((error, socket) => (error ? callback(error, null) : callback(null, socket))),
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: maxHeaderBytes,
  });
}
