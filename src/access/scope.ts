// What may be read and written, by access class 权限类: the distinct combination of grade, owner department, collection and explicit
// grants under which documents stand. The policy engine decides class by class; queries take the list that came of it.
import { z } from 'zod';
import { type Grade, gradeSchema } from '../base/grade.ts';
import {
  type AccessClassId,
  type CollectionId,
  collectionIdSchema,
  type DepartmentId,
  departmentIdSchema,
  personIdSchema,
} from '../base/ids.ts';
import { roleSchema } from '../base/roles.ts';

/** The access classes whose documents may be read, applied inside queries; `all` for the one person of a solo site and for system work. */
export type Scope = 'all' | readonly AccessClassId[];

const grantActionSchema = z.enum(['read', 'write']);
/** Who is let in besides those whom the grade and the department let in. */
export const grantSchema = z
  .discriminatedUnion('to', [
    z.object({ to: z.literal('person'), id: personIdSchema, action: grantActionSchema }),
    z.object({ to: z.literal('department'), id: departmentIdSchema, action: grantActionSchema }),
    z.object({ to: z.literal('role'), id: roleSchema, action: grantActionSchema }),
  ])
  .meta({ id: 'Grant' });
export type Grant = z.infer<typeof grantSchema>;

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
