// A scenario is the versioned record of a use: nothing answers outside one.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { gradeRank, gradeSchema, unknownGrade } from '../base/grade.ts';
import { changeIdSchema, collectionIdSchema, scenarioIdSchema } from '../base/ids.ts';
import { priorities } from '../base/priority.ts';
import { checksSchema, checksWishSchema, loosened, storedChecksSchema, usualChecks } from './checks-contract.ts';

/**
 * `extractive`: sentences of documents are quoted, without a model. `generative`: a model writes from documents, and what they bear out is shown.
 * `relay`: what a model replies is passed on, without knowledge.
 */
export const engines = ['extractive', 'generative', 'relay'] as const;
const engineSchema = z.enum(engines).meta({ id: 'ScenarioEngine' });

const shape = {
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower-case letters, digits and - only (只能用小写字母、数字和 -)'),
  title: z.string().trim().min(1).max(200),
  purpose: z.string().trim().min(1).max(2000),
  /** Grade of what people type into it; content checks can only raise it. */
  inputGrade: gradeSchema,
  /** Collections that it may use; empty means all that the person may read. */
  collectionIds: z.array(collectionIdSchema).max(500),
  /** What writes its answers. */
  engine: engineSchema,
  /** Models that it may use, by name or alias. */
  modelNames: z.array(z.string().min(1).max(64)).max(50),
  /** Whether people wait for its answers; batches wait for all of them. */
  priority: z.enum(priorities),
  /** What it may take of a busy model beside other scenarios: twice the share, twice as much. */
  share: z.number().int().min(1).max(100),
  /** Who helps where it does not: shown with what is refused. */
  contact: z.string().trim().min(1).max(200).nullable(),
};

export const scenarioSchema = z
  .object({ id: scenarioIdSchema, version: z.number().int(), ...shape, checks: checksSchema })
  .meta({ id: 'Scenario' });
export type Scenario = z.infer<typeof scenarioSchema>;

const versionSchema = scenarioSchema.extend({ addedAt: z.iso.datetime() }).meta({ id: 'ScenarioVersion' });
export type ScenarioVersion = z.infer<typeof versionSchema>;

/** A scenario, or another version of one, as it is to be. A wish from before there were checks has the usual ones. */
export const wishSchema = z.object({ ...shape, checks: storedChecksSchema.default(usualChecks) });
export type ScenarioWish = z.infer<typeof wishSchema>;

/** The same with checks of which some are left as they were. */
export type NewVersion = Omit<ScenarioWish, 'checks'> & { readonly checks?: z.infer<typeof checksWishSchema> };

/** Whether what is typed would count as less than it did, or as public. What nobody has declared counts as internal. */
export function lowersGrade(before: Scenario | undefined, { inputGrade }: Pick<ScenarioWish, 'inputGrade'>): boolean {
  if (before?.inputGrade === inputGrade) return false;
  return inputGrade === 'public' || gradeRank(inputGrade) < gradeRank(before?.inputGrade ?? unknownGrade);
}

export function takesTwo(before: Scenario | undefined, wish: Pick<ScenarioWish, 'inputGrade' | 'checks'>): boolean {
  return lowersGrade(before, wish) || loosened(wish.checks, before?.checks).length > 0;
}

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
  listScenarioVersions: operation({
    id: 'listScenarioVersions',
    method: 'GET',
    path: '/api/scenarios/:name/versions',
    permission: 'scenarios.read',
    summary: 'The versions of a scenario, newest first',
    input: z.object({ name: shape.name }),
    output: z.object({ versions: z.array(versionSchema) }),
  }),
  addScenarioVersion: operation({
    id: 'addScenarioVersion',
    method: 'POST',
    path: '/api/scenarios',
    permission: 'scenarios.manage',
    summary:
      'Add a scenario, or the next version of one; a lower grade of what is typed, public, and looser checks wait for a second person',
    input: z.object({
      ...shape,
      inputGrade: shape.inputGrade.default('internal'),
      collectionIds: shape.collectionIds.default([]),
      modelNames: shape.modelNames.default([]),
      priority: shape.priority.default('interactive'),
      share: shape.share.default(1),
      contact: shape.contact.default(null),
      checks: checksWishSchema.default({}),
      reason: z.string().trim().min(1).max(500).default('-'),
    }),
    /** `changeId`: it waits for a second person; null: it counts. */
    output: z.object({ changeId: changeIdSchema.nullable() }),
  }),
};
