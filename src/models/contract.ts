// Models seen from outside: endpoints that speak a known API, what they may see, what they cost, and how they are stopped.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { gradeSchema } from '../base/grade.ts';
import { changeIdSchema, modelIdSchema, modelStopIdSchema } from '../base/ids.ts';

/** How an endpoint departs from the API of OpenAI that all of them speak. */
export const dialectSchema = z.enum(['openai', 'deepseek', 'vllm', 'sglang', 'ollama', 'mindie']).meta({ id: 'ModelDialect' });
/** Where it stands: at an address of this site, or anywhere else. */
export const modelZoneSchema = z.enum(['in-house', 'external']).meta({ id: 'ModelZone' });
export const locationSchema = z.enum(['domestic', 'overseas']).meta({ id: 'ModelLocation' });
export const abilitySchema = z.enum(['chat', 'reasoning', 'embeddings', 'rerank', 'tools', 'json-schema']).meta({ id: 'ModelAbility' });

const nameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][\w.:/-]{0,63}$/, 'letters, digits and ._:/- only, at most 64 (只能用字母、数字和 ._:/-，最多 64 个)');

/** Base address as clients of OpenAI give it, e.g. `http://10.1.0.7:8000/v1`. */
const urlSchema = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .refine((text) => !/[?#]|\/\/[^/]*@/.test(text), 'no user name, query or fragment (不得带用户名、查询或片段)')
  .transform((text) => text.replace(/\/+$/, ''));

/** What decides which data may go there. */
const boundaryShape = {
  url: urlSchema,
  zone: modelZoneSchema,
  location: locationSchema.default('domestic'),
  maxGrade: gradeSchema,
};
export const boundarySchema = z.object(boundaryShape);
export type Boundary = z.infer<typeof boundarySchema>;

/** Whether a second person has to agree: to anything but an external domestic model that sees public content only. */
export function takesTwo({ zone, location, maxGrade }: Omit<Boundary, 'url'>): boolean {
  return zone === 'in-house' || location === 'overseas' || maxGrade !== 'public';
}

const traitsShape = {
  aliases: z.array(nameSchema).max(20),
  /** As the endpoint calls it. */
  upstreamName: z.string().min(1).max(200),
  dialect: dialectSchema,
  abilities: z.array(abilitySchema).min(1),
  /** Prompt and answer together; null: not known. */
  contextTokens: z.number().int().min(256).max(10_000_000).nullable(),
  /** Requests that it works on at once; null: not known. */
  concurrency: z.number().int().min(1).max(10_000).nullable(),
};
export const traitsSchema = z.object(traitsShape);
export type Traits = z.infer<typeof traitsSchema>;

/** Millionths of a yuan for a million tokens, from a day on. */
export const priceSchema = z
  .object({
    validFrom: z.iso.date(),
    input: z.number().int().min(0),
    cachedInput: z.number().int().min(0),
    output: z.number().int().min(0),
  })
  .meta({ id: 'ModelPrice' });
export type Price = z.infer<typeof priceSchema>;

export const modelSchema = z
  .object({
    id: modelIdSchema,
    name: z.string(),
    ...traitsShape,
    ...boundaryShape,
    url: z.string(),
    location: locationSchema,
    hasKey: z.boolean(),
    /** `waiting`: a second person has yet to agree, and nothing is sent to it. */
    state: z.enum(['waiting', 'active', 'stopped']),
    prices: z.array(priceSchema),
  })
  .meta({ id: 'Model' });
export type Model = z.infer<typeof modelSchema>;

const stopKindSchema = z.enum(['model', 'scenario', 'all']).meta({ id: 'ModelStopKind' });
export const stopSchema = z
  .object({
    id: modelStopIdSchema,
    kind: stopKindSchema,
    /** Name of the model or scenario; null for all. */
    target: z.string().nullable(),
    reason: z.string(),
    stoppedBy: z.string(),
    stoppedAt: z.iso.datetime(),
  })
  .meta({ id: 'ModelStop' });
export type Stop = z.infer<typeof stopSchema>;

const reason = z.string().trim().min(1).max(500);
const byName = { name: z.string().min(1).max(64) };
/** `changeId`: it waits for a second person; null: done. */
const changed = z.object({ model: modelSchema, changeId: changeIdSchema.nullable() });

/** What a live test of a connection found, step by step; the first step that failed is the last. */
export const probeStepSchema = z
  .object({
    step: z.enum(['connect', 'list', 'chat', 'embeddings', 'rerank']),
    isGood: z.boolean(),
    zh: z.string(),
    en: z.string(),
    elapsedMs: z.number(),
  })
  .meta({ id: 'ModelProbeStep' });
export type ProbeStep = z.infer<typeof probeStepSchema>;

/** What broke a call (call-fault.ts says more). */
export const callFaultSchema = z
  .enum([
    'first-token-timeout',
    'between-tokens-timeout',
    'total-timeout',
    'unreachable',
    'denied',
    'throttled',
    'left-alone',
    'queue-full',
    'queue-too-long',
    'upstream-status',
    'key-refused',
    'rejected',
    'cut',
    'malformed',
    'error-event',
    'stopped',
    'client-gone',
  ])
  .meta({ id: 'CallFault' });

/** Over which time figures are taken: the last hour, day or thirty days. */
export const spanSchema = z.enum(['hour', 'day', 'month']).meta({ id: 'FigureSpan' });
export type Span = z.infer<typeof spanSchema>;

/** Half and nineteen in twenty took no longer, in milliseconds; null: nothing was measured. */
const timesSchema = z.object({ p50: z.number(), p95: z.number() }).nullable().meta({ id: 'CallTimes' });

/** What calls came to. Tokens and money are null where nothing is known: that is not zero. */
const figuresShape = {
  calls: z.number().int(),
  failed: z.number().int(),
  /** Their clients went away. */
  abandoned: z.number().int(),
  /** Before they were sent, while others were served. */
  waitedMs: timesSchema,
  /** From being sent to the first token, of streams. */
  firstTokenMs: timesSchema,
  /** The mean time between two tokens of a stream whose tokens were counted. */
  betweenTokensMs: timesSchema,
  promptTokens: z.number().nullable(),
  cachedTokens: z.number().nullable(),
  completionTokens: z.number().nullable(),
  reasoningTokens: z.number().nullable(),
  /** Millionths of a yuan. */
  cost: z.number().nullable(),
};

const figuresOfSchema = z
  .object({
    /** Of the model; a scenario is known by its name. */
    id: z.string(),
    /** A model that was removed keeps its name here. */
    name: z.string(),
    ...figuresShape,
    faults: z.array(z.object({ fault: callFaultSchema, calls: z.number().int() })),
    /** In the order of time; slots without a call are left out. */
    slots: z.array(z.object({ at: z.iso.datetime(), ...figuresShape })),
  })
  .meta({ id: 'CallFiguresOf' });
export type FiguresOf = z.infer<typeof figuresOfSchema>;

const modelHealthSchema = z
  .object({
    name: z.string(),
    /** `open`: left alone for a while since calls kept failing; `half-open`: a few are let through to see; `throttled`: it asked for patience. */
    state: z.enum(['closed', 'open', 'half-open', 'throttled']),
    /** When it is tried again; null where nothing is waited for. */
    until: z.iso.datetime().nullable(),
    /** Why it is `open` or `half-open`: calls kept failing, or the endpoint refuses the key, which has to be set again; otherwise null. */
    reason: z.enum(['failing', 'key-refused']).nullable(),
    serving: z.number().int(),
    waiting: z.number().int(),
    longestWaitMs: z.number().nullable(),
  })
  .meta({ id: 'ModelHealth' });

export const modelFiguresSchema = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    /** From one slot to the next. */
    slotSeconds: z.number().int(),
    /** As the process that answers knows it; other replicas have queues and breakers of their own. */
    health: z.array(modelHealthSchema),
    models: z.array(figuresOfSchema),
    scenarios: z.array(figuresOfSchema),
  })
  .meta({ id: 'ModelFigures' });
