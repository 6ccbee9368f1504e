// Departments by the names that people write: `市民政局`, or with those above it, `市政府/市民政局`.
import { AppError } from '../base/errors.ts';
import { type DepartmentId, departmentIdSchema, newId } from '../base/ids.ts';
import { type Database, withAccessTables } from './access-class.ts';

/** The open department so named; fails when there is none or several. */
export async function findDepartment<Tables>(database: Database<Tables>, text: string): Promise<DepartmentId> {
  const found = await departmentsNamed(database, text);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const fault =
    found.length === 0 ? '没有这个部门 no such department' : '部门重名，请写明上级（上级/下级） several have this name, write parent/child';
  throw new AppError('invalid-input', { fault: `department: ${fault}` });
}

/** The same, but a department that is not there is made, at the top: for a site of one person, who owns them all. */
export async function claimDepartment<Tables>(database: Database<Tables>, text: string, now: Date): Promise<DepartmentId> {
  const name = text.trim();
  if ((await departmentsNamed(database, name)).length === 0) {
    const id = newId(departmentIdSchema);
    await withAccessTables(database)
      .insertInto('department')
      .values({ id, parent_id: null, name, path: [id], created_at: now, closed_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  return findDepartment(database, name);
}

async function departmentsNamed<Tables>(database: Database<Tables>, text: string): Promise<DepartmentId[]> {
  const names = text.split('/').map((name) => name.trim());
  let found: DepartmentId[] | undefined;
  for (const name of names) {
    let query = withAccessTables(database).selectFrom('department').select('id').where('name', '=', name).where('closed_at', 'is', null);
    if (found !== undefined) query = query.where('parent_id', 'in', found);
    found = (await query.execute()).map(({ id }) => id);
    if (found.length === 0) break;
  }
  return found ?? [];
}
