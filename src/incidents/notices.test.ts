import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { openTestLedger, type TestLedger } from '../../test/support/ledger.ts';
import { openTestSeal } from '../../test/support/seal.ts';
import { until } from '../../test/support/until.ts';
import { soloCaller } from '../access/access.ts';
import { createChanges } from '../access/changes/changes.ts';
import { silentLog } from '../base/log.ts';
import { createEgress, type Egress } from '../egress/egress.ts';
import { createJobs, type Jobs } from '../store/jobs.ts';
import { createIncidents, type IncidentRoom } from './incidents.ts';
import { createNotices, webhookRules } from './notices.ts';

const secret = 'a secret of the duty desk, long enough';
let folder: string;
let database: TestDatabase;
let ledger: TestLedger;
let jobs: Jobs;
let egress: Egress;
let desk: Server;
let incidents: IncidentRoom;
let replies: number[] = [];
const arrived: { body: string; headers: IncomingHttpHeaders }[] = [];
let now = new Date();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-test-webhook-'));
  await writeFile(join(folder, 'secret'), `${secret}\n`, { mode: 0o600 });
  desk = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      arrived.push({ body, headers: request.headers });
      response.writeHead(replies.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve));
  const webhook = {
    url: new URL(`http://127.0.0.1:${(desk.address() as AddressInfo).port}/incidents`),
    secretFile: join(folder, 'secret'),
  };
  database = await openTestDatabase();
  const { store } = database;
  const clock = { now: () => now };
  ledger = await openTestLedger(store, clock);
  jobs = await createJobs(store, silentLog);
  egress = createEgress({ rules: () => webhookRules(webhook), log: silentLog, authorities: [] });
  const nothing = { contain: async () => [] };
  incidents = createIncidents({
    store,
    seal: await openTestSeal(store),
    ledger,
    changes: createChanges({ store, ledger, clock }),
    clock,
    containments: { 'end-sessions': nothing, 'suspend-person': nothing, 'quarantine-document': nothing, 'revoke-api-key': nothing },
    conditions: { lastBackup: async () => ({ isSet: false, takenAt: null }), ledgerOutage: () => undefined },
    notices: await createNotices({ store, jobs, egress, clock, log: silentLog, webhook }),
  });
});
afterAll(async () => {
  await jobs.stop();
  await egress.close();
  desk.close();
  await ledger.close();
  await database.close();
  await rm(folder, { recursive: true });
});

const events = () => arrived.map(({ body }) => (JSON.parse(body) as { event: string }).event);

test('an incident that is opened, contained and closed is told, signed, without a word of what it says', async () => {
  const { incident } = await incidents.open(soloCaller, { title: '张三的账号', severity: 'high', text: '夜间登录' });
  await incidents.note(soloCaller, incident.id, '机密线索');
  await incidents.contain(soloCaller, incident.id, 'end-sessions', soloCaller.person);
  await incidents.move(soloCaller, incident.id, 'resolved', '已处理');
  await incidents.move(soloCaller, incident.id, 'closed', '复盘完成');
  await until('three notices have arrived', async () => (arrived.length >= 3 ? true : undefined));
  expect(events().toSorted()).toEqual(['closed', 'contained', 'opened']);
  for (const { body, headers } of arrived) {
    expect(body).not.toMatch(/张三|夜间|机密|已处理|复盘/);
    expect(JSON.parse(body)).toMatchObject({ incident: incident.id, kind: 'by-hand', severity: 'high' });
    const signed = `${String(headers['x-hengjian-timestamp'])}.${body}`;
    expect(headers['x-hengjian-signature']).toBe(`sha256=${createHmac('sha256', secret).update(signed).digest('hex')}`);
  }
});

test('what did not arrive is sent again, under the same id', async () => {
  arrived.length = 0;
  replies = [500, 302];
  await incidents.open(soloCaller, { title: '再来', severity: 'low' });
  await until('it has arrived in the end', async () => (arrived.length === 3 ? true : undefined));
  expect(new Set(arrived.map(({ body }) => (JSON.parse(body) as { id: string }).id)).size).toBe(1);
});

test('what nobody took for three days is given up', async () => {
  arrived.length = 0;
  replies = [500];
  await incidents.open(soloCaller, { title: '无人', severity: 'low' });
  await until('it was tried', async () => (arrived.length === 1 ? true : undefined));
  now = new Date(now.getTime() + 4 * 86_400_000);
  await until('nothing waits', async () => ((await jobs.counts()).queued === 0 ? true : undefined));
  expect(arrived).toHaveLength(1);
});
