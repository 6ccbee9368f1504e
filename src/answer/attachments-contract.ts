// Files that are attached to a question: read for it alone, and gone with its conversation.
import { z } from 'zod';
import { operation, streamOperation } from '../base/contract.ts';
import { gradeSchema } from '../base/grade.ts';
import { attachmentIdSchema } from '../base/ids.ts';
import { operations as knowledge } from '../knowledge/contract.ts';
import { filePasswordSchema } from '../knowledge/password-contract.ts';
import { fileFlags } from '../knowledge/reading/reading.ts';

/** Largest file that can be attached, in bytes: somebody waits while it is read. */
const maxAttachmentBytes = 20 * 1024 * 1024;

/** That go with one question. */
export const maxAttachments = 3;

export const attachmentSchema = z
  .object({
    id: attachmentIdSchema,
    name: z.string(),
    title: z.string(),
    /** As chosen, or as its secrecy mark asks if that is more. */
    grade: gradeSchema,
    isRaised: z.boolean(),
    characterCount: z.number().int(),
    /** What else was in the file, and left out. */
    flags: z.array(z.enum(fileFlags)),
    /** Files inside it were not read for want of their password. */
    hasLockedFiles: z.boolean(),
  })
  .meta({ id: 'Attachment' });
export type Attachment = z.infer<typeof attachmentSchema>;

const wishSchema = z.object({
  name: z.string().trim().min(1).max(500),
  grade: gradeSchema.default('internal'),
  /** Opens it where it is encrypted, and is not kept. */
  password: filePasswordSchema.optional(),
});
const upload = { maxBytes: maxAttachmentBytes, headers: { password: 'x-file-password' } };

export const attachEventSchema = z.discriminatedUnion('kind', [
  /** It has no text of its own: its pages wait for text recognition, which takes one file at a time. */
  z.object({ kind: z.literal('recognition-waiting') }),
  z.object({ kind: z.literal('page-recognised'), done: z.number().int(), pages: z.number().int() }),
  /** One of these two is the last event. */
  z.object({ kind: z.literal('file-attached'), attachment: attachmentSchema }),
  z.object({ kind: z.literal('attach-failed'), problem: z.object({ code: z.string(), zh: z.string(), en: z.string() }) }),
]);
export type AttachEvent = z.infer<typeof attachEventSchema>;

const readingSchema = knowledge.getReadingText.reply.output;

export const attachmentOperations = {
  attachFile: operation({
    id: 'attachFile',
    method: 'POST',
    path: '/api/attachments',
    permission: 'answers.ask',
    summary:
      'Read a file for a question to come: the body is its bytes. It never enters the library; scans of some pages are recognised meanwhile',
    upload,
    input: wishSchema,
    output: attachmentSchema,
  }),
  streamAttaching: streamOperation({
    id: 'streamAttaching',
    method: 'POST',
    path: '/api/attachments/stream',
    permission: 'answers.ask',
    summary: 'The same for whoever wants to be told what becomes of it: pages of a scan as they are recognised',
    upload,
    input: wishSchema,
    event: attachEventSchema,
  }),
  detachFile: operation({
    id: 'detachFile',
    method: 'DELETE',
    path: '/api/attachments/:attachmentId',
    permission: 'answers.ask',
    summary: 'Take back a file that has not been asked about yet',
    input: z.object({ attachmentId: attachmentIdSchema }),
    output: z.object({}),
  }),
  getAttachmentText: operation({
    id: 'getAttachmentText',
    method: 'GET',
    path: '/api/attachments/:attachmentId/reading-text',
    permission: 'runs.read',
    summary: "The reading text of one of the caller's own attachments and its paragraphs",
    input: z.object({ attachmentId: attachmentIdSchema }),
    output: readingSchema.pick({ title: true, text: true, paragraphs: true }),
  }),
};
