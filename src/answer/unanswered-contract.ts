// Questions that nobody could answer, for those who keep the library.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { gradeSchema } from '../base/grade.ts';
import { feedbackReasons } from './contract.ts';

const count = z.number().int().nonnegative();

/** `not-found`, `not-sure`: nothing was asserted; `unhelpful`: whoever asked says that the answer did not help. */
export const lackSchema = z.enum(['not-found', 'not-sure', 'unhelpful']).meta({ id: 'AnswerLack' });
export type Lack = z.infer<typeof lackSchema>;

export const unansweredSchema = z
  .object({
    /** As it was asked last. Long numbers, such as those of people and accounts, are taken out. */
    question: z.string(),
    /** Up to five other wordings, the newest first. */
    alsoAsked: z.array(z.string()),
    /** How often it was asked in vain. */
    runs: count,
    lacks: z.record(lackSchema, count),
    /** What was said to be wrong, and how often. */
    reasons: z.partialRecord(z.enum(feedbackReasons), count),
    /** The highest label among them. */
    grade: gradeSchema,
    firstAskedAt: z.iso.datetime(),
    lastAskedAt: z.iso.datetime(),
  })
  .meta({ id: 'UnansweredQuestion' });
export type Unanswered = z.infer<typeof unansweredSchema>;

const period = { days: z.coerce.number().int().min(1).max(366).default(90) };

export const unansweredOperations = {
  countUnanswered: operation({
    id: 'countUnanswered',
    method: 'GET',
    path: '/api/unanswered-questions/count',
    permission: 'unanswered.read',
    summary: 'How often questions were asked in vain, among those that the caller may read',
    input: z.object(period),
    output: z.object({ runs: count }),
  }),
  listUnanswered: operation({
    id: 'listUnanswered',
    method: 'GET',
    path: '/api/unanswered-questions',
    permission: 'unanswered.read',
    summary:
      'Questions that nobody could answer, those that ask alike together, the most asked first; without who asked. Reading them is on record',
    input: z.object(period),
    output: z.object({
      questions: z.array(unansweredSchema),
      /** Runs that are told of; of more than 2000 only the newest. */
      runs: count,
    }),
  }),
};
