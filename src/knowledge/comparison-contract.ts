// What changed between two versions, clause by clause.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { versionIdSchema } from '../base/ids.ts';

const spanSchema = z.object({ start: z.number().int(), end: z.number().int() });

const comparedClauseSchema = z
  .object({
    /** `12` for 第十二条, `12/2` for its second paragraph; null outside articles. */
    number: z.string().nullable(),
    text: z.string(),
    /** In the reading text of its version. */
    start: z.number().int(),
    end: z.number().int(),
    /** Words within `text` that the other side has not. */
    marks: z.array(spanSchema),
  })
  .meta({ id: 'ComparedClause' });
export type ComparedClause = z.infer<typeof comparedClauseSchema>;

export const comparisonRowSchema = z
  .object({
    kind: z.enum(['same', 'changed', 'removed', 'added']),
    before: comparedClauseSchema.nullable(),
    after: comparedClauseSchema.nullable(),
  })
  .meta({ id: 'ComparisonRow' });
export type ComparisonRow = z.infer<typeof comparisonRowSchema>;

const sideSchema = z.object({ versionId: versionIdSchema, number: z.number().int(), title: z.string() });

export const comparisonSchema = z.object({
  before: sideSchema,
  after: sideSchema,
  /** In the order of the texts. */
  rows: z.array(comparisonRowSchema),
});
export type Comparison = z.infer<typeof comparisonSchema>;

export const comparisonOperations = {
  compareVersions: operation({
    id: 'compareVersions',
    method: 'GET',
    path: '/api/versions/:versionId/comparison',
    permission: 'documents.read',
    summary: 'What changed from an earlier version, of this document or of another, clause by clause',
    input: z.object({ versionId: versionIdSchema, beforeVersionId: versionIdSchema }),
    output: comparisonSchema,
  }),
};
