// Webhooks: registered by an administrator, opened by two people, told of what stands in the ledger.
import { actorOf, type Caller } from '../access/access.ts';
import type { Changes } from '../access/changes/changes.ts';
import { isLoopbackHost } from '../base/address.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { type ChangeId, type DeliveryId, deliveryIdSchema, newId, type WebhookId, webhookIdSchema } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Egress, EgressRule } from '../egress/egress.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Scenarios } from '../scenarios/scenarios.ts';
import type { Seal } from '../store/seal/seal.ts';
import type { Store } from '../store/store.ts';
import { collectEvents } from './collect.ts';
import { type Delivery, runEvents, testEvent, type Webhook, type WebhookSettings } from './contract.ts';
import { deliverDue, ruleOf } from './deliver.ts';
import { entryOf, openWebhooks } from './opening.ts';
import { newSecret } from './signature.ts';
import {
  countDeliveries,
  deliveryRows,
  type DeliveryRow,
  forgetDeliveries,
  settingsOf,
  type WebhookRow,
  webhookRows,
  type WebhookTables,
} from './webhooks.store.ts';

export interface WebhooksDependencies {
  readonly store: Store;
  readonly seal: Seal;
  readonly ledger: Ledger;
  readonly changes: Changes;
  readonly scenarios: Pick<Scenarios, 'list'>;
  readonly egress: Pick<Egress, 'fetch'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether this process looks and sends by itself. */
  readonly isWatching: boolean;
}

export type WebhookRoom = ReturnType<typeof createWebhooks>;

const lookEveryMs = 1000;
const dayMs = 24 * 3_600_000;
/** So long deliveries are counted and kept. */
const countedDays = 30;
const forgetEveryMs = 3_600_000;

