// What reading found in a version besides its text, and what an editor says of it.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { gradeSchema } from '../base/grade.ts';
import { versionIdSchema } from '../base/ids.ts';
import { elementNames } from './reading/reading.ts';

export const elementNameSchema = z.enum(elementNames).meta({ id: 'ElementName' });

/** Days as `YYYY-MM-DD`; a list where there may be several, such as attachments. */
export const elementValueSchema = z.union([
  z.string().trim().min(1).max(1000),
  z.array(z.string().trim().min(1).max(1000)).min(1).max(200),
]);
export type ElementValue = z.infer<typeof elementValueSchema>;

export const elementSchema = z
  .object({
    name: elementNameSchema,
    /** What counts; null where an editor said that the document has none. */
    value: elementValueSchema.nullable(),
    /** `read`: as reading found it; `confirmed` or `corrected` by an editor. */
    source: z.enum(['read', 'confirmed', 'corrected']),
    /** What reading found; null where it found nothing. */
    read: elementValueSchema.nullable(),
    /** Where it stands in the reading text, UTF-16 code units; null where it is not written there to the letter. */
    span: z.object({ start: z.number().int(), end: z.number().int() }).nullable(),
    /** Of what was read, 0 to 1. */
    confidence: z.number().nullable(),
    /** What was read comes from text recognition: to be compared with the page until somebody confirms it. */
    isRecognised: z.boolean(),
  })
  .meta({ id: 'Element' });
export type Element = z.infer<typeof elementSchema>;

const unsurePlaceSchema = z.object({
  /** In the reading text, UTF-16 code units. */
  span: z.object({ start: z.number().int(), end: z.number().int() }),
  confidence: z.number(),
  /** What stands on either side in its paragraph. */
  before: z.string(),
  text: z.string(),
  after: z.string(),
});
export type UnsurePlace = z.infer<typeof unsurePlaceSchema>;

const elementsSchema = z.object({
  elements: z.array(elementSchema),
  /** Where text recognition was unsure, the first 200. */
  unsure: z.array(unsurePlaceSchema),
  /** The grade below which its secrecy mark does not let the document stand; null without a mark. */
  markedGrade: gradeSchema.nullable(),
  /** Whether an editor may confirm and correct. */
  maySettle: z.boolean(),
});

export const elementsOperations = {
  getElements: operation({
    id: 'getElements',
    method: 'GET',
    path: '/api/versions/:versionId/elements',
    permission: 'documents.read',
    summary: 'The elements of an official document that reading found, and what editors said of them',
    input: z.object({ versionId: versionIdSchema }),
    output: elementsSchema,
  }),
  settleElement: operation({
    id: 'settleElement',
    method: 'PUT',
    path: '/api/versions/:versionId/elements/:name',
    permission: 'documents.write',
    summary: 'Confirm an element by the value that was read, correct it by another, or say by null that there is none',
    input: z.object({ versionId: versionIdSchema, name: elementNameSchema, value: elementValueSchema.nullable() }),
    output: elementsSchema,
  }),
};
