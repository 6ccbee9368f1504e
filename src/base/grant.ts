// A right that is given to somebody by name: on a document, or on all documents of a collection.
import { z } from 'zod';
import { departmentIdSchema, personIdSchema } from './ids.ts';
import { roleSchema } from './roles.ts';

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
