// How much each department may keep in the library, and what it keeps.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { departmentIdSchema } from '../base/ids.ts';

const count = z.number().int().nonnegative();
/** `null`: as much as there is room for. */
const atMost = count.max(Number.MAX_SAFE_INTEGER).nullable();

/** From this share on a limit is nearly reached, and people are told. */
export const nearLimit = 0.9;

const amountsSchema = z.object({
  /** Of originals: all versions, also replaced ones and those of deleted documents, for as long as they are kept. */
  bytes: atMost,
  /** That are not deleted. */
  documents: atMost,
});
export type Amounts = z.infer<typeof amountsSchema>;

const keptSchema = z
  .object({
    /** None: the documents that belong to no department. */
    departmentId: departmentIdSchema.nullable(),
    department: z.string(),
    used: z.object({ bytes: count, documents: count }),
    /** That holds for it: its own, or the default; none where neither is set. */
    limit: amountsSchema.nullable(),
    isOwnLimit: z.boolean(),
  })
  .meta({ id: 'KeptByDepartment' });
export type KeptByDepartment = z.infer<typeof keptSchema>;

/** `default`, or a department by its id or name. */
const subject = z.string().trim().min(1).max(200);

export const limitOperations = {
  listLibraryLimits: operation({
    id: 'listLibraryLimits',
    method: 'GET',
    path: '/api/library-limits',
    permission: 'quotas.read',
    summary: 'What each department keeps in the library, and how much it may',
    input: z.object({}),
    output: z.object({ default: amountsSchema.nullable(), departments: z.array(keptSchema) }),
  }),
  getLibraryRoom: operation({
    id: 'getLibraryRoom',
    method: 'GET',
    path: '/api/library-limits/own',
    permission: 'documents.write',
    summary: 'What the departments where the caller may write keep of what they may; only those with a limit',
    input: z.object({}),
    output: z.object({ departments: z.array(keptSchema) }),
  }),
  setLibraryLimit: operation({
    id: 'setLibraryLimit',
    method: 'PUT',
    path: '/api/library-limits/:subject',
    permission: 'quotas.manage',
    summary: 'Set how much a department, or each that has no limit of its own, may keep; what is kept already stays',
    input: amountsSchema.extend({ subject }),
    output: z.object({}),
  }),
  removeLibraryLimit: operation({
    id: 'removeLibraryLimit',
    method: 'DELETE',
    path: '/api/library-limits/:subject',
    permission: 'quotas.manage',
    summary: 'Remove the limit of a department, for which the default then holds, or the default',
    input: z.object({ subject }),
    output: z.object({}),
  }),
};