export type ModelFigures = z.infer<typeof modelFiguresSchema>;

export const operations = {
  listModels: operation({
    id: 'listModels',
    method: 'GET',
    path: '/api/models',
    permission: 'models.read',
    summary: 'Models with their boundary, and the emergency stops that stand',
    input: z.object({}),
    output: z.object({ models: z.array(modelSchema), stops: z.array(stopSchema) }),
  }),
  getModelFigures: operation({
    id: 'getModelFigures',
    method: 'GET',
    path: '/api/model-figures',
    permission: 'models.read',
    summary: 'How models do: health and queues now, and what calls came to, by model and by scenario',
    input: z.object({ span: spanSchema.default('hour') }),
    output: modelFiguresSchema,
  }),
  addModel: operation({
    id: 'addModel',
    method: 'POST',
    path: '/api/models',
    permission: 'models.manage',
    summary: 'Add a model; in-house, overseas or a grade above public waits for a second person',
    input: z.object({
      name: nameSchema,
      ...traitsShape,
      upstreamName: traitsShape.upstreamName.optional(),
      aliases: traitsShape.aliases.default([]),
      dialect: dialectSchema.default('openai'),
      abilities: traitsShape.abilities.default(['chat']),
      contextTokens: traitsShape.contextTokens.default(null),
      concurrency: traitsShape.concurrency.default(null),
      ...boundaryShape,
      key: z.string().min(1).max(1000).optional(),
      reason: reason.default('-'),
    }),
    output: changed,
  }),
  changeModel: operation({
    id: 'changeModel',
    method: 'PATCH',
    path: '/api/models/:name',
    permission: 'models.manage',
    summary: 'Change a model; what widens its boundary waits for a second person, and another address takes the key away',
    input: z.object({
      ...byName,
      ...z.object(traitsShape).partial().shape,
      ...z.object({ ...boundaryShape, location: locationSchema }).partial().shape,
      reason: reason.default('-'),
    }),
    output: changed,
  }),
  setModelKey: operation({
    id: 'setModelKey',
    method: 'PUT',
    path: '/api/models/:name/key',
    permission: 'models.manage',
    summary: 'Set the key that is shown to the endpoint; null takes it away. It is never shown again',
    input: z.object({ ...byName, key: z.string().min(1).max(1000).nullable() }),
    output: z.object({ model: modelSchema }),
  }),
  setModelPrice: operation({
    id: 'setModelPrice',
    method: 'PUT',
    path: '/api/models/:name/price',
    permission: 'models.manage',
    summary: 'What a model costs from a day on',
    input: z.object({ ...byName, ...priceSchema.shape }),
    output: z.object({ model: modelSchema }),
  }),
  removeModel: operation({
    id: 'removeModel',
    method: 'DELETE',
    path: '/api/models/:name',
    permission: 'models.manage',
    summary: 'Remove a model; records keep its id',
    input: z.object(byName),
    output: z.object({}),
  }),
  testModel: operation({
    id: 'testModel',
    method: 'POST',
    path: '/api/models/:name/test',
    permission: 'models.manage',
    summary: 'Try the connection with a fixed public text, and say what failed',
    input: z.object(byName),
    output: z.object({ steps: z.array(probeStepSchema) }),
  }),
  stopModels: operation({
    id: 'stopModels',
    method: 'POST',
    path: '/api/model-stops',
    permission: 'models.stop',
    summary: 'Emergency stop of a model, a scenario or everything, within a second, running streams too',
    input: z.object({ kind: stopKindSchema, target: z.string().min(1).max(100).nullable().default(null), reason }),
    output: z.object({ stop: stopSchema }),
  }),
  liftStop: operation({
    id: 'liftStop',
    method: 'DELETE',
    path: '/api/model-stops/:stopId',
    permission: 'models.stop',
    summary: 'Lift an emergency stop',
    input: z.object({ stopId: modelStopIdSchema, reason }),
    output: z.object({}),
  }),
  getEgressPolicy: operation({
    id: 'getEgressPolicy',
    method: 'GET',
    path: '/api/egress-policy',
    permission: 'models.read',
    summary: 'The policy on what may be sent to which model: the rules as sentences, and the text',
    input: z.object({}),
    output: z.object({
      rules: z.array(z.object({ id: z.string(), effect: z.enum(['permit', 'forbid']), zh: z.string(), en: z.string() })),
      text: z.string(),
    }),
  }),
  getSiteNetworks: operation({
    id: 'getSiteNetworks',
    method: 'GET',
    path: '/api/site-networks',
    permission: 'models.read',
    summary: "Networks that are the site's own: where in-house models may stand",
    input: z.object({}),
    output: z.object({ number: z.number().int(), networks: z.array(z.string()) }),
  }),
  proposeSiteNetworks: operation({
    id: 'proposeSiteNetworks',
    method: 'POST',
    path: '/api/site-networks',
    permission: 'networks.change',
    summary: "Propose other networks as the site's own",
    input: z.object({
      /** Addresses or networks such as `10.1.0.0/16`. */
      networks: z.array(z.string().trim().min(1).max(50)).min(1).max(200),
      reason,
    }),
    output: z.object({ changeId: changeIdSchema.nullable() }),
  }),
};
