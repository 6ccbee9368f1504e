// What about people and the policy takes two: roles with clearance, and the text of the policy.
import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { ChangeKind } from '../access/changes/changes.ts';
import { noteRightsChanged, type Rights, type RightsTables } from '../access/rights.ts';
import { AppError } from '../base/errors.ts';
import { gradeSchema } from '../base/grade.ts';
import { type PersonId, personIdSchema } from '../base/ids.ts';
import { powersIn, roleSchema } from '../base/roles.ts';
import { sameTransaction } from '../store/store.ts';
import { gradeWords, roleWords } from './words.ts';
import { findPerson, type PeopleDatabase, replaceRoles } from './people.store.ts';

const rolesPayload = z.object({ personId: personIdSchema, roles: z.array(roleSchema), clearance: gradeSchema });
const factorPayload = z.object({ personId: personIdSchema });
const policyPayload = z.object({ text: z.string(), replaces: z.number().int() });

export type RolesChange = ChangeKind<typeof rolesPayload>;
export type FactorReset = ChangeKind<typeof factorPayload>;
export type PolicyChange = ChangeKind<typeof policyPayload>;

/** Roles of a person: proposed by a system administrator, approved by a security officer. */
export function rolesChange(database: PeopleDatabase): RolesChange {
  return {
    kind: 'roles',
    payload: rolesPayload,
    proposer: 'roles.change',
    approver: 'roles.approve',
    subjectOf: ({ personId }) => personId,
    async describe({ personId, roles, clearance }) {
      const person = await findPerson(database, personId);
      const name = person?.displayName ?? personId;
      return {
        zh: `把“${name}”的角色改为：${roles.map((role) => roleWords[role].zh).join('、') || '无'}；可接触的最高级别：${gradeWords[clearance].zh}。`,
        en: `Give ${name} the roles: ${roles.map((role) => roleWords[role].en).join(', ') || 'none'}; cleared up to ${gradeWords[clearance].en}.`,
      };
    },
    async check({ personId, roles }, caller) {
      refuseMixedPowers(roles);
      if (personId === caller.person) throw new AppError('second-person-needed');
      const person = await findPerson(database, personId);
      if (!person || person.state === 'left') throw new AppError('not-found', { what: 'person 人员' });
      if (person.directoryDecides !== 'nothing' && person.roles.join() !== roles.toSorted().join()) throw decidedElsewhere('角色', 'roles');
    },
    async apply(transaction, { personId, roles: proposed, clearance }) {
      refuseMixedPowers(proposed);
      const people: Transaction<RightsTables> = sameTransaction(transaction);
      const person = await findPerson(people, personId);
      // The directory may have decided otherwise since it was proposed.
      const isElsewhere = person !== undefined && person.directoryDecides !== 'nothing';
      const roles = isElsewhere ? person.roles : proposed;
      if (!isElsewhere) await replaceRoles(people, personId, roles);
      await people.updateTable('person').set({ clearance }).where('id', '=', personId).execute();
      return { action: 'roles-changed', subject: { kind: 'person', id: personId }, details: { roles, clearance } };
    },
  };
}

/** Taking somebody's lost second factor away: proposed by a system administrator, approved by a security officer. */
export function factorReset(
  database: PeopleDatabase,
  accounts: { resetSecondFactorWithin(within: Transaction<unknown>, person: PersonId): Promise<number> },
): FactorReset {
  return {
    kind: 'second-factor-reset',
    payload: factorPayload,
    proposer: 'roles.change',
    approver: 'roles.approve',
    subjectOf: ({ personId }) => personId,
    async describe({ personId }) {
      const name = (await findPerson(database, personId))?.displayName ?? personId;
      return {
        zh: `重置“${name}”的动态验证码：原来的失效，登录全部结束；必须使用者下次登录时重新绑定。`,
        en: `Reset the second factor of ${name}: the present one is worth nothing any more and all sessions end; who must have one sets it up again.`,
      };
    },
    async check({ personId }, caller) {
      if (personId === caller.person) throw new AppError('second-person-needed');
      const person = await findPerson(database, personId);
      if (!person || person.state === 'left') throw new AppError('not-found', { what: 'person 人员' });
    },
    async apply(transaction, { personId }) {
      const ended = await accounts.resetSecondFactorWithin(transaction, personId);
      return { action: 'second-factor-changed', subject: { kind: 'person', id: personId }, details: { to: 'reset', endedSessions: ended } };
    },
  };
}

/** The text of the policy: proposed by a security officer, approved by a system administrator. */
export function policyChange(rights: Rights): PolicyChange {
  const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
  return {
    kind: 'policy',
    payload: policyPayload,
    proposer: 'policy.change',
    approver: 'policy.approve',
    subjectOf: () => 'rights',
    async describe({ text, replaces }) {
      const [before, after] = [(await rights.policy()).rules, await rights.checkPolicy(text)];
      const names = (rules: readonly { id: string; text: string }[], others: readonly { id: string; text: string }[]) =>
        rules.filter((rule) => !others.some((other) => other.id === rule.id)).map(({ id }) => id);
      const changed = after.filter((rule) => before.some((other) => other.id === rule.id && other.text !== rule.text)).map(({ id }) => id);
      const [added, removed] = [names(after, before), names(before, after)];
      const list = (ids: readonly string[]): string => ids.join(', ') || '-';
      return {
        zh: `替换权限策略（现为第 ${replaces} 版）。新增规则：${list(added)}；删除：${list(removed)}；修改：${list(changed)}。`,
        en: `Replace the policy on rights (now version ${replaces}). Rules added: ${list(added)}; removed: ${list(removed)}; changed: ${list(changed)}.`,
      };
    },
    async check({ text }) {
      await rights.checkPolicy(text).catch((error: unknown) => {
        const fault = error instanceof AppError ? String(error.details['fault'] ?? '') : '';
        throw new AppError('invalid-input', { fault: `text: ${fault}` }, { cause: error });
      });
    },
    async apply(transaction, { text, replaces }, now, { proposedBy, approvedBy }) {
      await rights.checkPolicy(text);
      const tables: Transaction<RightsTables> = sameTransaction(transaction);
      await noteRightsChanged(tables);
      const number = replaces + 1;
      // Taken already when another version came between: then this one was written against a text that is gone.
      await tables
        .insertInto('policy_version')
        .values({ number, text, created_at: now, proposed_by: proposedBy, approved_by: approvedBy })
        .execute();
      return { action: 'policy-changed', subject: { kind: 'policy', id: 'rights' }, details: { version: number, sha256: hashOf(text) } };
    },
  };
}

/** Of an account of the institution's directory. */
export function decidedElsewhere(whatZh: string, whatEn: string): AppError {
  return new AppError('directory-account', { whatZh, whatEn });
}

function refuseMixedPowers(roles: readonly z.infer<typeof roleSchema>[]): void {
  if (new Set(powersIn(roles)).size > 1)
    throw new AppError('invalid-input', {
      fault: 'roles: 三员分立，系统管理员、安全管理员、审计员只能任其一 one account holds one of the three separated powers at most',
    });
}
