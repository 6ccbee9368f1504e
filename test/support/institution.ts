// An institution for a test: a tree of departments, and people in it who are callers with the rights that the policy gives them.
import { type Caller, soloCaller } from '../../src/access/access.ts';
import { callerOf } from '../../src/access/caller.ts';
import { type Changes, createChanges } from '../../src/access/changes/changes.ts';
import { createRights, type Rights } from '../../src/access/rights.ts';
import type { Clock } from '../../src/base/clock.ts';
import type { Grade } from '../../src/base/grade.ts';
import { type DepartmentId, newId, type PersonId, personIdSchema } from '../../src/base/ids.ts';
import type { Role } from '../../src/base/roles.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { createPeople, type People, type PeopleTables } from '../../src/people/people.ts';
import type { Store } from '../../src/store/store.ts';
import { openTestLedger } from './ledger.ts';

export interface Institution {
  readonly rights: Rights;
  readonly changes: Changes;
  readonly people: People;
  readonly ledger: Ledger;
  /** People whose sessions were ended. */
  readonly signedOut: PersonId[];
  department(name: string, parent?: DepartmentId | null): Promise<DepartmentId>;
  /** A new person; the caller is made afresh by `as`, since rights change. */
  person(about: { department?: DepartmentId | null; roles?: readonly Role[]; clearance?: Grade; name?: string }): Promise<PersonId>;
  as(person: PersonId): Promise<Caller>;
  close(): Promise<void>;
}

export async function openInstitution(store: Store, clock: Clock, given?: Ledger): Promise<Institution> {
  const ledger: Ledger = given ?? (await openTestLedger(store, clock));
  const rights = createRights({ store });
  const changes = createChanges({ store, ledger, clock });
  const signedOut: PersonId[] = [];
  const people = createPeople({
    store,
    ledger,
    clock,
    changes,
    accounts: {
      linkFor: async (_, person) => ({ path: `/link#${person}`, expiresAt: clock.now().toISOString() }),
      resetSecondFactorWithin: async (_, person) => signedOut.push(person),
      endSessionsOf: async (_, person) => signedOut.push(person),
    },
  });
  const tables = store.tables<PeopleTables>();
  return {
    rights,
    changes,
    people,
    ledger,
    signedOut,
    department: async (name, parent = null) => (await people.departments.create(soloCaller, name, parent)).id,
    async person({ department = null, roles = ['staff'], clearance = 'internal', name = `人员${newId(personIdSchema).slice(-6)}` }) {
      const id = newId(personIdSchema);
      const person = {
        id,
        login_name: id,
        display_name: name,
        department_id: department,
        state: 'active',
        created_at: clock.now(),
        clearance,
      };
      await tables.insertInto('person').values(person).execute();
      for (const role of roles) await tables.insertInto('person_role').values({ person_id: id, role }).execute();
      return id;
    },
    async as(id) {
      const row = await tables.selectFrom('person').select('department_id').where('id', '=', id).executeTakeFirstOrThrow();
      const roles = await tables.selectFrom('person_role').select('role').where('person_id', '=', id).execute();
      const identity = { person: id, departmentId: row.department_id, roles: new Set(roles.map(({ role }) => role)) };
      return callerOf({ ...identity, by: { kind: 'solo' } }, rights);
    },
    close: async () => (given ? undefined : ledger.close()),
  };
}
