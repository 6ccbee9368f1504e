// Asking a question: the governed path seen from outside.
import { z } from 'zod';
import { operation, streamOperation } from '../base/contract.ts';
import { gradeSchema } from '../base/grade.ts';
import { attachmentIdSchema, documentIdSchema, passageIdSchema, runIdSchema, versionIdSchema } from '../base/ids.ts';
import { dateSchema, originSpanSchema, sourceVersionSchema } from '../knowledge/contract.ts';
import { callFaultSchema, modelZoneSchema } from '../models/contract.ts';
import { storedChecksSchema } from '../scenarios/checks-contract.ts';
import { maxAttachments } from './attachments-contract.ts';

/** A quotation is a byte-exact span of the reading text of at most this many characters. */
export const maxQuotationCharacters = 300;

/**
 * How a run ended. Everything but `answered` asserts nothing (`refused` is true):
 * `not-found` the library holds nothing on it; `not-sure` something near was found, but nothing that answers;
 * `needs-clarification` the question is too short or names nothing; `out-of-scope` it is not a question to the library;
 * `crisis` somebody may be in danger: whom to call is told; `personal` it concerns one person's own file, which the library does not hold;
 * `blocked` a guard stopped it; `failed` something broke.
 */
export const outcomeSchema = z.enum([
  'answered',
  'not-found',
  'not-sure',
  'needs-clarification',
  'out-of-scope',
  'crisis',
  'personal',
  'blocked',
  'failed',
]);
export type Outcome = z.infer<typeof outcomeSchema>;

export const quotationSchema = z
  .object({
    /** 1, 2, 3 ... as shown in the answer. */
    number: z.number().int(),
    quote: z.string().max(maxQuotationCharacters),
    document: z.object({ id: documentIdSchema, name: z.string(), title: z.string(), grade: gradeSchema }),
    version: sourceVersionSchema,
    passageId: passageIdSchema,
    headingPath: z.array(z.string()),
    page: z.number().int().nullable(),
    /** Span in the reading text; `text.slice(start, end) === quote`. */
    start: z.number().int(),
    end: z.number().int(),
    origin: z.array(originSpanSchema),
    /** From a file of the conversation: the ids of document and version are that of the attachment. */
    isAttached: z.boolean().default(false),
  })
  .meta({ id: 'Quotation' });
export type Quotation = z.infer<typeof quotationSchema>;

/** A sentence of an answer with the numbers of the quotations it rests on. */
const sentenceSchema = z
  .object({
    text: z.string(),
    citations: z.array(z.number().int()),
    /** How sure the check is that its sources carry it, at least `checks.supportedFrom`; null: it is a quotation itself. */
    score: z.number().nullable().default(null),
    /** How sure the judge was that its sources carry it; null: none was asked, or it said nothing. */
    judged: z.number().nullable().default(null),
  })
  .meta({ id: 'AnswerSentence' });
export type Sentence = z.infer<typeof sentenceSchema>;

/**
 * Why an answer is less than a model's whole one. Without a model, in the words of the documents: `no-model-allowed` none may see the label,
 * `no-model-available`, `models-stopped`, `model-failed`, `nothing-stood` no sentence of it was supported, `no-second-opinion` the scenario demands one and none came. With one: `cut-short` it broke off,
 * `incomplete` it found the documents to say too little.
 */
const degradationSchema = z.enum([
  'no-model-allowed',
  'no-model-available',
  'models-stopped',
  'model-failed',
  'nothing-stood',
  'no-second-opinion',
  'cut-short',
  'incomplete',
]);
export type Degradation = z.infer<typeof degradationSchema>;

/** A sentence that a model wrote and that documents neither bear out nor contradict: shown, where the scenario allows it, as its view and no more. */
const opinionSchema = z
  .object({
    text: z.string(),
    /** How much of it the sources that it names carry, below `checks.supportedFrom`. */
    score: z.number(),
    /** What the model had before it: whoever may no longer read one of these is not shown the view. */
    versionIds: z.array(sourceVersionSchema.shape.id),
  })
  .meta({ id: 'AnswerOpinion' });
export type Opinion = z.infer<typeof opinionSchema>;

