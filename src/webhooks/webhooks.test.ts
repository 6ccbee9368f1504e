import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openSite, type Site } from '../../test/support/site.ts';
import { type Caller, soloCaller } from '../access/access.ts';
import { changeIdSchema } from '../base/ids.ts';
import { silentLog } from '../base/log.ts';
import { createEgress, type Egress } from '../egress/egress.ts';
import type { WebhookSettings } from './contract.ts';
import { pauses } from './deliver.ts';
import { createWebhooks, type WebhookRoom } from './webhooks.ts';
import type { WebhookTables } from './webhooks.store.ts';

let site: Site;
let receiver: Server;
let egress: Egress;
let webhooks: WebhookRoom;
let people: { administrator: Caller; officer: Caller; staff: Caller };
let url = '';
let laterMs = 0;
let status = 204;
let arrived: { headers: IncomingHttpHeaders; body: string }[] = [];

const open = (): WebhookRoom =>
  createWebhooks({
    store: site.store,
    seal: site.seal,
    ledger: site.ledger,
    changes: site.changes,
    scenarios: { list: async () => [] },
    egress,
    clock: { now: () => new Date(site.clock.now().getTime() + laterMs) },
    log: silentLog,
    isWatching: false,
  });

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      arrived.push({ headers: request.headers, body });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook?token=geheim`;
  site = await openSite();
  egress = createEgress({ rules: () => webhooks.rules(), log: silentLog, authorities: [] });
  webhooks = open();
  const bureau = await site.department('民政局');
  people = {
    administrator: await site.as(await site.person({ department: bureau, roles: ['system-administrator'] })),
    officer: await site.as(await site.person({ department: bureau, roles: ['security-officer'] })),
    staff: await site.as(await site.person({ department: bureau })),
  };
  await site.bring('停车.txt', '停车收费规定\n第一条 停车收费标准为每小时五元。', { grade: 'public', department: '民政局' });
});
afterAll(async () => {
  await webhooks.stop();
  await egress.close();
  receiver.close();
  await site.close();
});
beforeEach(async () => {
  for (const { id } of (await webhooks.list()).webhooks) await webhooks.remove(soloCaller, id);
  [status, arrived, laterMs] = [204, [], 0];
  site.tick();
});

const settings = (change: Partial<WebhookSettings> = {}): WebhookSettings => ({
  name: '热线系统',
  url,
  zone: 'in-house',
  events: ['run.answered', 'run.refused', 'answer.rated'],
  scenario: null,
  ...change,
});
async function ask(question: string): Promise<string> {
  site.tick();
  const { text } = await site.ask(soloCaller, 'ask', { question });
  return (JSON.parse(text) as { runId: string }).runId;
}
const signed = (secret: string, { headers, body }: (typeof arrived)[number]): string => {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const content = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
};
const bodies = () => arrived.map(({ body }) => JSON.parse(body) as { type: string; timestamp: string; data: Record<string, unknown> });

test('a run is told of, signed, without a word of what was asked or answered, once two people have agreed', async () => {
  const { webhook, secret, changeId } = await webhooks.add(people.administrator, settings(), '通知热线');
  expect(webhook.state).toBe('waiting');
  await ask('停车收费标准是多少？');
  await webhooks.look();
  expect(arrived).toEqual([]);
  site.tick();
  await site.changes.decide(people.officer, changeIdSchema.parse(changeId), 'approve', null);
  const runId = await ask('停车收费标准是多少？');
  await webhooks.look();
  // What was before they agreed is not told.
  expect(bodies()).toMatchObject([{ type: 'run.answered', data: { run: runId, outcome: 'answered', label: 'internal' } }]);
  const [message] = arrived;
  expect(message?.headers['webhook-signature']).toBe(message && signed(secret, message));
  expect(Number(message?.headers['webhook-timestamp'])).toBe(Math.floor(site.clock.now().getTime() / 1000));
  for (const inner of ['停车', '五元', people.staff.person, soloCaller.person]) expect(message?.body).not.toContain(inner);
  await webhooks.look();
  expect(arrived).toHaveLength(1);
  const { records } = await site.ledger.list({ limit: 1, action: 'webhook-delivered' });
  expect(records[0]?.record).toMatchObject({
    subject: { kind: 'webhook', id: webhook.id },
    details: { delivery: message?.headers['webhook-id'], event: 'run.answered', attempts: 1, result: '204' },
  });
  const told = JSON.stringify((await site.ledger.list({ limit: 20, subject: webhook.id })).records);
  expect(told).not.toContain('geheim');
});

test('refusals and ratings are told as such, and only what was asked for', async () => {
  await webhooks.add(soloCaller, settings({ events: ['run.refused', 'answer.rated'] }), '-');
  const runId = await ask('停车收费标准是多少？');
  await site.askAsOwner('rateAnswer', { runId, verdict: 'unhelpful', reasons: ['outdated'], comment: '张三说已经涨价' });
  const refused = await ask('海王星上的公积金怎么提取');
  await webhooks.look();
  expect(bodies().map(({ type, data }) => [type, data['run']])).toEqual(
    expect.arrayContaining([
      ['answer.rated', runId],
      ['run.refused', refused],
    ]),
  );
  expect(arrived).toHaveLength(2);
  expect(JSON.stringify(arrived)).not.toContain('张三');
});

test('only runs of its scenario are told to a webhook that names one', async () => {
  const events = ['run.answered'] as const;
  await webhooks.add(soloCaller, settings({ scenario: 'policy-questions', events: [...events] }), '-');
  const { webhook } = await webhooks.add(soloCaller, settings({ scenario: 'another', events: [...events] }), '-');
  await ask('停车收费标准是多少？');
  await webhooks.look();
  expect(arrived).toHaveLength(1);
  expect(await webhooks.deliveries(webhook.id)).toEqual([]);
  await expect(webhooks.add(soloCaller, settings({ scenario: 'another', events: ['document.imported'] }), '-')).rejects.toMatchObject({
    code: 'invalid-input',
  });
});

test('what does not arrive is sent again after a while, under the same id, and a process that comes later goes on with it', async () => {
  const { webhook } = await webhooks.add(soloCaller, settings(), '-');
  status = 500;
  await ask('停车收费标准是多少？');
  await webhooks.look();
  await webhooks.look();
  expect(arrived).toHaveLength(1);
  laterMs += pauses[0];
  status = 200;
  const another = open();
  await another.look();
  await another.stop();
  expect(arrived).toHaveLength(2);
  expect(arrived[0]?.headers['webhook-id']).toBe(arrived[1]?.headers['webhook-id']);
  expect(await webhooks.deliveries(webhook.id)).toMatchObject([{ state: 'delivered', attempts: 2, result: '200', dueAt: null }]);
});

test('a receiver that never answers is given up, and switched off after three in a row', async () => {
  const { webhook } = await webhooks.add(soloCaller, settings(), '-');
  status = 503;
  for (let run = 0; run < 3; run += 1) await ask('停车收费标准是多少？');
  await webhooks.look();
  for (const pause of pauses) {
    laterMs += pause;
    await webhooks.look();
  }
  const [state] = (await webhooks.list()).webhooks;
  expect(state).toMatchObject({ id: webhook.id, state: 'failing', givenUp: 3, waiting: 0 });
  const before = arrived.length;
  await ask('停车收费标准是多少？');
  await webhooks.look();
  expect(arrived).toHaveLength(before);
  const { records } = await site.ledger.list({ limit: 3, action: 'webhook-given-up' });
  expect(records.filter(({ record }) => record.details['switchedOff'] === true)).toHaveLength(1);
});

test('a receiver that is gone for good is switched off at once', async () => {
  await webhooks.add(soloCaller, settings(), '-');
  status = 410;
  await ask('停车收费标准是多少？');
  await webhooks.look();
  expect((await webhooks.list()).webhooks[0]).toMatchObject({ state: 'failing', givenUp: 1 });
});

test('deliveries are kept for thirty days', async () => {
  const { webhook } = await webhooks.add(soloCaller, settings(), '-');
  await ask('停车收费标准是多少？');
  await webhooks.look();
  laterMs = 29 * 24 * 3_600_000;
  await webhooks.look();
  expect(await webhooks.deliveries(webhook.id)).toHaveLength(1);
  laterMs = 31 * 24 * 3_600_000;
  await webhooks.look();
  expect(await webhooks.deliveries(webhook.id)).toEqual([]);
});

test('a secret that is replaced signs for another day, and neither is shown or kept in clear', async () => {
  const { webhook, secret: before } = await webhooks.add(soloCaller, settings(), '-');
  const after = await webhooks.replaceSecret(people.administrator, webhook.id);
  await webhooks.test(webhook.id);
  await webhooks.look();
  const [first] = arrived;
  expect(first?.headers['webhook-signature']).toBe(first && `${signed(after, first)} ${signed(before, first)}`);
  laterMs += 24 * 3_600_000;
  await webhooks.test(webhook.id);
  await webhooks.look();
  const second = arrived[1];
  expect(second?.headers['webhook-signature']).toBe(second && signed(after, second));
  const row = await site.store.tables<WebhookTables>().selectFrom('webhook').selectAll().where('id', '=', webhook.id).executeTakeFirst();
  for (const secret of [before, after]) {
    expect(JSON.stringify(row)).not.toContain(secret.slice(6));
    expect(JSON.stringify(await webhooks.list())).not.toContain(secret.slice(6));
  }
});

test('an address that is not where it was declared to be is not reached, and one that is not encrypted not registered', async () => {
  const { webhook } = await webhooks.add(soloCaller, settings({ zone: 'external' }), '-');
  await webhooks.test(webhook.id);
  await webhooks.look();
  expect(arrived).toEqual([]);
  expect(await webhooks.deliveries(webhook.id)).toMatchObject([{ state: 'waiting', attempts: 1, result: 'egress-denied' }]);
  for (const bad of ['http://hotline.example.gov.cn/', 'https://user:word@hotline.example.gov.cn/'])
    await expect(webhooks.add(soloCaller, settings({ url: bad }), '-')).rejects.toMatchObject({ code: 'invalid-input' });
});

test('telling more takes two, telling less and switching off one', async () => {
  const { webhook } = await webhooks.add(soloCaller, settings(), '-');
  const fewer = await webhooks.change(people.administrator, webhook.id, settings({ events: ['run.answered'] }), '-');
  expect(fewer).toMatchObject({ changeId: null, webhook: { events: ['run.answered'] } });
  const more = await webhooks.change(people.administrator, webhook.id, settings({ url: 'https://other.example.gov.cn/' }), '-');
  expect(more.changeId).not.toBeNull();
  expect(more.webhook.url).toBe(url);
  await webhooks.close(people.administrator, webhook.id);
  await ask('停车收费标准是多少？');
  await webhooks.look();
  expect(arrived).toEqual([]);
  // What was proposed before it was closed does not open it.
  await expect(site.changes.decide(people.officer, changeIdSchema.parse(more.changeId), 'approve', null)).rejects.toMatchObject({
    code: 'conflict',
  });
  await expect(webhooks.test(webhook.id)).rejects.toMatchObject({ code: 'conflict' });
});
