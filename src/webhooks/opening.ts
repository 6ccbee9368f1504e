// What tells other systems more than before, or others: that takes two people.
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { ChangeKind } from '../access/changes/changes.ts';
import { AppError } from '../base/errors.ts';
import { webhookIdSchema } from '../base/ids.ts';
import type { Entry } from '../ledger/ledger.ts';
import { sameTransaction } from '../store/store.ts';
import { type WebhookSettings, webhookSettingsSchema } from './contract.ts';
import { updateWebhook, type WebhookRow } from './webhooks.store.ts';

const payload = z.object({ webhookId: webhookIdSchema, settings: webhookSettingsSchema, replaces: z.number().int() });
export type OpeningChange = ChangeKind<typeof payload>;

export function tellsMore(row: WebhookRow, next: WebhookSettings): boolean {
  if (!row.is_on || next.url !== row.url || next.zone !== row.zone) return true;
  const isWider = next.scenario !== row.scenario && row.scenario !== null;
  return isWider || next.events.some((event) => !row.events.includes(event));
}

const zoneWords = { 'in-house': { zh: '本单位内', en: 'in-house' }, external: { zh: '外部', en: 'external' } } as const;

export const openingChange: OpeningChange = {
  kind: 'webhook-opening',
  payload,
  proposer: 'connections.manage',
  approver: 'connections.approve',
  subjectOf: ({ webhookId }) => webhookId,
  async describe({ settings: { name, url, zone, events, scenario } }) {
    return {
      zh: `开通事件推送“${name}”：向 ${url}（${zoneWords[zone].zh}）推送 ${events.join('、')}${scenario ? `，限场景 ${scenario}` : ''}；只有编号、结果和级别，没有正文。`,
      en: `Open the webhook "${name}": tell ${url} (${zoneWords[zone].en}) of ${events.join(', ')}${scenario ? ` of the scenario ${scenario}` : ''}; ids, outcomes and labels only, no text.`,
    };
  },
  check: async () => {},
  async apply(within: Transaction<unknown>, { webhookId, settings, replaces }, now) {
    if (!(await updateWebhook(sameTransaction(within), { id: webhookId, version: replaces }, { settings, isOn: true, approvedAt: now })))
      throw new AppError('conflict', { fault: '事件推送已另有改动或已移除 the webhook was changed otherwise or removed' });
    return changedEntry(webhookId, settings, true);
  },
};

/** The path of an address may be a secret of the receiver: the record holds its host. */
export function changedEntry(
  id: WebhookRow['id'],
  { name, url, zone, events, scenario }: WebhookSettings,
  isOn: boolean,
): Omit<Entry, 'actor'> {
  return {
    action: 'webhook-changed',
    subject: { kind: 'webhook', id },
    details: { isOn, host: new URL(url).host, zone, events: [...events], scenario },
    personal: { name },
  };
}