/** A sentence that a model wrote and that is not shown: by what it stands against its sources. */
const leftOutSchema = z.object({
  /** `unjudged`: the scenario demands a second opinion, and none came. */
  kind: z.enum(['contradicted', 'unsupported', 'unjudged']),
  conflicts: z.array(
    z.enum(['number', 'unit', 'date', 'negation', 'modality', 'entity', 'actor', 'comparison', 'scope', 'plan-as-fact', 'cause', 'source']),
  ),
  /** Whose word it is: that of the checks of this house, or that of the judge about a sentence that passed them. */
  by: z.enum(['checks', 'judge']).default('checks'),
});
export type LeftOut = z.infer<typeof leftOutSchema>;

/** What a second model said of the sentences that passed the checks. It may only take away. */
const secondOpinionSchema = z
  .object({
    /** The model, as the scenario names it. */
    judge: z.string(),
    /** Whether sentences without its opinion are left out. */
    isRequired: z.boolean(),
    agreed: z.number().int(),
    /** Taken away on its word. */
    objected: z.number().int(),
    /** Sentences of which it did not say anything that could be read. */
    missing: z.number().int(),
    /** Codes of denials and faults. */
    missingBecause: z.array(z.string()),
  })
  .meta({ id: 'SecondOpinion' });
export type SecondOpinion = z.infer<typeof secondOpinionSchema>;

/** What the model reasoned before it wrote: nobody checked it, and nothing rests on it. */
const reasoningSchema = z
  .object({
    text: z.string(),
    /** Versions of the documents that lay before the model: who may not read all of them is not shown it. */
    versionIds: z.array(versionIdSchema),
  })
  .meta({ id: 'Reasoning' });
export type Reasoning = z.infer<typeof reasoningSchema>;

const bilingualSchema = z.object({ zh: z.string(), en: z.string() });
/** A sentence for the reader in Chinese and English. */
export type Bilingual = z.infer<typeof bilingualSchema>;

export const stepSchema = z
  .object({
    name: z.enum([
      'identify',
      'grade',
      'guard-input',
      'decide',
      'retrieve',
      'route',
      'call',
      'guard-output',
      'verify',
      'second-opinion',
      'record',
    ]),
    elapsedMs: z.number(),
    /** What came of it, in both languages. */
    summary: bilingualSchema,
  })
  .meta({ id: 'RunStep' });

export const answerSchema = z
  .object({
    runId: runIdSchema,
    /** The first run of the conversation that it belongs to; null: it was asked before there were conversations. */
    conversationId: runIdSchema.nullable().default(null),
    question: z.string(),
    /** What a question that leaned on the one before it was taken to ask; null: it stands alone. */
    understoodAs: z.string().nullable().default(null),
    outcome: outcomeSchema,
    refused: z.boolean(),
    sentences: z.array(sentenceSchema),
    /** Not part of the answer, and without sources. */
    opinions: z.array(opinionSchema).default([]),
    citations: z.array(quotationSchema),
    /** What was found when nothing is asserted. */
    found: z.array(quotationSchema),
    /** One sentence to the reader about the outcome, in both languages. */
    notice: bilingualSchema.nullable(),
    /** Who helps where nothing is asserted, as the scenario names them. */
    contact: z.string().nullable().default(null),
    label: gradeSchema,
    /** What wrote it in the end. */
    engine: z.enum(['extractive', 'generative']),
    degraded: degradationSchema.nullable().default(null),
    leftOut: z.array(leftOutSchema).default([]),
    /** Sentences that were contradicted by their sources, and right when written once more. */
    corrected: z.number().int().default(0),
    /** What it was let through by; null: it was recorded before scenarios said so. */
    checks: storedChecksSchema.nullable().default(null),
    /** How sure it is that the documents answer, held against `checks.answeredFrom`; null: that was not asked. */
    confidence: z.number().nullable().default(null),
    /** Null: the scenario names no judge, or there was nothing to ask it. */
    secondOpinion: secondOpinionSchema.nullable().default(null),
    /** Null: the scenario does not show it, or there was none. */
    reasoning: reasoningSchema.nullable().default(null),
    /** The day whose rules were used; null: whatever their validity. */
    asOf: dateSchema.nullable(),
    /** Files of the conversation that were read for it. */
    attachments: z.array(z.object({ id: attachmentIdSchema, name: z.string(), grade: gradeSchema })).default([]),
    steps: z.array(stepSchema),
    askedAt: z.iso.datetime(),
    /** What whoever asked has said of it since. */
    feedback: z
      .lazy(() => feedbackSchema)
      .nullable()
      .default(null),
  })
  .meta({ id: 'Answer' });
