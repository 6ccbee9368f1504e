// Who is asking and what they may do and see. A site in solo mode has one person, reachable over loopback only, who owns
// everything; the scope is passed to every query all the same.
import { AppError } from '../base/errors.ts';
import type { DepartmentId, PersonId } from '../base/ids.ts';
import { type Permission, permissions } from '../base/permissions.ts';
import type { Role } from '../base/roles.ts';
import type { Entry } from '../ledger/ledger.ts';
import { firstPersonId } from './people.ts';
import type { Scope, Writing } from './scope.ts';

/** How a caller showed who they are. */
export type IdentifiedBy = { readonly kind: 'solo' };

export interface Caller {
  readonly person: PersonId;
  readonly departmentId: DepartmentId | null;
  readonly roles: ReadonlySet<Role>;
  readonly permissions: ReadonlySet<Permission>;
  /** What may be read. */
  readonly scope: Scope;
  readonly writing: Writing;
  readonly by: IdentifiedBy;
}

/** What a request brings along to show who sends it. */
export interface Credentials {
  readonly cookie: string | undefined;
  readonly authorization: string | undefined;
}

export interface Access {
  /** Fails when nobody is shown: there is no anonymous caller. */
  identify(credentials: Credentials): Promise<Caller>;
}

export function createAccess(): Access {
  return { identify: async () => soloCaller };
}

/** The one person of a site in solo mode; also who works on a store of their own, such as a batch on a test set. */
export const soloCaller: Caller = {
  person: firstPersonId,
  departmentId: null,
  roles: new Set(),
  permissions: new Set(permissions),
  scope: 'all',
  writing: { scope: 'all', allows: () => true },
  by: { kind: 'solo' },
};

/** The caller as the one who acts, for the ledger. */
export function actorOf({ person }: Pick<Caller, 'person'>): Entry['actor'] {
  return { kind: 'person', id: person };
}

export function authorise(caller: Caller, permission: Permission): void {
  if (!caller.permissions.has(permission)) throw new AppError('permission-denied', { permission });
}
