// The operations on people, departments and change requests, bound to their faces.
import type { Changes } from '../access/changes/changes.ts';
import { type Route, route } from '../access/route.ts';
import { operations } from './contract.ts';
import type { People } from './people.ts';

export function peopleRoutes(people: People, changes: Changes): Route[] {
  const { departments } = people;
  return [
    route(operations.listDepartments, async () => ({ departments: await departments.list() })),
    route(operations.createDepartment, async ({ name, parentId }, { caller }) => ({
      department: await departments.create(caller, name, parentId),
    })),
    route(operations.changeDepartment, async ({ departmentId, ...change }, { caller }) => ({
      department: await departments.change(caller, departmentId, change),
    })),
    route(operations.closeDepartment, async ({ departmentId }, { caller }) => ({
      department: await departments.close(caller, departmentId),
    })),
    route(operations.listPeople, async (filter) => ({ people: await people.list(filter) })),
    route(operations.invitePerson, (input, { caller }) => people.invite(caller, input)),
    route(operations.renewInvitation, ({ personId }, { caller }) => people.renewInvitation(caller, personId)),
    route(operations.changePerson, async ({ personId, ...change }, { caller }) => ({
      person: await people.change(caller, personId, change),
    })),
    route(operations.endPersonSessions, async ({ personId }, { caller }) => ({ ended: await people.endSessions(caller, personId) })),
    route(operations.leavePerson, async ({ personId }, { caller }) => ({ person: await people.leave(caller, personId) })),
    route(operations.proposeRoles, async (input, { caller }) => ({ changeId: await people.proposeRoles(caller, input) })),
    route(operations.proposeSecondFactorReset, async ({ personId, reason }, { caller }) => ({
      changeId: await people.proposeFactorReset(caller, personId, reason),
    })),
    route(operations.listChanges, async ({ which, limit }, { caller }) => ({ changes: await changes.list(caller, which, limit) })),
    route(operations.decideChange, async ({ changeId, decision, note }, { caller }) => {
      await changes.decide(caller, changeId, decision, note || null);
      return {};
    }),
    route(operations.withdrawChange, async ({ changeId }, { caller }) => {
      await changes.withdraw(caller, changeId);
      return {};
    }),
  ];
}
