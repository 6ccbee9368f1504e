// The operations of webhooks, bound to their face.
import { type Route, route } from '../access/route.ts';
import { operations } from './contract.ts';
import type { WebhookRoom } from './webhooks.ts';

export function webhookRoutes(webhooks: WebhookRoom): Route[] {
  return [
    route(operations.listWebhooks, () => webhooks.list()),
    route(operations.addWebhook, ({ reason, ...settings }, { caller }) => webhooks.add(caller, settings, reason)),
    route(operations.changeWebhook, ({ webhookId, reason, ...settings }, { caller }) =>
      webhooks.change(caller, webhookId, settings, reason),
    ),
    route(operations.closeWebhook, async ({ webhookId }, { caller }) => ({ webhook: await webhooks.close(caller, webhookId) })),
    route(operations.removeWebhook, async ({ webhookId }, { caller }) => {
      await webhooks.remove(caller, webhookId);
      return {};
    }),
    route(operations.replaceWebhookSecret, async ({ webhookId }, { caller }) => ({
      secret: await webhooks.replaceSecret(caller, webhookId),
    })),
    route(operations.testWebhook, async ({ webhookId }) => ({ delivery: await webhooks.test(webhookId) })),
    route(operations.listDeliveries, async ({ webhookId }) => ({ deliveries: await webhooks.deliveries(webhookId) })),
    route(operations.resendDelivery, async ({ webhookId, deliveryId }) => ({ delivery: await webhooks.resend(webhookId, deliveryId) })),
  ];
}
