// Telling others that an incident was opened, contained or closed: queued in the transaction of the step, sent through the one door
// out until it arrives. What is sent holds ids and labels, never a title or a note.
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../base/clock.ts';
import { AppError, systemCode } from '../base/errors.ts';
import { incidentIdSchema } from '../base/ids.ts';
import type { WebhookSettings } from '../base/incident-settings.ts';
import type { Log } from '../base/log.ts';
import { type Egress, type EgressRule, placeAt } from '../egress/egress.ts';
import type { Jobs } from '../store/jobs.ts';
import { runWithin, type Store } from '../store/store.ts';
import type { EntryKind } from './contract.ts';
import type { IncidentTables } from './incidents.store.ts';

const purpose = 'incident-webhook';
const queue = 'incident-notice';
const told = ['opened', 'contained', 'closed'] as const satisfies readonly EntryKind[];
/** What nobody has taken for so long is not sent any more: who looks then sees the page. */
const givenUpAfterMs = 3 * 86_400_000;
const leastSecret = 32;

const noticeSchema = z.object({ id: z.uuid(), event: z.enum(told), incident: incidentIdSchema, at: z.iso.datetime() });
export type Notice = z.infer<typeof noticeSchema>;

export interface Notices {
  /** Only of what others are told. */
  queue(within: Transaction<IncidentTables>, step: { id: string; kind: EntryKind; incident: Notice['incident']; at: Date }): Promise<void>;
}
export const noNotices: Notices = { queue: async () => {} };

export interface NoticeDependencies {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly egress: Pick<Egress, 'fetch'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly webhook: WebhookSettings;
}

export function webhookRules(webhook: WebhookSettings | undefined): readonly EgressRule[] {
  if (!webhook) return [];
  return [{ purpose, zone: 'either', ...placeAt(webhook.url) }];
}

export async function createNotices(dependencies: NoticeDependencies): Promise<Notices> {
  const { jobs } = dependencies;
  await jobs.start({ name: queue, work: (subject) => send(dependencies, noticeSchema.parse(JSON.parse(subject))) });
  return {
    async queue(within, { id, kind, incident, at }) {
      const event = told.find((one) => one === kind);
      if (!event) return;
      const notice: Notice = { id, event, incident, at: at.toISOString() };
      await jobs.enqueue(queue, JSON.stringify(notice), runWithin(within));
    },
  };
}

/** May arrive twice: `id` tells. A failure is tried again by the queue. */
async function send({ store, egress, clock, log, webhook }: NoticeDependencies, notice: Notice): Promise<void> {
  if (clock.now().getTime() - Date.parse(notice.at) > givenUpAfterMs) {
    log.error('incident-notice-given-up', undefined, { incident: notice.incident, event: notice.event });
    return;
  }
  const row = await store
    .tables<IncidentTables>()
    .selectFrom('incident')
    .select(['kind', 'severity', 'state'])
    .where('id', '=', notice.incident)
    .executeTakeFirst();
  if (!row) return;
  const body = JSON.stringify({ ...notice, ...row });
  const timestamp = String(Math.floor(clock.now().getTime() / 1000));
  const signature = createHmac('sha256', await secretIn(webhook.secretFile))
    .update(`${timestamp}.${body}`)
    .digest('hex');
  const reply = await egress.fetch(purpose, webhook.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hengjian-timestamp': timestamp, 'x-hengjian-signature': `sha256=${signature}` },
    body,
    redirect: 'manual',
  });
  await reply.body?.cancel();
  if (!reply.ok) throw new AppError('egress-failed', { host: webhook.url.hostname, cause: `status ${reply.status}` });
}

/** Read each time, so that a new one counts at once. */
async function secretIn(file: string): Promise<string> {
  const fault = (what: string, cause?: unknown) =>
    new AppError('configuration-invalid', { fault: `HENGJIAN_INCIDENT_WEBHOOK_SECRET_FILE: ${what}` }, { cause });
  const secret = await readFile(file, 'utf8').catch((error: unknown) => {
    throw fault(systemCode(error) ?? 'unreadable', error);
  });
  if (secret.trim().length < leastSecret) throw fault(`at least ${leastSecret} characters (至少 ${leastSecret} 个字符)`);
  return secret.trim();
}
