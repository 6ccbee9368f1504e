// What a visitor of an answer box may ask and is told: public documents, and nothing about how the answer came to be.
import { z } from 'zod';
import { answerSchema, feedbackReasons, quotationSchema } from '../answer/contract.ts';
import { operation, streamOperation } from '../base/contract.ts';
import { answerBoxIdSchema, runIdSchema } from '../base/ids.ts';

export const longestQuestion = 500;

/** 256 random bits that the visitor's page makes and holds: whoever has it goes on with the conversation, and nobody else. */
const visitTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
const byBox = z.object({ boxId: answerBoxIdSchema });
const byVisit = byBox.extend({ visit: visitTokenSchema });

const visitorQuotationSchema = z
  .object({
    ...quotationSchema.pick({ number: true, quote: true, headingPath: true, page: true }).shape,
    document: quotationSchema.shape.document.pick({ title: true }),
    version: quotationSchema.shape.version.pick({ documentNumber: true, effectiveOn: true, expiredOn: true, validity: true }),
  })
  .meta({ id: 'VisitorQuotation' });
export type VisitorQuotation = z.infer<typeof visitorQuotationSchema>;

const visitorSentenceSchema = answerSchema.shape.sentences.element.pick({ text: true, citations: true });

export const visitorAnswerSchema = z
  .object({
    ...answerSchema.pick({
      runId: true,
      conversationId: true,
      question: true,
      understoodAs: true,
      outcome: true,
      refused: true,
      notice: true,
      contact: true,
      engine: true,
      degraded: true,
      asOf: true,
    }).shape,
    sentences: z.array(visitorSentenceSchema),
    citations: z.array(visitorQuotationSchema),
    found: z.array(visitorQuotationSchema),
  })
  .meta({ id: 'VisitorAnswer' });
export type VisitorAnswer = z.infer<typeof visitorAnswerSchema>;

export const visitorEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run-started'), runId: runIdSchema }),
  z.object({
    kind: z.literal('sentence-released'),
    sentence: visitorSentenceSchema,
    citations: z.array(visitorQuotationSchema),
  }),
  /** One of these is the last event. */
  z.object({ kind: z.literal('answer-finished'), answer: visitorAnswerSchema }),
  z.object({ kind: z.literal('run-failed'), problem: z.object({ code: z.string(), zh: z.string(), en: z.string() }) }),
]);
export type VisitorEvent = z.infer<typeof visitorEventSchema>;

export const visitorOperations = {
  openAnswerBox: operation({
    id: 'openAnswerBox',
    method: 'GET',
    path: '/api/visits/:boxId',
    permission: 'anybody',
    summary: 'What a visitor of an answer box sees first; fails when it is closed',
    input: byBox,
    output: z.object({
      title: z.string(),
      greeting: z.string(),
      language: z.enum(['auto', 'zh', 'en']),
      /** Whether a model may write answers here. */
      isWritten: z.boolean(),
      contact: z.string().nullable(),
    }),
  }),
  askAnswerBox: streamOperation({
    id: 'askAnswerBox',
    method: 'POST',
    path: '/api/visits/:boxId/answers',
    permission: 'anybody',
    summary: 'Ask through an answer box, of public documents alone; sentences are sent as they are released',
    input: byVisit.extend({
      question: z.string().trim().min(1).max(longestQuestion),
      /** The conversation of this visit that it goes on with. */
      conversationId: runIdSchema.optional(),
    }),
    event: visitorEventSchema,
  }),
  openVisitorQuotation: operation({
    id: 'openVisitorQuotation',
    method: 'POST',
    path: '/api/visits/:boxId/quotations',
    permission: 'anybody',
    summary: 'The passage around what an answer of this visit quotes',
    input: byVisit.extend({ runId: runIdSchema, number: z.number().int().min(1) }),
    output: z.object({
      quotation: visitorQuotationSchema,
      /** The passage, and where in it the quotation stands. */
      text: z.string(),
      start: z.number().int(),
      end: z.number().int(),
    }),
  }),
  rateVisitorAnswer: operation({
    id: 'rateVisitorAnswer',
    method: 'PUT',
    path: '/api/visits/:boxId/runs/:runId/feedback',
    permission: 'anybody',
    summary: 'Say of an answer of this visit whether it helped',
    input: byVisit.extend({
      runId: runIdSchema,
      verdict: z.enum(['helpful', 'unhelpful']),
      reasons: z.array(z.enum(feedbackReasons)).max(feedbackReasons.length).default([]),
    }),
    output: z.object({}),
  }),
};
