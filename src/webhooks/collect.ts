// The ledger is what others are told from: every event is a record that was committed, and none is lost when a process dies.
import { deliveryIdSchema, newId, runIdSchema } from '../base/ids.ts';
import type { Clock } from '../base/clock.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { eventOf, told } from './event-of-record.ts';
import { readWatch, scenariosOf, takeWatch, type WebhookDatabase, type WebhookRow, webhookRows, writeWatch } from './webhooks.store.ts';

/** A service that was down for a day still tells of what happened before. */
const lookBackMs = 24 * 3_600_000;
const recordsAtOnce = 500;

export interface CollectDependencies {
  readonly database: WebhookDatabase;
  readonly ledger: Pick<Ledger, 'usage' | 'list'>;
  readonly clock: Clock;
}

/** Makes deliveries of what came since the last look; resolves to how many. */
export async function collectEvents({ database, ledger, clock }: CollectDependencies): Promise<number> {
  const open = await webhookRows(database, { isOn: true });
  if (open.length === 0) return 0;
  const seen = await readWatch(database);
  // Before the records are read: what comes meanwhile is for the next look.
  const { size } = await ledger.list({ limit: 1 });
  if (size <= seen) return 0;
  const records = await ledger.usage.after(seen, told, new Date(clock.now().getTime() - lookBackMs), recordsAtOnce);
  const events = records.flatMap((record) => {
    const event = eventOf(record);
    return event ? [{ ...event, record }] : [];
  });
  const runs = events.flatMap(({ record }) => (record.subject?.kind === 'run' ? [runIdSchema.parse(record.subject.id)] : []));
  const scenarios = await scenariosOf(database, runs);
  const upTo = records.length < recordsAtOnce ? Math.max(size, records.at(-1)?.sequence ?? 0) : (records.at(-1)?.sequence ?? seen);
  return database.transaction().execute(async (transaction) => {
    const known = await takeWatch(transaction);
    let made = 0;
    for (const { event, data, record } of events) {
      if (record.sequence <= known) continue;
      const scenario = scenarios.get(record.subject?.id ?? '');
      for (const webhook of open) {
        if (!isWanted(webhook, event, scenario, record.time)) continue;
        const now = clock.now();
        await transaction
          .insertInto('webhook_delivery')
          .values({
            id: newId(deliveryIdSchema, now.getTime()),
            webhook_id: webhook.id,
            sequence: record.sequence,
            event,
            payload: JSON.stringify({ type: event, timestamp: record.time, data: { ...data, record: record.sequence } }),
            state: 'waiting',
            created_at: now,
            due_at: now,
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        made += 1;
      }
    }
    if (upTo > known) await writeWatch(transaction, upTo);
    return made;
  });
}

/** What was before somebody agreed to it is not told. */
function isWanted(webhook: WebhookRow, event: WebhookRow['events'][number], scenario: string | undefined, time: string): boolean {
  if (!webhook.events.includes(event) || !webhook.approved_at || Date.parse(time) < webhook.approved_at.getTime()) return false;
  return webhook.scenario === null || webhook.scenario === scenario;
}
