// The public face of the policy on rights: what is in force, what another text would change, what was in force before.
import type { Caller } from '../access/access.ts';
import type { Changes } from '../access/changes/changes.ts';
import type { Rights, RightsTables } from '../access/rights.ts';
import { AppError } from '../base/errors.ts';
import type { ChangeId } from '../base/ids.ts';
import type { Store } from '../store/store.ts';
import type { PolicyVersion } from './contract.ts';
import { policyChange, refuseInvalid } from './policy-change.ts';
import { listVersions, namesOf } from './policy.store.ts';
import { presentEffect } from './present-effect.ts';

export interface PolicyDependencies {
  readonly store: Store;
  readonly changes: Changes;
  readonly rights: Rights;
}

export type PolicyRoom = ReturnType<typeof createPolicy>;

export function createPolicy({ store, changes, rights }: PolicyDependencies) {
  const database = store.tables<RightsTables>();
  const change = policyChange(rights);
  changes.register(change);
  const textOf = async (number: number) => {
    const text = await rights.policyText(number);
    if (text === undefined) throw new AppError('not-found', { what: 'version of the policy 策略版本' });
    return { number, text };
  };

  return {
    inForce: () => rights.policy(),
    textOf,
    check: (text: string) => rights.examinePolicy(text),

    async versions(): Promise<PolicyVersion[]> {
      return [...(await listVersions(database)), { number: 0, createdAt: null, proposedBy: null, approvedBy: null }];
    },

    async effect(text: string, from: number) {
      await refuseInvalid(rights, text);
      const { effects, compared, total } = await rights.effectOf(text, from);
      const names = await namesOf(database);
      return {
        effects: await Promise.all(effects.map((effect) => presentEffect(effect, { names, pathOf: rights.pathOf }))),
        compared,
        total,
        next: compared < total ? compared : null,
      };
    },

    /** As it was proposed, for those who may know of the request, whatever became of it. */
    async proposal(caller: Caller, id: ChangeId) {
      const { text, replaces } = await changes.payloadOf(caller, change, id);
      return { text, replaces: await textOf(replaces) };
    },

    async propose(caller: Caller, text: string, reason: string): Promise<ChangeId> {
      return changes.propose(caller, change, { text, replaces: (await rights.policy()).number }, reason);
    },
  };
}
