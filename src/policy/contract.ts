// The policy on rights: what is in force, what another text would change, and what was in force before.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { gradeSchema } from '../base/grade.ts';
import { grantSchema } from '../base/grant.ts';
import { changeIdSchema } from '../base/ids.ts';
import { roleSchema } from '../base/roles.ts';

const textSchema = z.string().min(1).max(100_000);
const numberSchema = z.coerce.number().int().min(0);
const count = z.number().int().nonnegative();

const sentenceSchema = z.object({ id: z.string(), zh: z.string(), en: z.string() });
export const policyRuleSchema = sentenceSchema
  .extend({ effect: z.enum(['permit', 'forbid']), text: z.string() })
  .meta({ id: 'PolicyRule' });
export type PolicyRule = z.infer<typeof policyRuleSchema>;

export const policyFaultSchema = z
  .object({
    /** Counted from 1; null where it is about the text as a whole. */
    line: z.number().int().nullable(),
    zh: z.string(),
    en: z.string(),
  })
  .meta({ id: 'PolicyFault' });
export type PolicyFault = z.infer<typeof policyFaultSchema>;

const rightSchema = z.enum(['read', 'write']);
export const policyEffectSchema = z
  .object({
    place: z.object({
      grade: gradeSchema,
      /** From the top down to the owner; empty when nobody owns it. */
      ownerPath: z.array(z.string()),
      grants: z.array(z.object({ grant: grantSchema, name: z.string() })),
    }),
    people: z.object({
      department: z.string().nullable(),
      roles: z.array(roleSchema),
      clearance: gradeSchema,
      isKey: z.boolean(),
      count,
      /** Some of them. */
      names: z.array(z.string()),
    }),
    gains: z.array(rightSchema),
    loses: z.array(rightSchema),
    /** The rules that decide before and after; none where no rule permits. */
    before: z.array(sentenceSchema),
    after: z.array(sentenceSchema),
  })
  .meta({ id: 'PolicyEffect' });
export type PolicyEffect = z.infer<typeof policyEffectSchema>;

export const policyVersionSchema = z
  .object({
    /** 0 is the policy that is shipped; nobody here proposed it. */
    number: z.number().int(),
    createdAt: z.iso.datetime().nullable(),
    proposedBy: z.string().nullable(),
    approvedBy: z.string().nullable(),
  })
  .meta({ id: 'PolicyVersion' });
export type PolicyVersion = z.infer<typeof policyVersionSchema>;

const textOfVersion = z.object({ number: z.number().int(), text: z.string() });

export const operations = {
  getPolicy: operation({
    id: 'getPolicy',
    method: 'GET',
    path: '/api/policy',
    permission: 'policy.read',
    summary: 'The policy on rights that is in force, rule by rule',
    input: z.object({}),
    output: textOfVersion.extend({ rules: z.array(policyRuleSchema) }),
  }),
  listPolicyVersions: operation({
    id: 'listPolicyVersions',
    method: 'GET',
    path: '/api/policy/versions',
    permission: 'policy.read',
    summary: 'Every policy that was in force, newest first, with who proposed and who approved it',
    input: z.object({}),
    output: z.object({ versions: z.array(policyVersionSchema) }),
  }),
  getPolicyVersion: operation({
    id: 'getPolicyVersion',
    method: 'GET',
    path: '/api/policy/versions/:number',
    permission: 'policy.read',
    summary: 'The text of one version',
    input: z.object({ number: numberSchema }),
    output: textOfVersion,
  }),
  checkPolicy: operation({
    id: 'checkPolicy',
    method: 'POST',
    path: '/api/policy/check',
    permission: 'policy.read',
    summary: 'Whether a text is a valid policy, with what is wrong and on which line; changes nothing',
    input: z.object({ text: textSchema }),
    output: z.object({ faults: z.array(policyFaultSchema), rules: z.array(policyRuleSchema) }),
  }),
  getPolicyEffect: operation({
    id: 'getPolicyEffect',
    method: 'POST',
    path: '/api/policy/effect',
    permission: 'policy.read',
    summary: 'Who would gain or lose which right if a text were in force, page by page; changes nothing',
    input: z.object({
      text: textSchema,
      /** `next` of the page before. */
      from: z.number().int().min(0).default(0),
    }),
    output: z.object({
      effects: z.array(policyEffectSchema),
      /** Pairs of kinds of people and places: looked at up to here, and all. */
      compared: count,
      total: count,
      /** Null on the last page. */
      next: count.nullable(),
    }),
  }),
  getPolicyProposal: operation({
    id: 'getPolicyProposal',
    method: 'GET',
    path: '/api/policy/proposals/:changeId',
    permission: 'policy.read',
    summary: 'The text that was proposed, and the one that it is to replace',
    input: z.object({ changeId: changeIdSchema }),
    output: z.object({ text: z.string(), replaces: textOfVersion }),
  }),
  proposePolicy: operation({
    id: 'proposePolicy',
    method: 'POST',
    path: '/api/policy',
    permission: 'policy.change',
    summary: 'Propose another text of the policy; it must be valid, and a system administrator decides',
    input: z.object({ text: textSchema, reason: z.string().trim().min(1).max(1000) }),
    output: z.object({ changeId: changeIdSchema }),
  }),
};
