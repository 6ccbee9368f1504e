// Webhooks and their deliveries; the deliveries that wait are the queue.
import { type ColumnType, type Generated, type Kysely, sql, type Transaction } from 'kysely';
import { type Step, type Version, writeNextVersion } from '../access/changes/opening.ts';
import type { DeliveryId, PersonId, RunId, ScenarioId, WebhookId } from '../base/ids.ts';
import type { Delivery, WebhookEvent, WebhookSettings } from './contract.ts';

type Later<Value> = ColumnType<Value | null, Value | null | undefined, Value | null>;

export interface WebhookTables {
  webhook: {
    id: WebhookId;
    name: string;
    url: string;
    zone: WebhookSettings['zone'];
    events: WebhookEvent[];
    scenario: string | null;
    is_on: boolean;
    version: Generated<number>;
    secret: string;
    previous_secret: Later<string>;
    previous_until: Later<Date>;
    given_up: Generated<number>;
    created_by: PersonId;
    created_at: Date;
    approved_at: Later<Date>;
    removed_at: Later<Date>;
  };
  webhook_delivery: {
    id: DeliveryId;
    webhook_id: WebhookId;
    sequence: number | null;
    event: string;
    payload: string;
    state: Delivery['state'];
    attempts: Generated<number>;
    result: Later<string>;
    created_at: Date;
    due_at: Date;
    ended_at: Later<Date>;
  };
  webhook_watch: { sequence: number };
  /** Of rooms below, to be read only. */
  run: { id: RunId; scenario_id: ScenarioId };
  scenario: { id: ScenarioId; name: string };
  person: { id: PersonId; display_name: string };
}
export type WebhookDatabase = Kysely<WebhookTables>;
export type WebhookTransaction = Transaction<WebhookTables>;
export type WebhookRow = Awaited<ReturnType<typeof webhookRows>>[number];
export type DeliveryRow = Awaited<ReturnType<typeof deliveryRows>>[number];

/** Newest first, without those that were removed. */
export async function webhookRows(database: WebhookDatabase, which: { readonly id?: WebhookId; readonly isOn?: true } = {}) {
  let query = database
    .selectFrom('webhook')
    .innerJoin('person', 'person.id', 'webhook.created_by')
    .selectAll('webhook')
    .select('person.display_name as maker')
    .where('removed_at', 'is', null)
    .orderBy('webhook.created_at', 'desc')
    .orderBy('webhook.id', 'desc');
  if (which.id !== undefined) query = query.where('webhook.id', '=', which.id);
  if (which.isOn) query = query.where('is_on', '=', true);
  return query.execute();
}

export function settingsOf({ name, url, zone, events, scenario }: WebhookRow): WebhookSettings {
  return { name, url, zone, events, scenario };
}

/** The next version; whether the one that it replaces was still the newest. */
export function writeWebhook(
  transaction: WebhookTransaction,
  version: Version<WebhookId>,
  step: Step,
  settings: WebhookSettings | undefined,
): Promise<boolean> {
  const columns = settings ? { ...settings, events: [...settings.events] } : {};
  return writeNextVersion(transaction, 'webhook', version, step, { ...columns, ...(step.approvedAt ? { given_up: 0 } : {}) });
}

export interface Counts {
  readonly delivered: number;
  readonly givenUp: number;
  readonly waiting: number;
}

export async function countDeliveries(database: WebhookDatabase, since: Date): Promise<ReadonlyMap<WebhookId, Counts>> {
  const rows = await database
    .selectFrom('webhook_delivery')
    .select(['webhook_id', 'state', sql<number>`count(*)::integer`.as('count')])
    .where('created_at', '>=', since)
    .groupBy(['webhook_id', 'state'])
    .execute();
  const of = Map.groupBy(rows, ({ webhook_id }) => webhook_id);
  return new Map(
    [...of].map(([id, counts]) => {
      const count = (state: Delivery['state']): number => counts.find((one) => one.state === state)?.count ?? 0;
      return [id, { delivered: count('delivered'), givenUp: count('given-up'), waiting: count('waiting') }];
    }),
  );
}

export async function deliveryRows(database: WebhookDatabase, webhook: WebhookId, id?: DeliveryId) {
  let query = database
    .selectFrom('webhook_delivery')
    .selectAll()
    .where('webhook_id', '=', webhook)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(100);
  if (id !== undefined) query = query.where('id', '=', id);
  return query.execute();
}

/** What is due, taken for a time: a process that dies leaves it to be taken again. */
export async function claimDue(
  database: WebhookDatabase,
  now: Date,
  until: Date,
  most: number,
): Promise<(DeliveryRow & { attempts: number })[]> {
  return database
    .updateTable('webhook_delivery')
    .set({ due_at: until })
    .where('id', 'in', (due) =>
      due
        .selectFrom('webhook_delivery')
        .innerJoin('webhook', 'webhook.id', 'webhook_delivery.webhook_id')
        .select('webhook_delivery.id')
        .where('state', '=', 'waiting')
        .where('due_at', '<=', now)
        .where('is_on', '=', true)
        .orderBy('due_at')
        .limit(most)
        .forUpdate(['webhook_delivery'])
        .skipLocked(),
    )
    .returningAll()
    .execute();
}

/** What was sent, or waits in vain, for longer than it is shown. */
export async function forgetDeliveries(database: WebhookDatabase, before: Date): Promise<void> {
  await database.deleteFrom('webhook_delivery').where('created_at', '<', before).execute();
}

export async function readWatch(database: WebhookDatabase): Promise<number> {
  return Number((await database.selectFrom('webhook_watch').select('sequence').executeTakeFirst())?.sequence ?? 0);
}

/** The same; one replica at a time until the transaction ends. */
export async function takeWatch(transaction: WebhookTransaction): Promise<number> {
  await transaction
    .insertInto('webhook_watch')
    .values({ sequence: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return Number((await transaction.selectFrom('webhook_watch').select('sequence').forUpdate().executeTakeFirstOrThrow()).sequence);
}

export async function writeWatch(transaction: WebhookTransaction, sequence: number): Promise<void> {
  await transaction.updateTable('webhook_watch').set({ sequence }).execute();
}

export async function scenariosOf(database: WebhookDatabase, runs: readonly RunId[]): Promise<ReadonlyMap<string, string>> {
  if (runs.length === 0) return new Map();
  const rows = await database
    .selectFrom('run')
    .innerJoin('scenario', 'scenario.id', 'run.scenario_id')
    .select(['run.id', 'scenario.name'])
    .where('run.id', 'in', [...runs])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
