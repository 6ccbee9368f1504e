// Answer boxes seen by who keeps them: which there are, what they answer from, and in whose pages they may stand.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { answerBoxIdSchema, changeIdSchema } from '../base/ids.ts';

/** Languages of a box: that of the visitor's browser, or one. */
export const boxLanguages = ['auto', 'zh', 'en'] as const;
const mostOrigins = 20;

const perMinute = (most: number) => z.number().int().min(1).max(most);

export const boxSettingsSchema = z
  .object({
    title: z.string().trim().min(1).max(60),
    /** The first thing that a visitor reads. */
    greeting: z.string().trim().max(500),
    language: z.enum(boxLanguages),
    /** By name; what is typed into it must count as public. */
    scenario: z.string().min(1).max(64),
    /** Of the pages that it may stand in, such as `https://www.example.gov.cn`; without any it is a page of its own only. */
    origins: z.array(z.string().min(1).max(200)).max(mostOrigins),
    /** Questions in a minute from one address; an office may share one. */
    perAddress: perMinute(600),
    /** Questions in a minute of all visitors. */
    perBox: perMinute(6000),
  })
  .meta({ id: 'AnswerBoxSettings' });
export type BoxSettings = z.infer<typeof boxSettingsSchema>;

/**
 * Why a box that is on gives no answers: what is typed into its scenario does not count as public any more, the scenario is gone, or it
 * passes on what a model says.
 */
export const boxFaultSchema = z.enum(['scenario-not-public', 'scenario-missing', 'scenario-relays']).meta({ id: 'AnswerBoxFault' });
export type BoxFault = z.infer<typeof boxFaultSchema>;

export const answerBoxSchema = z
  .object({
    id: answerBoxIdSchema,
    ...boxSettingsSchema.shape,
    /** `waiting`: nobody has agreed to it yet. */
    state: z.enum(['waiting', 'on', 'off']),
    fault: boxFaultSchema.nullable(),
    version: z.number().int(),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    /** Questions of the last thirty days. */
    questions: z.number().int(),
    /** The page of the box, and the script that puts it into other pages. */
    page: z.string(),
    script: z.string(),
  })
  .meta({ id: 'AnswerBox' });
export type AnswerBox = z.infer<typeof answerBoxSchema>;

const byBox = z.object({ boxId: answerBoxIdSchema });
const reason = z.string().trim().min(1).max(500).default('-');
/** `changeId`: it waits for a second person; null: it counts. */
const changed = z.object({ box: answerBoxSchema, changeId: changeIdSchema.nullable() });

export const operations = {
  listAnswerBoxes: operation({
    id: 'listAnswerBoxes',
    method: 'GET',
    path: '/api/answer-boxes',
    permission: 'connections.read',
    summary: 'Answer boxes, and the scenarios that one can have: those into which what is typed counts as public',
    input: z.object({}),
    output: z.object({
      boxes: z.array(answerBoxSchema),
      scenarios: z.array(z.object({ name: z.string(), title: z.string() })),
    }),
  }),
  addAnswerBox: operation({
    id: 'addAnswerBox',
    method: 'POST',
    path: '/api/answer-boxes',
    permission: 'connections.manage',
    summary: 'Make an answer box; it is open once a second person has agreed',
    input: z.object({
      ...boxSettingsSchema.shape,
      greeting: boxSettingsSchema.shape.greeting.default(''),
      language: boxSettingsSchema.shape.language.default('auto'),
      origins: boxSettingsSchema.shape.origins.default([]),
      perAddress: boxSettingsSchema.shape.perAddress.default(10),
      perBox: boxSettingsSchema.shape.perBox.default(120),
      reason,
    }),
    output: changed,
  }),
  changeAnswerBox: operation({
    id: 'changeAnswerBox',
    method: 'PUT',
    path: '/api/answer-boxes/:boxId',
    permission: 'connections.manage',
    summary: 'Change an answer box, or put it on again; what opens it further waits for a second person',
    input: z.object({ ...byBox.shape, ...boxSettingsSchema.shape, reason }),
    output: changed,
  }),
  closeAnswerBox: operation({
    id: 'closeAnswerBox',
    method: 'POST',
    path: '/api/answer-boxes/:boxId/closing',
    permission: 'connections.manage',
    summary: 'Switch an answer box off: it answers nobody from the next moment on',
    input: byBox,
    output: z.object({ box: answerBoxSchema }),
  }),
  removeAnswerBox: operation({
    id: 'removeAnswerBox',
    method: 'DELETE',
    path: '/api/answer-boxes/:boxId',
    permission: 'connections.manage',
    summary: 'Remove an answer box for good; what it was asked is kept for its time',
    input: byBox,
    output: z.object({}),
  }),
};
