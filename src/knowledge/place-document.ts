// Where a document stands: its access class is made of grade, owner department, collection and grants. Both ways of writing a
// document, importing and changing it, go through here, so that nobody puts one where he may not write.
import type { Transaction } from 'kysely';
import { claimAccessClass } from '../access/access-class.ts';
import type { Caller } from '../access/access.ts';
import { claimDepartment, findDepartment } from '../access/departments.ts';
import { type AccessClassAttributes, accessClassAttributesSchema } from '../access/scope.ts';
import { AppError } from '../base/errors.ts';
import { type Grade, gradeRank } from '../base/grade.ts';
import type { AccessClassId, DepartmentId, DocumentId } from '../base/ids.ts';
import type { LibraryTables } from './tables.ts';

export type Writing = Transaction<LibraryTables>;
/** Who writes a document. */
export type Writer = Pick<Caller, 'person' | 'by' | 'scope' | 'writing' | 'departmentId'>;

/** What a writer says about where a document shall stand; what is not said stays. */
export interface Placement {
  /** By name; empty for none. */
  readonly department?: string | undefined;
  readonly grade?: Grade | undefined;
}

/** The class to which the writer moves a document; nobody lowers a grade alone but the one person of a solo site. */
export async function movedClass(
  transaction: Writing,
  writer: Writer,
  current: AccessClassAttributes,
  placement: Placement,
  now: Date,
): Promise<AccessClassId> {
  const { grade } = placement;
  if (writer.scope !== 'all' && grade !== undefined && gradeRank(grade) < gradeRank(current.grade)) throw new AppError('takes-two-people');
  return wantedClass(transaction, writer, current, placement, now);
}

/** The class where the writer wants a document; fails when he may not write there. */
export async function wantedClass(
  transaction: Writing,
  writer: Writer,
  current: AccessClassAttributes,
  { department, grade }: Placement,
  now: Date,
): Promise<AccessClassId> {
  const wanted = {
    ...current,
    grade: grade ?? current.grade,
    departmentId: department === undefined ? current.departmentId : await departmentNamed(transaction, writer, department.trim(), now),
  };
  if (!writer.writing.allows(wanted)) throw new AppError('permission-denied');
  return claimAccessClass(transaction, wanted, now);
}

/** On a site of one person a department is made by being named; elsewhere those who manage people make it. */
async function departmentNamed(transaction: Writing, { scope }: Writer, name: string, now: Date): Promise<DepartmentId | null> {
  if (name === '') return null;
  return scope === 'all' ? claimDepartment(transaction, name, now) : findDepartment(transaction, name);
}

/** Where a document stands now. The caller has checked that it may be read, and holds its lock. */
export async function placeOf(transaction: Writing, id: DocumentId): Promise<AccessClassAttributes> {
  const row = await transaction
    .selectFrom('document')
    .innerJoin('access_class', 'access_class.id', 'document.access_class_id')
    .where('document.id', '=', id)
    .select(['grade', 'department_id as departmentId', 'access_class.collection_id as collectionId', 'grants'])
    .executeTakeFirstOrThrow();
  return accessClassAttributesSchema.parse(row);
}

interface Placed {
  readonly access_class_id: AccessClassId;
}

export function isWritable({ writing }: Pick<Writer, 'writing'>, { access_class_id: id }: Placed): boolean {
  return writing.scope === 'all' || writing.scope.includes(id);
}

export function refuseUnlessWritable(writer: Pick<Writer, 'writing'>, placed: Placed): void {
  if (!isWritable(writer, placed)) throw new AppError('permission-denied');
}
