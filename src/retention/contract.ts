// How long data is kept, and what a legal hold keeps longer.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { subjectSchema } from '../ledger/contract.ts';
import { changeIdSchema, documentIdSchema, holdIdSchema, personIdSchema, retentionRunIdSchema } from '../base/ids.ts';

export const retentionKindSchema = z
  .enum(['runs', 'visitor-runs', 'deleted-documents', 'sign-in-traces', 'ledger'])
  .meta({ id: 'RetentionKind' });
export type RetentionKind = z.infer<typeof retentionKindSchema>;

const count = z.number().int().nonnegative();
/** 0: for ever. A hundred years are as good as that. */
const daysSchema = z.number().int().min(0).max(36_500);
const reasonSchema = z.string().trim().min(1).max(1000);

export const periodSchema = z
  .object({
    kind: retentionKindSchema,
    days: daysSchema,
    /** The shortest period that may be set. */
    leastDays: count,
    /** What the next run would remove. */
    over: count,
    /** What is over its time and stays, since it is held. */
    held: count,
  })
  .meta({ id: 'RetentionPeriod' });
export type Period = z.infer<typeof periodSchema>;

const countsSchema = z.partialRecord(retentionKindSchema, count);
export const retentionRunSchema = z
  .object({
    id: retentionRunIdSchema,
    state: z.enum(['queued', 'running', 'done']),
    isScheduled: z.boolean(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    totals: countsSchema,
    removed: countsSchema,
  })
  .meta({ id: 'RetentionRun' });
export type RetentionRun = z.infer<typeof retentionRunSchema>;

export const holdKindSchema = z.enum(['document', 'person', 'span']);
/** A time that has not begun yet would hold nothing. */
export const holdWishSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('document'), documentId: documentIdSchema }),
  z.object({ kind: z.literal('person'), personId: personIdSchema }),
  z.object({ kind: z.literal('span'), from: z.iso.datetime({ offset: true }), until: z.iso.datetime({ offset: true }).nullable() }),
]);
export type HoldWish = z.infer<typeof holdWishSchema>;

export const holdSchema = z
  .object({
    id: holdIdSchema,
    kind: holdKindSchema,
    /** Id of the document or person. */
    target: z.uuid().nullable(),
    /** Of the person; of a document only for those who may read it. */
    name: z.string().nullable(),
    from: z.iso.datetime().nullable(),
    until: z.iso.datetime().nullable(),
    reason: z.string(),
    placedAt: z.iso.datetime(),
    placedBy: z.string(),
    liftedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'LegalHold' });
export type Hold = z.infer<typeof holdSchema>;

export const operations = {
  getRetention: operation({
    id: 'getRetention',
    method: 'GET',
    path: '/api/retention',
    permission: 'retention.read',
    summary: 'How long each kind of data is kept, what the next run would remove, and the last runs',
    input: z.object({}),
    output: z.object({
      periods: z.array(periodSchema),
      /** China time of the daily run, HH:MM. */
      at: z.string(),
      runs: z.array(retentionRunSchema),
    }),
  }),
  changePeriod: operation({
    id: 'changePeriod',
    method: 'PUT',
    path: '/api/retention/:kind',
    permission: 'retention.manage',
    summary: 'Set how long a kind of data is kept; a shorter period waits for a second person, but on a site of one person',
    input: z.object({ kind: retentionKindSchema, days: daysSchema, reason: reasonSchema }),
    /** Null where it was changed at once. */
    output: z.object({ changeId: changeIdSchema.nullable() }),
  }),
  applyRetention: operation({
    id: 'applyRetention',
    method: 'POST',
    path: '/api/retention/runs',
    permission: 'retention.manage',
    summary: 'Remove now, in the background, what is over its time and not held',
    input: z.object({}),
    output: z.object({ run: retentionRunSchema }),
  }),
  proposeRedaction: operation({
    id: 'proposeRedaction',
    method: 'POST',
    path: '/api/ledger/redactions',
    permission: 'ledger.redact',
    summary: 'Propose to erase the texts beside the records about something; another person decides, but on a site of one person',
    input: z.object({ subject: subjectSchema, reason: reasonSchema }),
    /** Null where they were erased at once. */
    output: z.object({ changeId: changeIdSchema.nullable() }),
  }),
  listHolds: operation({
    id: 'listHolds',
    method: 'GET',
    path: '/api/holds',
    permission: 'retention.read',
    summary: 'Legal holds, newest first',
    input: z.object({ which: z.enum(['standing', 'all']).default('standing') }),
    output: z.object({ holds: z.array(holdSchema) }),
  }),
  placeHold: operation({
    id: 'placeHold',
    method: 'POST',
    path: '/api/holds',
    permission: 'retention.manage',
    summary: 'Keep a document, a person or a span of time from being removed: at once, by one person, since it only keeps',
    input: z.object({ on: holdWishSchema, reason: reasonSchema }),
    output: z.object({ hold: holdSchema }),
  }),
  proposeHoldLift: operation({
    id: 'proposeHoldLift',
    method: 'POST',
    path: '/api/holds/:holdId/lift',
    permission: 'retention.manage',
    summary: 'Propose to lift a hold; another person decides, but on a site of one person',
    input: z.object({ holdId: holdIdSchema, reason: reasonSchema }),
    /** Null where it was lifted at once. */
    output: z.object({ changeId: changeIdSchema.nullable() }),
  }),
};