export type Answer = z.infer<typeof answerSchema>;
export type RunStep = z.infer<typeof stepSchema>;

/** What was wrong with an answer, or missing from it. */
export const feedbackReasons = ['wrong', 'outdated', 'incomplete', 'beside-the-point', 'source-does-not-fit', 'unclear', 'other'] as const;

const feedbackShape = {
  verdict: z.enum(['helpful', 'unhelpful']),
  reasons: z.array(z.enum(feedbackReasons)).max(feedbackReasons.length).default([]),
  comment: z.string().trim().max(1000).default(''),
};
export const feedbackSchema = z.object({ ...feedbackShape, givenAt: z.iso.datetime() }).meta({ id: 'AnswerFeedback' });
export type Feedback = z.infer<typeof feedbackSchema>;
export type FeedbackWish = Omit<Feedback, 'givenAt'>;

/** One call of a model. What is not known is null, never zero. */
const runCallSchema = z
  .object({
    model: z.string(),
    /** As the model is registered now. */
    zone: modelZoneSchema,
    attempt: z.number().int(),
    outcome: z.enum(['done', 'failed', 'abandoned']),
    fault: callFaultSchema.nullable(),
    finishReason: z.string().nullable(),
    isStreamed: z.boolean().nullable(),
    waitedMs: z.number().nullable(),
    firstTokenMs: z.number().nullable(),
    elapsedMs: z.number(),
    promptTokens: z.number().nullable(),
    cachedTokens: z.number().nullable(),
    completionTokens: z.number().nullable(),
    reasoningTokens: z.number().nullable(),
    usageSource: z.enum(['reported', 'counted', 'estimated']).nullable(),
    /** Millionths of a yuan. */
    cost: z.number().nullable(),
  })
  .meta({ id: 'RunCall' });
export type RunCall = z.infer<typeof runCallSchema>;

/** A step of a run on its way, with its decision in words. */
const stepInTimeSchema = z
  .object({
    name: z.enum([...stepSchema.shape.name.options, 'attempt']),
    /** Since the run began; null: not known. */
    startMs: z.number().nullable(),
    /** Null: it was not measured. */
    elapsedMs: z.number().nullable(),
    summary: bilingualSchema,
    /** The label from here on, where it was determined here. */
    label: gradeSchema.nullable(),
    call: runCallSchema.nullable(),
  })
  .meta({ id: 'StepInTime' });
export type StepInTime = z.infer<typeof stepInTimeSchema>;

export const runViewSchema = z
  .object({
    runId: runIdSchema,
    scenario: z.object({ name: z.string(), version: z.number().int() }),
    engine: z.enum(['extractive', 'generative', 'relay']),
    /** `relayed`: a model's reply was passed on; `denied`: a rule stood against it before it began; null: it has not ended. */
    outcome: z.enum([...outcomeSchema.options, 'relayed', 'denied']).nullable(),
    label: gradeSchema,
    askedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    /** Null for whoever sees steps alone. */
    question: z.string().nullable(),
    /** Whether there is an answer to be seen by whoever asked. */
    hasAnswer: z.boolean(),
    /** What it was let through by, and how sure the checks were; null: there is no answer, or it is from before. */
    judged: z
      .object({
        checks: storedChecksSchema,
        confidence: z.number().nullable(),
        /** Of the sentences that a model wrote, in their order. */
        scores: z.array(z.number()),
      })
      .nullable(),
    steps: z.array(stepInTimeSchema),
  })
  .meta({ id: 'RunView' });
export type RunView = z.infer<typeof runViewSchema>;

