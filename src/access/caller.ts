// A caller from who he is: what he may do comes from his roles, what he may see from the policy.
import type { Permission } from '../base/permissions.ts';
import type { Caller, Identity } from './access.ts';
import { permissionsOf } from './permissions-of-role.ts';
import type { Rights } from './rights.ts';

export async function callerOf(identity: Identity, rights: Rights): Promise<Caller> {
  return { ...identity, permissions: permissionsNow(identity), ...(await rights.of(identity)) };
}

function permissionsNow({ by, roles }: Identity): ReadonlySet<Permission> {
  // Whoever has not finished signing in may do nothing else.
  if (by.kind === 'session' && by.nextStep !== null) return new Set();
  return by.kind === 'api-key' ? new Set<Permission>(['answers.ask']) : permissionsOf(roles);
}
