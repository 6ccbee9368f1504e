// What about people takes two: roles with clearance, and taking away a second factor.
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { ChangeKind } from '../access/changes/changes.ts';
import type { RightsTables } from '../access/rights.ts';
import { AppError } from '../base/errors.ts';
import { gradeSchema, gradeWords } from '../base/grade.ts';
import { type PersonId, personIdSchema } from '../base/ids.ts';
import { powersIn, roleSchema } from '../base/roles.ts';
import { sameTransaction } from '../store/store.ts';
import { roleWords } from './words.ts';
import { findPerson, type PeopleDatabase, replaceRoles } from './people.store.ts';

const rolesPayload = z.object({ personId: personIdSchema, roles: z.array(roleSchema), clearance: gradeSchema });
const factorPayload = z.object({ personId: personIdSchema });

export type RolesChange = ChangeKind<typeof rolesPayload>;
export type FactorReset = ChangeKind<typeof factorPayload>;

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
