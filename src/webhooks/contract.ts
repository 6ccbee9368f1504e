// Webhooks: addresses of other systems that are told, signed, of what happens here.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { changeIdSchema, deliveryIdSchema, webhookIdSchema } from '../base/ids.ts';

/** What can be told of, and what of it stands in a scenario. */
export const runEvents = ['run.answered', 'run.refused', 'run.failed', 'answer.rated'] as const;
const documentEvents = ['document.imported', 'document.repealed', 'document.deleted'] as const;
export const webhookEvents = [...runEvents, ...documentEvents] as const;
export type WebhookEvent = (typeof webhookEvents)[number];
export const testEvent = 'webhook.test';

export const webhookSettingsSchema = z
  .object({
    name: z.string().trim().min(1).max(60),
    url: z.url({ protocol: /^https?$/ }).max(500),
    /** Where the address must stand: among the site's own, or among public ones. */
    zone: z.enum(['in-house', 'external']),
    events: z.array(z.enum(webhookEvents)).min(1).max(webhookEvents.length),
    /** Only runs of this scenario; null: of any. */
    scenario: z.string().min(1).max(64).nullable(),
  })
  .meta({ id: 'WebhookSettings' });
export type WebhookSettings = z.infer<typeof webhookSettingsSchema>;

export const webhookSchema = z
  .object({
    id: webhookIdSchema,
    ...webhookSettingsSchema.shape,
    /** `waiting`: nobody has agreed to it yet; `failing`: it was switched off since nothing arrived. */
    state: z.enum(['waiting', 'on', 'off', 'failing']),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    /** Of the last thirty days. */
    delivered: z.number().int(),
    givenUp: z.number().int(),
    waiting: z.number().int(),
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof webhookSchema>;

export const deliverySchema = z
  .object({
    id: deliveryIdSchema,
    event: z.string(),
    /** Of the ledger; null: a test. */
    sequence: z.number().int().nullable(),
    state: z.enum(['waiting', 'delivered', 'given-up']),
    attempts: z.number().int(),
    /** Of the last attempt: a status such as `200`, or the code of a failure. */
    result: z.string().nullable(),
    payload: z.string(),
    createdAt: z.iso.datetime(),
    /** When it is sent next; null: not any more. */
    dueAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
export type Delivery = z.infer<typeof deliverySchema>;

const byWebhook = z.object({ webhookId: webhookIdSchema });
const reason = z.string().trim().min(1).max(500).default('-');
const changeId = changeIdSchema.nullable();
/** In the reply and nowhere else. */
const secret = z.string();

export const operations = {
  listWebhooks: operation({
    id: 'listWebhooks',
    method: 'GET',
    path: '/api/webhooks',
    permission: 'connections.read',
    summary: 'Webhooks, with what was delivered to each in thirty days',
    input: z.object({}),
    output: z.object({ webhooks: z.array(webhookSchema), scenarios: z.array(z.object({ name: z.string(), title: z.string() })) }),
  }),
  addWebhook: operation({
    id: 'addWebhook',
    method: 'POST',
    path: '/api/webhooks',
    permission: 'connections.manage',
    summary: 'Register a webhook; its secret is told once, and it is told of things once a second person has agreed',
    input: z.object({ ...webhookSettingsSchema.shape, scenario: webhookSettingsSchema.shape.scenario.default(null), reason }),
    output: z.object({ webhook: webhookSchema, secret, changeId }),
  }),
  changeWebhook: operation({
    id: 'changeWebhook',
    method: 'PUT',
    path: '/api/webhooks/:webhookId',
    permission: 'connections.manage',
    summary: 'Change a webhook, or put it on again; what tells more, or somewhere else, waits for a second person',
    input: z.object({ ...byWebhook.shape, ...webhookSettingsSchema.shape, reason }),
    output: z.object({ webhook: webhookSchema, changeId }),
  }),
  closeWebhook: operation({
    id: 'closeWebhook',
    method: 'POST',
    path: '/api/webhooks/:webhookId/closing',
    permission: 'connections.manage',
    summary: 'Switch a webhook off: nothing is sent to it from the next moment on',
    input: byWebhook,
    output: z.object({ webhook: webhookSchema }),
  }),
  removeWebhook: operation({
    id: 'removeWebhook',
    method: 'DELETE',
    path: '/api/webhooks/:webhookId',
    permission: 'connections.manage',
    summary: 'Remove a webhook with what was delivered to it',
    input: byWebhook,
    output: z.object({}),
  }),
  replaceWebhookSecret: operation({
    id: 'replaceWebhookSecret',
    method: 'POST',
    path: '/api/webhooks/:webhookId/secret',
    permission: 'connections.manage',
    summary: 'Give a webhook a new secret; what is sent is signed with both for a day',
    input: byWebhook,
    output: z.object({ secret }),
  }),
  testWebhook: operation({
    id: 'testWebhook',
    method: 'POST',
    path: '/api/webhooks/:webhookId/tests',
    permission: 'connections.manage',
    summary: 'Send a test event to a webhook that is on',
    input: byWebhook,
    output: z.object({ delivery: deliverySchema }),
  }),
  listDeliveries: operation({
    id: 'listDeliveries',
    method: 'GET',
    path: '/api/webhooks/:webhookId/deliveries',
    permission: 'connections.read',
    summary: 'The last hundred deliveries of a webhook, newest first',
    input: byWebhook,
    output: z.object({ deliveries: z.array(deliverySchema) }),
  }),
  resendDelivery: operation({
    id: 'resendDelivery',
    method: 'POST',
    path: '/api/webhooks/:webhookId/deliveries/:deliveryId/resending',
    permission: 'connections.manage',
    summary: 'Send a delivery again now, under the same id',
    input: byWebhook.extend({ deliveryId: deliveryIdSchema }),
    output: z.object({ delivery: deliverySchema }),
  }),
};
