// Sending what waits: signed, through the one door out, again after longer and longer pauses, and not for ever.
import { AppError } from '../base/errors.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { type Egress, type EgressRule, placeAt } from '../egress/egress.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { SealedTextColumn } from '../store/seal/sealed-columns.ts';
import { signatureOf } from './signature.ts';
import { claimDue, type DeliveryRow, type WebhookDatabase, type WebhookRow, webhookRows } from './webhooks.store.ts';

const purpose = 'webhook';
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** Before the second attempt, the third ...: a receiver that is away for a night, or a weekend of work on it, still gets everything. */
export const pauses = [5 * second, minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour, 12 * hour, 24 * hour, 24 * hour] as const;
/** Given up in a row before a webhook is switched off. */
const mostGivenUp = 3;
/** Receivers answer first and work afterwards. */
const timeoutMs = 15 * second;
const leaseMs = 2 * minute;
const atOnce = 20;

export interface DeliverDependencies {
  readonly database: WebhookDatabase;
  readonly secrets: { readonly current: SealedTextColumn; readonly previous: SealedTextColumn };
  readonly egress: Pick<Egress, 'fetch'>;
  readonly ledger: Pick<Ledger, 'appendWithin'>;
  readonly clock: Clock;
  readonly log: Log;
}

export function ruleOf({ url, zone }: Pick<WebhookRow, 'url' | 'zone'>): EgressRule {
  return { purpose, zone, ...placeAt(new URL(url)) };
}

/** Each is sent once; resolves to how many there were. */
export async function deliverDue(dependencies: DeliverDependencies): Promise<number> {
  const { database, clock, log } = dependencies;
  const now = clock.now();
  const due = await claimDue(database, now, new Date(now.getTime() + leaseMs), atOnce);
  if (due.length === 0) return 0;
  const open = new Map((await webhookRows(database, { isOn: true })).map((row) => [row.id, row]));
  await Promise.all(
    due.map(async (delivery) => {
      const webhook = open.get(delivery.webhook_id);
      if (webhook)
        await deliver(dependencies, webhook, delivery).catch((error: unknown) =>
          log.error('webhook-not-recorded', error, { delivery: delivery.id }),
        );
    }),
  );
  return due.length;
}

async function deliver(dependencies: DeliverDependencies, webhook: WebhookRow, delivery: DeliveryRow): Promise<void> {
  const result = await attempt(dependencies, webhook, delivery);
  const attempts = delivery.attempts + 1;
  const pause = pauses[attempts - 1];
  if (/^2\d\d$/.test(result)) await end(dependencies, webhook, delivery, { state: 'delivered', attempts, result });
  else if (pause === undefined || result === '410') await end(dependencies, webhook, delivery, { state: 'given-up', attempts, result });
  else {
    const due = new Date(dependencies.clock.now().getTime() + pause);
    await dependencies.database
      .updateTable('webhook_delivery')
      .set({ attempts, result, due_at: due })
      .where('id', '=', delivery.id)
      .execute();
  }
}

/** The status of the reply, or the code of what went wrong. */
async function attempt(
  { egress, secrets, clock }: DeliverDependencies,
  webhook: WebhookRow,
  { id, payload: body }: DeliveryRow,
): Promise<string> {
  const now = clock.now();
  const seconds = Math.floor(now.getTime() / 1000);
  const { previous_secret: previous, previous_until: until } = webhook;
  const keys = [secrets.current.open(webhook.id, webhook.secret)];
  if (previous !== null && until !== null && until > now) keys.push(secrets.previous.open(webhook.id, previous));
  try {
    const reply = await egress.fetch(purpose, webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': signatureOf({ id, seconds, body }, keys),
      },
      body,
      redirect: 'manual',
      timeoutMs,
      maxBytes: 64 * 1024,
    });
    await reply.body?.cancel();
    return String(reply.status);
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

interface End {
  readonly state: 'delivered' | 'given-up';
  readonly attempts: number;
  readonly result: string;
}

/** With its record; one whose receiver is gone (410), or that gave up on three in a row, is switched off. */
async function end(
  { database, ledger, clock }: DeliverDependencies,
  webhook: WebhookRow,
  { id, event }: DeliveryRow,
  ended: End,
): Promise<void> {
  const { state, attempts, result } = ended;
  const isOver = state === 'given-up';
  await database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('webhook_delivery')
      .set({ state, attempts, result, ended_at: clock.now() })
      .where('id', '=', id)
      .execute();
    const { given_up: givenUp } = await transaction
      .updateTable('webhook')
      .set(({ eb }) => ({ given_up: isOver ? eb('given_up', '+', 1) : 0 }))
      .where('id', '=', webhook.id)
      .returning('given_up')
      .executeTakeFirstOrThrow();
    const isSwitchedOff = isOver && (result === '410' || givenUp >= mostGivenUp);
    if (isSwitchedOff)
      await transaction
        .updateTable('webhook')
        .set(({ eb }) => ({ is_on: false, version: eb('version', '+', 1) }))
        .where('id', '=', webhook.id)
        .execute();
    await ledger.appendWithin(transaction, {
      action: isOver ? 'webhook-given-up' : 'webhook-delivered',
      actor: { kind: 'system', id: 'webhooks' },
      subject: { kind: 'webhook', id: webhook.id },
      outcome: isOver ? 'failed' : 'done',
      details: { delivery: id, event, attempts, result, ...(isSwitchedOff ? { switchedOff: true } : {}) },
    });
  });
}
