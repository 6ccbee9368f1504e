import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSite, type Site } from '../../test/support/site.ts';
import type { Caller } from '../access/access.ts';
import { operations as holds } from '../retention/contract.ts';
import { attachmentOperations } from './attachments-contract.ts';
import { type Answer, operations } from './contract.ts';

let site: Site;
let asker: Caller;
let officer: Caller;
beforeAll(async () => {
  site = await openSite();
  const bureau = await site.department('民政局');
  asker = await site.as(await site.person({ department: bureau }));
  officer = await site.as(await site.person({ department: bureau, roles: ['security-officer'] }));
  await site.bring('停车.txt', '停车收费规定\n第一条 停车收费标准为每小时五元。\n第二条 老年人凭证件免费停车。', { grade: 'public' });
});
afterAll(() => site.close());

async function ask(about: object = {}): Promise<Answer> {
  const { text } = await site.ask(asker, 'ask', { question: '停车收费标准是多少？', ...about });
  return operations.ask.reply.output.parse(JSON.parse(text));
}
async function remove(caller: Caller, conversationId: string) {
  const { status, text } = await site.ask(caller, 'removeConversation', { conversationId });
  return { status, body: JSON.parse(text) as unknown };
}
const count = async (table: 'run' | 'attachment', ids: readonly string[]): Promise<unknown> =>
  (await site.store.run(`select count(*)::integer as count from ${table} where id = any($1::uuid[])`, [ids])).rows[0]?.['count'];
const textsBeside = async (ids: readonly string[]): Promise<unknown> =>
  (
    await site.store.run(
      `select count(*)::integer as count from ledger_disclosure join ledger_record using (sequence)
        where subject_kind = 'run' and subject_id = any($1::text[])`,
      [ids],
    )
  ).rows[0]?.['count'];

test('goes with its files and the texts beside its records, which stay and verify', async () => {
  const { text } = await site.ask(
    asker,
    'attachFile',
    { name: '家庭情况.txt' },
    new TextEncoder().encode('家庭情况说明\n第一条 人口为四人。'),
  );
  const file = attachmentOperations.attachFile.reply.output.parse(JSON.parse(text));
  const first = await ask({ attachmentIds: [file.id] });
  const second = await ask({ conversationId: first.runId, question: '那老年人呢？' });
  const other = await ask();
  const runs = [first.runId, second.runId];
  expect([await count('run', runs), await count('attachment', [file.id])]).toEqual([2, 1]);
  expect(await textsBeside(runs)).toBeGreaterThan(2);
  const { size } = await site.ledger.list({ limit: 1 });
  expect(await remove(asker, first.runId)).toEqual({ status: 200, body: { removed: 2, held: 0 } });
  expect([await count('run', runs), await count('attachment', [file.id]), await textsBeside(runs)]).toEqual([0, 0, 0]);
  expect(await count('run', [other.runId])).toBe(1);
  const { records, size: after } = await site.ledger.list({ limit: 1 });
  expect(after).toBe(size + 1);
  expect(records[0]?.record).toMatchObject({
    action: 'conversation-removed',
    actor: { kind: 'person', id: asker.person },
    subject: { kind: 'conversation', id: first.runId },
    details: { removed: 2, held: 0 },
  });
  const seen: unknown[] = [];
  for await (const event of site.ledger.verify({ kind: 'system', id: 'test' })) seen.push(event);
  expect(seen.at(-1)).toMatchObject({ kind: 'ledger-verified', verification: { isWhole: true } });
  expect((await remove(asker, first.runId)).status).toBe(404);
  expect((await site.ask(asker, 'getRun', { runId: first.runId })).status).toBe(404);
});

test('is deleted by its asker and nobody else', async () => {
  const { runId } = await ask();
  expect((await remove(officer, runId)).status).toBe(404);
  expect(await count('run', [runId])).toBe(1);
});

test('stays as far as a legal hold covers it, and is told to have stayed', async () => {
  const [before, held] = [await ask(), await ask()];
  await site.store.run('update run set conversation_id = $1, asked_at = $2 where id = $3', [
    before.runId,
    new Date('2031-03-02T00:00:00Z'),
    held.runId,
  ]);
  const on = { kind: 'span', from: '2031-03-01T00:00:00Z', until: '2031-03-03T00:00:00Z' };
  const placed = await site.ask(officer, 'placeHold', { on, reason: '配合调查' });
  expect(holds.placeHold.reply.output.parse(JSON.parse(placed.text)).hold.kind).toBe('span');
  expect((await remove(asker, before.runId)).body).toEqual({ removed: 1, held: 1 });
  expect([await count('run', [before.runId]), await count('run', [held.runId])]).toEqual([0, 1]);
  expect(await textsBeside([held.runId])).toBeGreaterThan(0);
  expect((await remove(asker, before.runId)).body).toEqual({ removed: 0, held: 1 });
  const { records } = await site.ledger.list({ limit: 1 });
  expect(records[0]?.record).toMatchObject({ action: 'conversation-removed', outcome: 'refused' });
});

test('waits for an answer that is under way, and not for one that was cut off', async () => {
  const { runId } = await ask();
  const running = randomUUID();
  await site.store.run(
    `insert into run (id, scenario_id, person_id, question, label, asked_at, conversation_id)
      select $1, scenario_id, person_id, question, label, $2, conversation_id from run where id = $3`,
    [running, new Date(site.clock.now().getTime() - 60_000), runId],
  );
  expect((await remove(asker, runId)).status).toBe(409);
  expect(await count('run', [runId, running])).toBe(2);
  await site.store.run('update run set asked_at = $1 where id = $2', [new Date(site.clock.now().getTime() - 2 * 3_600_000), running]);
  expect((await remove(asker, runId)).body).toEqual({ removed: 2, held: 0 });
});
