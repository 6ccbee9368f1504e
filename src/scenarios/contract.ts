// A scenario is the versioned record of a use: nothing answers outside one.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { gradeSchema } from '../base/grade.ts';
import { collectionIdSchema, scenarioIdSchema } from '../base/ids.ts';

export const scenarioSchema = z
  .object({
    id: scenarioIdSchema,
    name: z.string(),
    version: z.number().int(),
    title: z.string(),
    purpose: z.string(),
    /** Grade of what people type into it; content checks can only raise it. */
    inputGrade: gradeSchema,
    /** Collections that it may use; empty means all that the person may read. */
    collectionIds: z.array(collectionIdSchema),
    /** What writes its answers: without a model, sentences are quoted. */
    engine: z.enum(['extractive']),
  })
  .meta({ id: 'Scenario' });
export type Scenario = z.infer<typeof scenarioSchema>;

export const operations = {
  listScenarios: operation({
    id: 'listScenarios',
    method: 'GET',
    path: '/api/scenarios',
    permission: 'scenarios.read',
    summary: 'Scenarios that the caller may use',
    input: z.object({}),
    output: z.object({ scenarios: z.array(scenarioSchema) }),
  }),
};