export function createWebhooks({ store, seal, ledger, changes, scenarios, egress, clock, log, isWatching }: WebhooksDependencies) {
  const database = store.tables<WebhookTables>();
  const secrets = {
    current: seal.columns.text({ table: 'webhook', column: 'secret', purpose: 'secrets' }),
    previous: seal.columns.text({ table: 'webhook', column: 'previous_secret', purpose: 'secrets' }),
  };
  const openings = openWebhooks({ database, changes, ledger });
  let rules: readonly EgressRule[] = [];
  let forgottenAt = 0;

  /** What came into the ledger, then what is due: where nothing is open, one small query. */
  async function look(): Promise<void> {
    const open = await webhookRows(database, { isOn: true });
    rules = open.map(ruleOf);
    if (open.length === 0) return;
    await collectEvents({ database, ledger, clock });
    await deliverDue({ database, secrets, egress, ledger, clock, log });
    const now = clock.now().getTime();
    if (now - forgottenAt < forgetEveryMs) return;
    await forgetDeliveries(database, new Date(now - countedDays * dayMs));
    forgottenAt = now;
  }
  let looking: Promise<void> = Promise.resolve();
  let isIdle = true;
  const timer = setInterval(() => {
    // One look at a time: a slow receiver does not pile them up.
    if (!isWatching || !isIdle) return;
    isIdle = false;
    looking = look()
      .catch((error: unknown) => log.error('webhooks-not-sent', error))
      .finally(() => {
        isIdle = true;
      });
  }, lookEveryMs).unref();

  const { mustFind } = openings;
  async function createPresent() {
    const counts = await countDeliveries(database, new Date(clock.now().getTime() - countedDays * dayMs));
    return (row: WebhookRow): Webhook => ({
      id: row.id,
      ...settingsOf(row),
      state: row.is_on ? 'on' : row.approved_at === null ? 'waiting' : row.given_up > 0 ? 'failing' : 'off',
      createdBy: row.maker,
      createdAt: row.created_at.toISOString(),
      ...(counts.get(row.id) ?? { delivered: 0, givenUp: 0, waiting: 0 }),
    });
  }
  const one = async (id: WebhookId): Promise<Webhook> => (await createPresent())(await mustFind(id));
  async function oneDelivery(webhook: WebhookId, id: DeliveryId): Promise<Delivery> {
    const [row] = await deliveryRows(database, webhook, id);
    if (!row) throw new AppError('not-found', { what: 'delivery 推送记录' });
    return presentDelivery(row);
  }
  return {
    /** Where it may be sent; as of the last look. */
    rules: (): readonly EgressRule[] => rules,
    async list() {
      const known = await scenarios.list();
      return {
        webhooks: (await webhookRows(database)).map(await createPresent()),
        scenarios: known.map(({ name, title }) => ({ name, title })),
      };
    },
    async add(
      caller: Caller,
      settings: WebhookSettings,
      reason: string,
    ): Promise<{ webhook: Webhook; secret: string; changeId: ChangeId | null }> {
      checkSettings(settings);
      const now = clock.now();
      const id = newId(webhookIdSchema, now.getTime());
      const secret = newSecret();
      await database.transaction().execute(async (transaction) => {
        const about = { ...settings, events: [...settings.events], created_by: caller.person, created_at: now };
        await transaction
          .insertInto('webhook')
          .values({ id, ...about, is_on: false, secret: secrets.current.seal(id, secret) })
          .execute();
        const entry = entryOf(id, settings, false);
        await ledger.appendWithin(transaction, { ...entry, action: 'webhook-added', actor: actorOf(caller) });
      });
      const changeId = await openings.change(caller, id, settings, reason);
      return { webhook: await one(id), secret, changeId };
    },
    async change(caller: Caller, id: WebhookId, settings: WebhookSettings, reason: string) {
      checkSettings(settings);
      const changeId = await openings.change(caller, id, settings, reason);
      return { webhook: await one(id), changeId };
    },
    async close(caller: Caller, id: WebhookId): Promise<Webhook> {
      await openings.close(caller, id);
      return one(id);
    },
    async remove(caller: Caller, id: WebhookId): Promise<void> {
      const { name } = await mustFind(id);
      await database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('webhook_delivery').where('webhook_id', '=', id).execute();
        // What was sealed under it opens nothing any more.
        const gone = { is_on: false, removed_at: clock.now(), secret: secrets.current.seal(id, ''), previous_secret: null };
        await transaction.updateTable('webhook').set(gone).where('id', '=', id).execute();
        const subject = { kind: 'webhook', id };
        await ledger.appendWithin(transaction, { action: 'webhook-removed', actor: actorOf(caller), subject, personal: { name } });
      });
    },
    async replaceSecret(caller: Caller, id: WebhookId): Promise<string> {
      const row = await mustFind(id);
      const secret = newSecret();
      const before = secrets.current.open(id, row.secret);
      await database.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('webhook')
          .set({
            secret: secrets.current.seal(id, secret),
            previous_secret: secrets.previous.seal(id, before),
            previous_until: new Date(clock.now().getTime() + dayMs),
          })
          .where('id', '=', id)
          .execute();
        const subject = { kind: 'webhook', id };
        await ledger.appendWithin(transaction, { action: 'webhook-secret-changed', actor: actorOf(caller), subject });
      });
      return secret;
    },
    async test(id: WebhookId): Promise<Delivery> {
      const { is_on: isOn } = await mustFind(id);
      if (!isOn) throw new AppError('conflict', { fault: '事件推送没有开通 the webhook is not on' });
      const now = clock.now();
      const delivery = newId(deliveryIdSchema, now.getTime());
      const payload = JSON.stringify({ type: testEvent, timestamp: now.toISOString(), data: { webhook: id } });
      await database
        .insertInto('webhook_delivery')
        .values({ id: delivery, webhook_id: id, sequence: null, event: testEvent, payload, state: 'waiting', created_at: now, due_at: now })
        .execute();
      return oneDelivery(id, delivery);
    },
    async deliveries(id: WebhookId): Promise<Delivery[]> {
      await mustFind(id);
      return (await deliveryRows(database, id)).map(presentDelivery);
    },
    /** The same id: a receiver that has it already passes it over. */
    async resend(id: WebhookId, delivery: DeliveryId): Promise<Delivery> {
      const { is_on: isOn } = await mustFind(id);
      if (!isOn) throw new AppError('conflict', { fault: '事件推送没有开通 the webhook is not on' });
      await oneDelivery(id, delivery);
      await database
        .updateTable('webhook_delivery')
        .set({ state: 'waiting', attempts: 0, due_at: clock.now(), ended_at: null })
        .where('id', '=', delivery)
        .execute();
      return oneDelivery(id, delivery);
    },
    look,
    async stop(): Promise<void> {
      clearInterval(timer);
      await looking;
    },
  };
}

function presentDelivery(row: DeliveryRow): Delivery {
  const { id, event, sequence, state, attempts, result, payload } = row;
  return {
    id,
    event,
    sequence: sequence === null ? null : Number(sequence),
    state,
    attempts,
    result,
    payload,
    createdAt: row.created_at.toISOString(),
    dueAt: state === 'waiting' ? row.due_at.toISOString() : null,
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

function checkSettings({ url, events, scenario }: WebhookSettings): void {
  const { protocol, hostname, username, password } = new URL(url);
  const isSafe = protocol === 'https:' || isLoopbackHost(hostname.replace(/^\[|\]$/g, ''));
  if (!isSafe || username || password)
    throw new AppError('invalid-input', {
      fault:
        'url: 须为 https://，不含用户名和口令；本机可用 http:// use https:// without user name or password; http:// on this machine only',
    });
  const ofRuns: readonly string[] = runEvents;
  if (scenario !== null && events.some((event) => !ofRuns.includes(event)))
    throw new AppError('invalid-input', { fault: 'scenario: 文档事件不属于任何场景 events of documents belong to no scenario' });
}
