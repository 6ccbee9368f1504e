// The operations of quotas, bound to their face.
import { type Route, route } from '../access/route.ts';
import { operations } from './contract.ts';
import type { QuotaRoom } from './quota.ts';

export function quotaRoutes(quota: QuotaRoom): Route[] {
  return [
    route(operations.listQuotas, async () => ({ quotas: await quota.list(), subjects: await quota.subjects() })),
    route(operations.setQuota, async (wish, { caller }) => ({ quota: await quota.set(caller, wish) })),
    route(operations.removeQuota, async ({ quotaId }, { caller }) => {
      await quota.remove(caller, quotaId);
      return {};
    }),
    route(operations.listUsage, ({ kind, period }) => quota.usage(kind, period)),
  ];
}
