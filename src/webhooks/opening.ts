// What tells other systems more than before, or others: that takes two people.
import { z } from 'zod';
import { createOpenings, type Ground } from '../access/changes/opening.ts';
import { webhookIdSchema } from '../base/ids.ts';
import type { Entry } from '../ledger/ledger.ts';
import { type WebhookSettings, webhookSettingsSchema } from './contract.ts';
import { settingsOf, type WebhookRow, webhookRows, type WebhookTables, writeWebhook } from './webhooks.store.ts';

const payload = z.object({ webhookId: webhookIdSchema, settings: webhookSettingsSchema, replaces: z.number().int() });

const zoneWords = { 'in-house': { zh: '本单位内', en: 'in-house' }, external: { zh: '外部', en: 'external' } } as const;

export function openWebhooks(ground: Ground<WebhookTables>) {
  return createOpenings(
    {
      kind: 'webhook-opening',
      noun: { zh: '事件推送', en: 'webhook' },
      payload,
      idOf: ({ webhookId }) => webhookId,
      requestOf: (webhookId, request) => ({ webhookId, ...request }),
      find: async (database, id) => (await webhookRows(database, { id }))[0],
      settingsOf,
      isFurther,
      write: writeWebhook,
      entryOf,
      check: async () => {},
      async describe({ settings: { name, url, zone, events, scenario } }) {
        return {
          zh: `开通事件推送“${name}”：向 ${url}（${zoneWords[zone].zh}）推送 ${events.join('、')}${scenario ? `，限场景 ${scenario}` : ''}；只有编号、结果和级别，没有正文。`,
          en: `Open the webhook "${name}": tell ${url} (${zoneWords[zone].en}) of ${events.join(', ')}${scenario ? ` of the scenario ${scenario}` : ''}; ids, outcomes and labels only, no text.`,
        };
      },
    },
    ground,
  );
}

function isFurther(row: WebhookRow, next: WebhookSettings): boolean {
  const isWider = next.scenario !== row.scenario && row.scenario !== null;
  return next.url !== row.url || next.zone !== row.zone || isWider || next.events.some((event) => !row.events.includes(event));
}

/** The path of an address may be a secret of the receiver: the record holds its host. */
export function entryOf(id: WebhookRow['id'], { name, url, zone, events, scenario }: WebhookSettings, isOn: boolean): Omit<Entry, 'actor'> {
  return {
    action: 'webhook-changed',
    subject: { kind: 'webhook', id },
    details: { isOn, host: new URL(url).host, zone, events: [...events], scenario },
    personal: { name },
  };
}
