// The tree of departments: made, renamed, moved and closed by those who manage people.
import { actorOf, type Caller } from '../access/access.ts';
import { noteRightsChanged } from '../access/rights.ts';
import type { Clock } from '../base/clock.ts';
import { AppError, systemCode } from '../base/errors.ts';
import { type DepartmentId, departmentIdSchema, newId } from '../base/ids.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import type { Department } from './contract.ts';
import { listDepartmentRows, movePaths, openPath, type PeopleDatabase } from './people.store.ts';

export interface DepartmentsDependencies {
  readonly database: PeopleDatabase;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

export function createDepartments({ database, ledger, clock }: DepartmentsDependencies) {
  const list = (): Promise<Department[]> => listDepartmentRows(database);
  const shown = async (id: DepartmentId): Promise<Department> =>
    (await list()).find((department) => department.id === id) ?? missingDepartment();

  /** One change of the tree at a time, since each looks at paths that another may be changing. */
  const changing = async (caller: Caller, action: Entry['action'], id: DepartmentId, change: (within: PeopleDatabase) => Promise<void>) => {
    try {
      await database.transaction().execute(async (transaction) => {
        await noteRightsChanged(transaction);
        await change(transaction);
        await ledger.appendWithin(transaction, { action, actor: actorOf(caller), subject: { kind: 'department', id } });
      });
    } catch (error) {
      if (systemCode(error) !== '23505') throw error;
      throw new AppError('conflict', { fault: '同一上级下已有同名部门 there is a department of this name already' }, { cause: error });
    }
    return shown(id);
  };
  const pathUnder = async (within: PeopleDatabase, parentId: DepartmentId | null): Promise<DepartmentId[]> =>
    parentId === null ? [] : ((await openPath(within, parentId)) ?? missingDepartment());

  return {
    list,
    create(caller: Caller, name: string, parentId: DepartmentId | null): Promise<Department> {
      const id = newId(departmentIdSchema, clock.now().getTime());
      return changing(caller, 'department-created', id, async (within) => {
        const path = [...(await pathUnder(within, parentId)), id];
        await within
          .insertInto('department')
          .values({ id, parent_id: parentId, name, path, created_at: clock.now(), closed_at: null })
          .execute();
      });
    },
    change(
      caller: Caller,
      id: DepartmentId,
      { name, parentId }: { name?: string | undefined; parentId?: DepartmentId | null | undefined },
    ) {
      return changing(caller, 'department-changed', id, async (within) => {
        if (!(await openPath(within, id))) missingDepartment();
        if (name !== undefined) await within.updateTable('department').set({ name }).where('id', '=', id).execute();
        if (parentId === undefined) return;
        const above = await pathUnder(within, parentId);
        if (above.includes(id))
          throw new AppError('invalid-input', { fault: '部门不能移到自己或下级之下 a department cannot lie in itself' });
        await within.updateTable('department').set({ parent_id: parentId }).where('id', '=', id).execute();
        await movePaths(within, id, above);
      });
    },
    close(caller: Caller, id: DepartmentId): Promise<Department> {
      return changing(caller, 'department-closed', id, async (within) => {
        if (!(await openPath(within, id))) missingDepartment();
        const departments = await listDepartmentRows(within);
        const isEmpty = (departments.find((one) => one.id === id)?.peopleCount ?? 0) === 0;
        if (!isEmpty || departments.some((one) => one.parentId === id && one.closedAt === null))
          throw new AppError('conflict', { fault: '请先把人员和下级部门移走 move its people and the departments below it first' });
        await within.updateTable('department').set({ closed_at: clock.now() }).where('id', '=', id).execute();
      });
    },
  };
}

export function missingDepartment(): never {
  throw new AppError('not-found', { what: 'department 部门' });
}
