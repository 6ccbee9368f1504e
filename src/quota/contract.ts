// Quotas seen from outside: how much a key, a scenario or a department may use in a day or a month, and what was used.
import { z } from 'zod';
import { operation } from '../base/contract.ts';

export const kindSchema = z.enum(['key', 'scenario', 'department']).meta({ id: 'QuotaSubjectKind' });
export const measureSchema = z.enum(['requests', 'tokens', 'money']).meta({ id: 'QuotaMeasure' });
/** Of China's calendar. */
export const periodSchema = z.enum(['day', 'month']).meta({ id: 'QuotaPeriod' });
export type Measure = z.infer<typeof measureSchema>;
export type Period = z.infer<typeof periodSchema>;

const subjectShape = {
  kind: kindSchema,
  /** Id of a key or a department, name of a scenario. */
  subject: z.string().min(1).max(64),
};
const subjectSchema = z.object({ ...subjectShape, name: z.string() }).meta({ id: 'QuotaSubject' });
export type Subject = z.infer<typeof subjectSchema>;

const limitShape = { measure: measureSchema, period: periodSchema };

/** From this share on a quota is nearly used up, and people are told. */
export const nearShare = 0.8;

const quotaSchema = subjectSchema
  .extend({
    id: z.uuid(),
    ...limitShape,
    /** Requests, tokens, or millionths of a yuan. */
    amount: z.number().int(),
    /** In the period that runs; it may be over the amount by what the last calls took beyond what was expected of them. */
    used: z.number().int(),
    /** Kept back for calls under way. */
    held: z.number().int(),
    renewsAt: z.iso.datetime(),
  })
  .meta({ id: 'Quota' });
export type Quota = z.infer<typeof quotaSchema>;

const usageSchema = subjectSchema
  .extend({
    requests: z.number().int(),
    /** Of prompts and answers. */
    tokens: z.number().int(),
    /** Of these the ones that the endpoints did not report. */
    estimatedTokens: z.number().int(),
    /** Millionths of a yuan. */
    money: z.number().int(),
    /** Calls with tokens and without a price: what they cost is not known, and not in `money`. */
    unpriced: z.number().int(),
  })
  .meta({ id: 'Usage' });
export type Usage = z.infer<typeof usageSchema>;

export const operations = {
  listQuotas: operation({
    id: 'listQuotas',
    method: 'GET',
    path: '/api/quotas',
    permission: 'quotas.read',
    summary: 'Quotas with what is used of them, and what quotas can be of',
    input: z.object({}),
    output: z.object({ quotas: z.array(quotaSchema), subjects: z.array(subjectSchema) }),
  }),
  setQuota: operation({
    id: 'setQuota',
    method: 'PUT',
    path: '/api/quotas',
    permission: 'quotas.manage',
    summary: 'Set how much may be used; what was used in the period before counts',
    input: z.object({
      ...subjectShape,
      /** A key or a department also by its name. */
      subject: z.string().trim().min(1).max(200),
      ...limitShape,
      amount: z.number().int().min(0).max(1e15),
    }),
    output: z.object({ quota: quotaSchema }),
  }),
  removeQuota: operation({
    id: 'removeQuota',
    method: 'DELETE',
    path: '/api/quotas/:quotaId',
    permission: 'quotas.manage',
    summary: 'Remove a quota: then there is no limit',
    input: z.object({ quotaId: z.uuid() }),
    output: z.object({}),
  }),
  listUsage: operation({
    id: 'listUsage',
    method: 'GET',
    path: '/api/usage',
    permission: 'quotas.read',
    summary: 'What each key, scenario or department used in the day or month that runs, by its runs and calls on record',
    input: z.object({ kind: kindSchema, period: periodSchema.default('day') }),
    output: z.object({ usage: z.array(usageSchema), since: z.iso.datetime() }),
  }),
};
