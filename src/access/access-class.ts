// Access classes in the database. A class is never changed: a document moves to another, made when first needed.
import { createHash } from 'node:crypto';
import type { ColumnType, Kysely, Transaction } from 'kysely';
import type { Grade } from '../base/grade.ts';
import { type AccessClassId, accessClassIdSchema, type CollectionId, type DepartmentId, newId } from '../base/ids.ts';
import type { Grant } from '../base/grant.ts';
import type { AccessClassAttributes } from './scope.ts';

export interface AccessClassTables {
  access_class: {
    id: AccessClassId;
    key: string;
    grade: Grade;
    department_id: DepartmentId | null;
    collection_id: CollectionId;
    grants: ColumnType<unknown, string, never>;
    created_at: Date;
  };
  department: {
    id: DepartmentId;
    parent_id: DepartmentId | null;
    name: string;
    path: DepartmentId[];
    created_at: Date;
    closed_at: Date | null;
  };
}

/** A room's connection or its transaction. */
export type Database<Tables> = Kysely<Tables> | Transaction<Tables>;

/** The class with these attributes, made if there is none. Whether the caller may write there has been decided before. */
export async function claimAccessClass<Tables>(
  database: Database<Tables>,
  wanted: AccessClassAttributes,
  now: Date,
): Promise<AccessClassId> {
  const classes = withAccessTables(database);
  const grants = sortedGrants(wanted.grants);
  const key = keyOf({ ...wanted, grants });
  await classes
    .insertInto('access_class')
    .values({
      id: newId(accessClassIdSchema),
      key,
      grade: wanted.grade,
      department_id: wanted.departmentId,
      collection_id: wanted.collectionId,
      grants: JSON.stringify(grants),
      created_at: now,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  const { id } = await classes.selectFrom('access_class').select('id').where('key', '=', key).executeTakeFirstOrThrow();
  return id;
}

/** Readable, and for a class without grants the same as migration 0004 writes. */
function keyOf({ grade, departmentId, collectionId, grants }: AccessClassAttributes): string {
  const granted = grants.length === 0 ? '-' : createHash('sha256').update(JSON.stringify(grants)).digest('hex');
  return [grade, departmentId ?? '-', collectionId, granted].join('/');
}

/** One order for the same grants, each once. */
function sortedGrants(grants: readonly Grant[]): Grant[] {
  const byText = new Map(grants.map(({ to, id, action }) => [`${to} ${id} ${action}`, { to, id, action } as Grant]));
  return [...byText].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, grant]) => grant);
}

/** Another room's connection or transaction, seen with the tables of this one. */
export function withAccessTables<Tables>(database: Database<Tables>): Kysely<AccessClassTables> {
  // Which tables exist is a matter of types only.
  return database as unknown as Kysely<AccessClassTables>;
}
