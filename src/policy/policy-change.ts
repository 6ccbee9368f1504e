// Another text of the policy: proposed by a security officer, approved by a system administrator.
import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { ChangeKind } from '../access/changes/changes.ts';
import { faultSentence, noteRightsChanged, type PolicyRule, type Rights, type RightsTables } from '../access/rights.ts';
import { AppError } from '../base/errors.ts';
import { sameTransaction } from '../store/store.ts';

const payload = z.object({ text: z.string(), replaces: z.number().int() });

export function policyChange(rights: Rights): ChangeKind<typeof payload> {
  const rulesOf = async (text: string | undefined): Promise<readonly PolicyRule[]> =>
    text === undefined ? [] : (await rights.examinePolicy(text)).rules;
  return {
    kind: 'policy',
    payload,
    proposer: 'policy.change',
    approver: 'policy.approve',
    subjectOf: () => 'rights',
    async describe({ text, replaces }) {
      const [before, after] = [await rulesOf(await rights.policyText(replaces)), await rulesOf(text)];
      const added = missingIn(before, after);
      const removed = missingIn(after, before);
      const changed = after.filter((rule) => before.some(({ id, text: earlier }) => id === rule.id && earlier !== rule.text));
      const list = (rules: readonly PolicyRule[]): string => rules.map(({ id }) => id).join(', ') || '-';
      return {
        zh: `替换安全策略第 ${replaces} 版。新增规则：${list(added)}；删除：${list(removed)}；修改：${list(changed)}。`,
        en: `Replace version ${replaces} of the policy on rights. Rules added: ${list(added)}; removed: ${list(removed)}; changed: ${list(changed)}.`,
      };
    },
    async check({ text, replaces }) {
      await refuseInvalid(rights, text);
      if ((await rights.policyText(replaces)) === text)
        throw new AppError('invalid-input', { fault: 'text: 与现行策略相同 it is the policy that is in force' });
    },
    async apply(transaction, { text, replaces }, now, { proposedBy, approvedBy }) {
      await refuseInvalid(rights, text);
      const tables: Transaction<RightsTables> = sameTransaction(transaction);
      await noteRightsChanged(tables);
      const number = replaces + 1;
      // Taken already when another version came between: then this one was written against a text that is gone.
      await tables
        .insertInto('policy_version')
        .values({ number, text, created_at: now, proposed_by: proposedBy, approved_by: approvedBy })
        .execute();
      const sha256 = createHash('sha256').update(text).digest('hex');
      return { action: 'policy-changed', subject: { kind: 'policy', id: 'rights' }, details: { version: number, sha256 } };
    },
  };
}

/** Fails with the first fault, in a sentence that says where it is. */
export async function refuseInvalid(rights: Rights, text: string): Promise<void> {
  const [fault] = (await rights.examinePolicy(text)).faults;
  if (!fault) return;
  const { zh, en } = faultSentence(fault);
  throw new AppError('invalid-input', { fault: `text: ${zh} ${en}` });
}

function missingIn(some: readonly PolicyRule[], others: readonly PolicyRule[]): PolicyRule[] {
  return others.filter(({ id }) => !some.some((rule) => rule.id === id));
}
