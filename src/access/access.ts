// Who is asking and what they may see. Until accounts exist there is one local administrator, reachable over loopback only,
// who owns everything; the scope is passed to every query all the same.
import { AppError } from '../base/errors.ts';
import { type Grade, grades } from '../base/grade.ts';
import { type Permission, permissions } from '../base/permissions.ts';

/** What may be read: applied inside queries, before anything is searched, counted or ranked. */
export interface Scope {
  readonly grades: readonly Grade[];
  /** `all`, or the departments whose documents may be read. */
  readonly departments: 'all' | readonly string[];
}

export interface Caller {
  /** Stable identifier of the account. */
  readonly person: string;
  readonly permissions: ReadonlySet<Permission>;
  readonly scope: Scope;
}

export interface Access {
  identify(): Promise<Caller>;
}

export function createAccess(): Access {
  const localAdministrator: Caller = {
    person: 'local-administrator',
    permissions: new Set(permissions),
    scope: { grades, departments: 'all' },
  };
  return { identify: async () => localAdministrator };
}

export function authorise(caller: Caller, permission: Permission): void {
  if (!caller.permissions.has(permission)) throw new AppError('permission-denied', { permission });
}