export const answerEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run-started'), runId: runIdSchema, asOf: dateSchema.nullable() }),
  z.object({ kind: z.literal('step-finished'), step: stepSchema }),
  /** More of what the model reasons, where the scenario shows it. */
  z.object({ kind: z.literal('reasoning-written'), text: z.string() }),
  z.object({ kind: z.literal('sentence-released'), sentence: sentenceSchema, citations: z.array(quotationSchema) }),
  /** Always the last event; carries the whole answer as recorded. */
  z.object({ kind: z.literal('answer-finished'), answer: answerSchema }),
  z.object({
    kind: z.literal('run-failed'),
    runId: runIdSchema.nullable(),
    problem: z.object({ code: z.string(), zh: z.string(), en: z.string() }),
  }),
]);
export type AnswerEvent = z.infer<typeof answerEventSchema>;

/** Counts of questions. */
const removedConversationSchema = z
  .object({
    removed: z.number().int(),
    /** Under a legal hold: they stay. */
    held: z.number().int(),
  })
  .meta({ id: 'RemovedConversation' });
export type RemovedConversation = z.infer<typeof removedConversationSchema>;

const askInputSchema = z.object({
  question: z.string().trim().min(1).max(1000),
  scenario: z.string().default('policy-questions'),
  /** Answer from the rules in force on this day; default today. */
  asOf: dateSchema.optional(),
  /** The conversation that it goes on with, by its first run; without it a new one begins. */
  conversationId: runIdSchema.optional(),
  /** Files to read for it, and for what is asked after it in the same conversation. */
  attachmentIds: z.array(attachmentIdSchema).max(maxAttachments).default([]),
});

export const operations = {
  ask: operation({
    id: 'ask',
    method: 'POST',
    path: '/api/answers',
    limit: 'questions',
    permission: 'answers.ask',
    summary: 'Ask a question and wait for the whole answer',
    input: askInputSchema,
    output: answerSchema,
  }),
  streamAnswer: streamOperation({
    id: 'streamAnswer',
    method: 'POST',
    path: '/api/answers/stream',
    limit: 'questions',
    permission: 'answers.ask',
    summary: 'Ask a question; sentences are sent as they are released',
    input: askInputSchema,
    event: answerEventSchema,
  }),
  getRun: operation({
    id: 'getRun',
    method: 'GET',
    path: '/api/runs/:runId',
    permission: 'answers.ask',
    summary: "One's own run as it was recorded; with an API key one that was asked with it",
    input: z.object({ runId: runIdSchema }),
    output: answerSchema,
  }),
  rateAnswer: operation({
    id: 'rateAnswer',
    method: 'PUT',
    path: '/api/runs/:runId/feedback',
    permission: 'runs.read',
    summary: "Say of one's own answer whether it helped, and what was wrong with it",
    input: z.object({ runId: runIdSchema, ...feedbackShape }),
    output: feedbackSchema,
  }),
  getRunSteps: operation({
    id: 'getRunSteps',
    method: 'GET',
    path: '/api/runs/:runId/steps',
    permission: 'runs.read',
    summary: "One of the caller's own runs step by step, with times, labels and decisions",
    input: z.object({ runId: runIdSchema }),
    output: runViewSchema,
  }),
  getRecordedRun: operation({
    id: 'getRecordedRun',
    method: 'GET',
    path: '/api/ledger/runs/:runId',
    permission: 'ledger.read',
    summary: "Anybody's run step by step, as the ledger and its calls tell it: without a word of what was asked or answered",
    input: z.object({ runId: runIdSchema }),
    output: runViewSchema,
  }),
  removeConversation: operation({
    id: 'removeConversation',
    method: 'DELETE',
    path: '/api/conversations/:conversationId',
    permission: 'runs.read',
    summary:
      "Delete one's own conversation with its files, for good; what is under a legal hold stays, and so do the records of the ledger",
    input: z.object({ conversationId: runIdSchema }),
    output: removedConversationSchema,
  }),
  listRuns: operation({
    id: 'listRuns',
    method: 'GET',
    path: '/api/runs',
    permission: 'runs.read',
    summary: "The caller's runs, newest first",
    input: z.object({
      cursor: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(100).default(20),
      /** Only those of one conversation. */
      conversationId: runIdSchema.optional(),
    }),
    output: z.object({
      runs: z.array(
        z.object({
          id: runIdSchema,
          conversationId: runIdSchema,
          question: z.string(),
          outcome: outcomeSchema.nullable(),
          askedAt: z.iso.datetime(),
        }),
      ),
      nextCursor: z.string().nullable(),
    }),
  }),
};
