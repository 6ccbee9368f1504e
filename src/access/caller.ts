// A caller from who he is: what he may do comes from his roles, what he may see from the policy.
import type { AnswerBoxId, PersonId } from '../base/ids.ts';
import type { Permission } from '../base/permissions.ts';
import type { Caller, Identity } from './access.ts';
import { permissionsOf } from './permissions-of-role.ts';
import type { Rights } from './rights.ts';

export async function callerOf(identity: Identity, rights: Rights): Promise<Caller> {
  const { scope, writing } = await rights.of(identity);
  if (identity.by.kind !== 'api-key') return { ...identity, permissions: permissionsNow(identity), scope, writing };
  // What the account's department may see, no grant going beyond the grade that the key was made for; and it changes nothing.
  return {
    ...identity,
    permissions: permissionsNow(identity),
    scope: await rights.withinClearance(identity.person, scope),
    writing: { scope: [], allows: () => false },
  };
}

/**
 * A visitor of an answer box, under the account of the box: sees what the policy opens to somebody without department, role and clearance,
 * of that public documents alone, whatever grants say; asks, and does nothing else.
 */
export async function visitorOf(
  box: { readonly id: AnswerBoxId; readonly account: PersonId },
  rights: Pick<Rights, 'ofVisitors'>,
): Promise<Caller> {
  const identity: Identity = { person: box.account, departmentId: null, roles: new Set(), by: { kind: 'answer-box', boxId: box.id } };
  return {
    ...identity,
    permissions: permissionsNow(identity),
    scope: await rights.ofVisitors(box.account),
    writing: { scope: [], allows: () => false },
  };
}

export function permissionsNow({ by, roles }: Pick<Identity, 'by' | 'roles'>): ReadonlySet<Permission> {
  // Whoever has not finished signing in may do nothing else.
  if (by.kind === 'session' && by.nextStep !== null) return new Set();
  return by.kind === 'api-key' || by.kind === 'answer-box' ? new Set<Permission>(['answers.ask']) : permissionsOf(roles);
}
