// The operations on the policy, bound to their face.
import { type Route, route } from '../access/route.ts';
import { operations } from './contract.ts';
import type { PolicyRoom } from './policy.ts';

export function policyRoutes(policy: PolicyRoom): Route[] {
  return [
    route(operations.getPolicy, async () => {
      const { rules, ...version } = await policy.inForce();
      return { ...version, rules: [...rules] };
    }),
    route(operations.listPolicyVersions, async () => ({ versions: await policy.versions() })),
    route(operations.getPolicyVersion, ({ number }) => policy.textOf(number)),
    route(operations.checkPolicy, async ({ text }) => {
      const { rules, faults } = await policy.check(text);
      return { rules: [...rules], faults: [...faults] };
    }),
    route(operations.getPolicyEffect, ({ text, from }) => policy.effect(text, from)),
    route(operations.getPolicyProposal, ({ changeId }, { caller }) => policy.proposal(caller, changeId)),
    route(operations.proposePolicy, async ({ text, reason }, { caller }) => ({ changeId: await policy.propose(caller, text, reason) })),
  ];
}
