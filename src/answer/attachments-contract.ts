// Files that are attached to a question: read for it alone, and gone with its conversation.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { gradeSchema } from '../base/grade.ts';
import { attachmentIdSchema } from '../base/ids.ts';
import { operations as knowledge } from '../knowledge/contract.ts';
import { fileFlags } from '../knowledge/reading/reading.ts';

/** Largest file that can be attached, in bytes: somebody waits while it is read. */
const maxAttachmentBytes = 20 * 1024 * 1024;

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
  })
  .meta({ id: 'Attachment' });
export type Attachment = z.infer<typeof attachmentSchema>;

const readingSchema = knowledge.getReadingText.reply.output;

export const attachmentOperations = {
  attachFile: operation({
    id: 'attachFile',
    method: 'POST',
    path: '/api/attachments',
    permission: 'answers.ask',
    summary: 'Read a file for a question to come: the body is its bytes. It never enters the library',
    upload: { maxBytes: maxAttachmentBytes },
    input: z.object({ name: z.string().trim().min(1).max(500), grade: gradeSchema.default('internal') }),
    output: attachmentSchema,
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
