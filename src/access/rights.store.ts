// What decisions on rights depend on, as it stands in the database.
import type { ColumnType, Generated, Kysely } from 'kysely';
import { z } from 'zod';
import { type Grade, gradeSchema } from '../base/grade.ts';
import { type AccessClassId, type CollectionId, type DepartmentId, departmentIdSchema, type PersonId } from '../base/ids.ts';
import { type DirectoryDecides, type Role, roleSchema } from '../base/roles.ts';
import type { AccessClassTables } from './access-class.ts';
import type { Principal } from './policy/entities.ts';
import { type Grant, grantSchema } from '../base/grant.ts';
import { type AccessClassAttributes, accessClassAttributesSchema } from './scope.ts';

export interface RightsTables extends AccessClassTables {
  person: {
    id: PersonId;
    login_name: string;
    display_name: string;
    department_id: DepartmentId | null;
    state: string;
    /** `key`: the account of an API key; `answer-box`: of an answer box. */
    kind: Generated<'person' | 'key' | 'answer-box'>;
    created_at: Date;
    left_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    clearance: ColumnType<Grade, Grade | undefined, Grade>;
    directory_decides: Generated<DirectoryDecides>;
  };
  person_role: { person_id: PersonId; role: Role };
  collection_grant: { collection_id: CollectionId; subject: string; grant: ColumnType<unknown, string, string> };
  policy_version: {
    number: number;
    text: string;
    created_at: Date;
    proposed_by: PersonId;
    approved_by: PersonId;
  };
  /** One row; its version goes up with every change of departments, grants of collections and policy. */
  rights_state: { version: number };
}
export type RightsDatabase = Kysely<RightsTables>;

/** Changes whenever a decision may come out otherwise; classes are only ever added. */
export interface RightsMark {
  readonly version: number;
  readonly classCount: number;
}

export async function readMark(database: RightsDatabase): Promise<RightsMark> {
  return database
    .selectFrom('rights_state')
    .select(['version', ({ selectFrom, fn }) => selectFrom('access_class').select(fn.countAll<number>().as('count')).as('classCount')])
    .$narrowType<{ classCount: number }>()
    .executeTakeFirstOrThrow();
}

/** Whoever changes departments, grants of collections or the policy says so in the same transaction. */
export async function noteRightsChanged(database: RightsDatabase): Promise<void> {
  await database
    .updateTable('rights_state')
    .set(({ eb }) => ({ version: eb('version', '+', 1) }))
    .execute();
}

export async function readPaths(database: RightsDatabase): Promise<Map<DepartmentId, readonly DepartmentId[]>> {
  const rows = await database.selectFrom('department').select(['id', 'path']).execute();
  return new Map(rows.map(({ id, path }) => [id, z.array(departmentIdSchema).parse(path).toReversed()]));
}

export async function readClasses(database: RightsDatabase): Promise<Map<AccessClassId, AccessClassAttributes>> {
  const rows = await database
    .selectFrom('access_class')
    .select(['id', 'grade', 'department_id as departmentId', 'collection_id as collectionId', 'grants'])
    .execute();
  return new Map(rows.map(({ id, ...row }) => [id, accessClassAttributesSchema.parse(row)]));
}

export async function readCollectionGrants(database: RightsDatabase): Promise<Map<CollectionId, readonly Grant[]>> {
  const rows = await database.selectFrom('collection_grant').select(['collection_id', 'grant']).orderBy('subject').execute();
  const byCollection = Map.groupBy(rows, (row) => row.collection_id);
  return new Map([...byCollection].map(([id, list]) => [id, list.map(({ grant }) => grantSchema.parse(grant))]));
}

/** The policy text that is in force, if it was ever changed from the one that is shipped. */
export async function readLatestPolicy(database: RightsDatabase): Promise<{ number: number; text: string } | undefined> {
  return database.selectFrom('policy_version').select(['number', 'text']).orderBy('number', 'desc').limit(1).executeTakeFirst();
}

export async function readPolicyText(database: RightsDatabase, number: number): Promise<string | undefined> {
  return (await database.selectFrom('policy_version').select('text').where('number', '=', number).executeTakeFirst())?.text;
}

export async function readClearance(database: RightsDatabase, person: PersonId): Promise<Grade> {
  const row = await database.selectFrom('person').select('clearance').where('id', '=', person).executeTakeFirst();
  return row ? gradeSchema.parse(row.clearance) : 'public';
}

export interface NamedPrincipal extends Principal {
  readonly displayName: string;
  readonly isKey: boolean;
}

/** Who this person is by now; nothing for an account that is not in use. */
export async function readPrincipal(database: RightsDatabase, person: PersonId): Promise<Principal | undefined> {
  const row = await database
    .selectFrom('person')
    .select(['department_id as departmentId', 'clearance'])
    .where('id', '=', person)
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (!row) return undefined;
  const roles = await database.selectFrom('person_role').select('role').where('person_id', '=', person).execute();
  const { departmentId, clearance } = row;
  return { person, departmentId, roles: new Set(roles.map(({ role }) => roleSchema.parse(role))), clearance: gradeSchema.parse(clearance) };
}

/** Everybody who has an account, as the policies see them. */
export async function readPrincipals(database: RightsDatabase): Promise<NamedPrincipal[]> {
  const people = await database
    .selectFrom('person')
    .select(['id', 'kind', 'display_name', 'department_id', 'clearance'])
    .where('state', '=', 'active')
    .orderBy('display_name')
    .orderBy('id')
    .execute();
  const roles = Map.groupBy(await database.selectFrom('person_role').selectAll().execute(), (row) => row.person_id);
  return people.map(({ id, kind, display_name, department_id, clearance }) => ({
    person: id,
    displayName: display_name,
    isKey: kind !== 'person',
    departmentId: department_id,
    roles: new Set((roles.get(id) ?? []).map(({ role }) => roleSchema.parse(role))),
    clearance: gradeSchema.parse(clearance),
  }));
}
