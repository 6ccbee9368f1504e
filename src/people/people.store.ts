// Departments and people in the database.
import { type Kysely, sql } from 'kysely';
import type { RightsTables } from '../access/rights.ts';
import { gradeSchema } from '../base/grade.ts';
import type { DepartmentId, PersonId } from '../base/ids.ts';
import { directoryDecidesSchema, type Role, roleSchema } from '../base/roles.ts';
import { type Department, type Person, personSchema } from './contract.ts';

export type PeopleTables = RightsTables;
export type PeopleDatabase = Kysely<PeopleTables>;

export async function listDepartmentRows(database: PeopleDatabase): Promise<Department[]> {
  const rows = await database
    .selectFrom('department')
    .select(['id', 'parent_id', 'name', 'closed_at'])
    .select(({ selectFrom, fn }) =>
      selectFrom('person')
        .whereRef('person.department_id', '=', 'department.id')
        .where('person.state', '<>', 'left')
        .where('person.kind', '=', 'person')
        .select(fn.countAll<number>().as('count'))
        .as('people_count'),
    )
    .$narrowType<{ people_count: number }>()
    .orderBy('name')
    .execute();
  return rows.map(({ id, parent_id, name, closed_at, people_count }) => ({
    id,
    parentId: parent_id,
    name,
    peopleCount: people_count,
    closedAt: closed_at?.toISOString() ?? null,
  }));
}

/** Of an open department, from the root down. */
export async function openPath(database: PeopleDatabase, id: DepartmentId): Promise<DepartmentId[] | undefined> {
  const row = await database.selectFrom('department').select('path').where('id', '=', id).where('closed_at', 'is', null).executeTakeFirst();
  return row?.path;
}

/** The department with all below it gets its place under `path`. */
export async function movePaths(database: PeopleDatabase, id: DepartmentId, path: readonly DepartmentId[]): Promise<void> {
  await sql`update department set path = ${[...path]}::uuid[] || path[array_position(path, ${id}::uuid):] where ${id}::uuid = any(path)`.execute(
    database,
  );
}

export interface PeopleFilter {
  readonly departmentId?: DepartmentId | undefined;
  readonly name?: string | undefined;
  readonly state?: Person['state'] | undefined;
}

export async function listPeopleRows(database: PeopleDatabase, { departmentId, name, state }: PeopleFilter): Promise<Person[]> {
  let query = people(database);
  if (departmentId !== undefined)
    query = query.where(sql<boolean>`department_id in (select id from department where ${departmentId}::uuid = any(path))`);
  if (name) query = query.where(sql<boolean>`strpos(display_name || ' ' || login_name, ${name}) > 0`);
  if (state !== undefined) query = query.where('state', '=', state);
  return (await query.orderBy('display_name').orderBy('id').execute()).map(present);
}

export async function findPerson(database: PeopleDatabase, id: PersonId): Promise<Person | undefined> {
  const row = await people(database).where('person.id', '=', id).executeTakeFirst();
  return row && present(row);
}

function people(database: PeopleDatabase) {
  return database
    .selectFrom('person')
    .where('person.kind', '=', 'person')
    .select(['person.id', 'login_name', 'display_name', 'department_id', 'state', 'clearance', 'directory_decides'])
    .select(sql<string[]>`array(select role from person_role where person_id = person.id order by role)`.as('roles'));
}

function present(row: {
  id: PersonId;
  login_name: string;
  display_name: string;
  department_id: DepartmentId | null;
  state: string;
  clearance: string;
  directory_decides: string;
  roles: string[];
}): Person {
  return {
    id: row.id,
    loginName: row.login_name,
    displayName: row.display_name,
    departmentId: row.department_id,
    roles: row.roles.map((role) => roleSchema.parse(role)),
    clearance: gradeSchema.parse(row.clearance),
    directoryDecides: directoryDecidesSchema.parse(row.directory_decides),
    state: personSchema.shape.state.parse(row.state),
  };
}

export async function replaceRoles(database: PeopleDatabase, id: PersonId, roles: readonly Role[]): Promise<void> {
  await database.deleteFrom('person_role').where('person_id', '=', id).execute();
  if (roles.length > 0)
    await database
      .insertInto('person_role')
      .values([...new Set(roles)].map((role) => ({ person_id: id, role })))
      .execute();
}
