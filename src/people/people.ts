// The public face of people and departments: who is here, where they belong, what they are here for.
import { actorOf, type Caller } from '../access/access.ts';
import type { Changes } from '../access/changes/changes.ts';
import type { Clock } from '../base/clock.ts';
import { AppError, systemCode } from '../base/errors.ts';
import type { Grade } from '../base/grade.ts';
import { type ChangeId, type DepartmentId, newId, type PersonId, personIdSchema } from '../base/ids.ts';
import type { Role } from '../base/roles.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import type { Transaction } from 'kysely';
import type { Store } from '../store/store.ts';
import { decidedElsewhere, factorReset, rolesChange } from './change-kinds.ts';
import type { Person } from './contract.ts';
import { createDepartments, missingDepartment } from './departments.ts';
import {
  findPerson,
  listPeopleRows,
  openPath,
  type PeopleDatabase,
  type PeopleFilter,
  type PeopleTables,
  replaceRoles,
} from './people.store.ts';
import { findErasable, personalPerson } from './personal-person.store.ts';
import { reinstatePerson, suspendPerson } from './suspend.ts';

export type { PeopleTables };

/** What sign-in does for this room. */
export interface AccountsPort {
  /** A one-time link with which the person chooses a password; earlier ones end. */
  linkFor(by: Entry['actor'], person: PersonId): Promise<{ path: string; expiresAt: string }>;
  /** Ends all sessions of a person, and says how many. */
  endSessionsOf(by: Entry['actor'], person: PersonId): Promise<number>;
  /** Takes the second factor away and ends all sessions, within a transaction of this room. */
  resetSecondFactorWithin(within: Transaction<unknown>, person: PersonId): Promise<number>;
}

export interface PeopleDependencies {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly changes: Changes;
  readonly accounts: AccountsPort;
}

export type People = ReturnType<typeof createPeople>;

export function createPeople({ store, ledger, clock, changes, accounts }: PeopleDependencies) {
  const database: PeopleDatabase = store.tables<PeopleTables>();
  const roles = rolesChange(database);
  changes.register(roles);
  const reset = factorReset(database, accounts);
  changes.register(reset);

  const shown = async (id: PersonId): Promise<Person> => (await findPerson(database, id)) ?? missingPerson();
  const changing = async (caller: Caller, action: Entry['action'], id: PersonId, change: (within: PeopleDatabase) => Promise<void>) => {
    await database.transaction().execute(async (transaction) => {
      await change(transaction);
      await ledger.appendWithin(transaction, { action, actor: actorOf(caller), subject: { kind: 'person', id } });
    });
    return shown(id);
  };
  const mustBeOpen = async (within: PeopleDatabase, id: DepartmentId | null | undefined): Promise<void> => {
    if (id !== null && id !== undefined && !(await openPath(within, id))) missingDepartment();
  };

  return {
    departments: createDepartments({ database, ledger, clock }),
    list: (filter: PeopleFilter): Promise<Person[]> => listPeopleRows(database, filter),

    async invite(caller: Caller, { loginName, displayName, departmentId }: NewPerson) {
      const id = newId(personIdSchema, clock.now().getTime());
      const person = await changing(caller, 'person-invited', id, async (within) => {
        await mustBeOpen(within, departmentId);
        await within
          .insertInto('person')
          .values({
            id,
            // Whoever signs in writes it in either case.
            login_name: loginName.normalize('NFKC').toLowerCase(),
            display_name: displayName,
            department_id: departmentId,
            state: 'invited',
            created_at: clock.now(),
          })
          .execute()
          .catch((error: unknown) => {
            if (systemCode(error) !== '23505') throw error;
            throw new AppError('conflict', { fault: '登录名已被使用 this login name is taken' }, { cause: error });
          });
        await replaceRoles(within, id, ['staff']);
      });
      return { person, link: await accounts.linkFor(actorOf(caller), id) };
    },

    async renewInvitation(caller: Caller, id: PersonId) {
      if ((await shown(id)).state === 'left') missingPerson();
      return { link: await accounts.linkFor(actorOf(caller), id) };
    },

    /** Signs a person out everywhere. */
    async endSessions(caller: Caller, id: PersonId): Promise<number> {
      await shown(id);
      return accounts.endSessionsOf(actorOf(caller), id);
    },

    change(caller: Caller, id: PersonId, { displayName, departmentId }: PersonChange): Promise<Person> {
      return changing(caller, 'person-changed', id, async (within) => {
        const { directoryDecides } = (await findPerson(within, id)) ?? missingPerson();
        if (displayName !== undefined && directoryDecides !== 'nothing') throw decidedElsewhere('姓名', 'name');
        if (departmentId !== undefined && directoryDecides === 'roles-and-department') throw decidedElsewhere('部门', 'department');
        await mustBeOpen(within, departmentId);
        const set = {
          ...(displayName === undefined ? {} : { display_name: displayName }),
          ...(departmentId === undefined ? {} : { department_id: departmentId }),
        };
        if (Object.keys(set).length > 0) await within.updateTable('person').set(set).where('id', '=', id).execute();
      });
    },

    async leave(caller: Caller, id: PersonId): Promise<Person> {
      if (id === caller.person) throw new AppError('second-person-needed');
      const person = await changing(caller, 'person-left', id, async (within) => {
        if (!(await findPerson(within, id))) missingPerson();
        await within.updateTable('person').set({ state: 'left', left_at: clock.now() }).where('id', '=', id).execute();
      });
      await accounts.endSessionsOf(actorOf(caller), id);
      return person;
    },

    personal: personalPerson(database),
    findErasable,

    /** For incidents, inside their transaction; what comes back goes on record there. */
    suspend: suspendPerson,
    reinstate: reinstatePerson,

    proposeRoles: (caller: Caller, { reason, ...payload }: RolesProposal): Promise<ChangeId> =>
      changes.propose(caller, roles, payload, reason),
    proposeFactorReset: (caller: Caller, personId: PersonId, reason: string): Promise<ChangeId> =>
      changes.propose(caller, reset, { personId }, reason),
  };
}

interface NewPerson {
  readonly loginName: string;
  readonly displayName: string;
  readonly departmentId: DepartmentId | null;
}
interface PersonChange {
  readonly displayName?: string | undefined;
  readonly departmentId?: DepartmentId | null | undefined;
}
interface RolesProposal {
  readonly personId: PersonId;
  readonly roles: Role[];
  readonly clearance: Grade;
  readonly reason: string;
}

function missingPerson(): never {
  throw new AppError('not-found', { what: 'person 人员' });
}
