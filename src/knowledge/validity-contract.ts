// When a document counts, what it rests on, and what rests on it.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { documentIdSchema, versionIdSchema } from '../base/ids.ts';
import { dateSchema, validitySchema } from './contract.ts';
import { referenceKinds } from './reading/reading.ts';

const linkSchema = z.object({ documentId: documentIdSchema, title: z.string() });

export const periodSchema = z
  .object({
    versionId: versionIdSchema,
    number: z.number().int(),
    from: dateSchema.nullable(),
    /** First day no longer in force. */
    until: dateSchema.nullable(),
    validity: validitySchema,
    /** Who says from when it counts: a person (`given`, `confirmed`, `corrected`), or the text alone (`read`). */
    origin: z.enum(['given', 'confirmed', 'corrected', 'read']).nullable(),
  })
  .meta({ id: 'ValidityPeriod' });
export type Period = z.infer<typeof periodSchema>;

export const validityEventSchema = z
  .object({
    day: dateSchema,
    kind: z.enum(['announced', 'in-force', 'amended', 'repealed', 'expired']),
    number: z.number().int(),
    /** The document that did it, where it may be read. */
    by: linkSchema.nullable(),
  })
  .meta({ id: 'ValidityEvent' });
export type ValidityEvent = z.infer<typeof validityEventSchema>;

const referenceKindSchema = z.enum(referenceKinds);

export const citedDocumentSchema = z
  .object({
    kind: referenceKindSchema,
    title: z.string(),
    number: z.string().nullable(),
    /** In the reading text of the newest version that can be read. */
    start: z.number().int(),
    end: z.number().int(),
    /** In the library, as it stands today; null where it is not there or may not be read. */
    found: linkSchema.extend({ validity: validitySchema, expiredOn: dateSchema.nullable() }).nullable(),
  })
  .meta({ id: 'CitedDocument' });
export type CitedDocument = z.infer<typeof citedDocumentSchema>;

export const documentValiditySchema = z.object({
  /** Newest first. */
  periods: z.array(periodSchema),
  /** In order of time. */
  events: z.array(validityEventSchema),
  /** The version whose text the citations stand in. */
  versionId: versionIdSchema.nullable(),
  cites: z.array(citedDocumentSchema),
  citedBy: z.array(linkSchema.extend({ kind: referenceKindSchema })),
  /** Documents that say that they repeal this one, which nobody has confirmed; `on` is when, where they say so. */
  openRepeals: z.array(linkSchema.extend({ on: dateSchema.nullable() })),
  mayWrite: z.boolean(),
});
export type DocumentValidity = z.infer<typeof documentValiditySchema>;

export const validityOperations = {
  getValidity: operation({
    id: 'getValidity',
    method: 'GET',
    path: '/api/documents/:documentId/validity',
    permission: 'documents.read',
    summary: 'When a document counts, which documents it cites and how they stand, and which cite it',
    input: z.object({ documentId: documentIdSchema }),
    output: documentValiditySchema,
  }),
  repealDocument: operation({
    id: 'repealDocument',
    method: 'POST',
    path: '/api/documents/:documentId/repeal',
    permission: 'documents.write',
    summary: 'Confirm that another document repeals this one, and from when',
    input: z.object({ documentId: documentIdSchema, byDocumentId: documentIdSchema, on: dateSchema }),
    output: documentValiditySchema,
  }),
};
