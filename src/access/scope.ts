// What may be read and written, by access class 权限类: the distinct combination of grade, owner department, collection and explicit
// grants under which documents stand. The policy engine decides class by class; queries take the list that came of it.
import { z } from 'zod';
import { type Grade, gradeSchema } from '../base/grade.ts';
import { type Grant, grantSchema } from '../base/grant.ts';
import { type AccessClassId, type CollectionId, collectionIdSchema, type DepartmentId, departmentIdSchema } from '../base/ids.ts';

/** The access classes whose documents may be read, applied inside queries; `all` for the one person of a solo site and for system work. */
export type Scope = 'all' | readonly AccessClassId[];

/** What makes an access class; documents that agree in all of it are in the same. */
export const accessClassAttributesSchema = z.object({
  grade: gradeSchema,
  /** Nobody's: it is the whole institution's. */
  departmentId: departmentIdSchema.nullable(),
  collectionId: collectionIdSchema,
  grants: z.array(grantSchema).readonly(),
});
export interface AccessClassAttributes {
  readonly grade: Grade;
  readonly departmentId: DepartmentId | null;
  readonly collectionId: CollectionId;
  readonly grants: readonly Grant[];
}

/** What a caller may write: the classes there are, and a class that a document would be the first of. */
export interface Writing {
  readonly scope: Scope;
  allows(wanted: AccessClassAttributes): boolean;
}

/** The scope and a class that was decided on by itself, such as one that was just made. */
export function including(scope: Scope, id: AccessClassId): Scope {
  return scope === 'all' ? scope : [...scope, id];
}
