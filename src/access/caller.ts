// A caller from who he is: what he may do comes from his roles, what he may see from the policy.
import type { Caller } from './access.ts';
import { permissionsOf } from './permissions-of-role.ts';
import type { Rights } from './rights.ts';

export type Identified = Pick<Caller, 'person' | 'departmentId' | 'roles' | 'by'>;

export async function callerOf(identity: Identified, rights: Rights): Promise<Caller> {
  return { ...identity, permissions: permissionsOf(identity.roles), ...(await rights.of(identity)) };
}
