import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSite, type Site } from '../../../test/support/site.ts';
import type { PersonId } from '../../base/ids.ts';
import type { Unanswered } from '../unanswered-contract.ts';

let site: Site;
let people: Record<'staff' | 'cleared' | 'elsewhere' | 'editor' | 'sub' | 'auditor' | 'nobody', PersonId>;

beforeAll(async () => {
  site = await openSite();
  const city = await site.department('市政府');
  const bureau = await site.department('民政局', city);
  const office = await site.department('救助科', bureau);
  const other = await site.department('财政局', city);
  people = {
    staff: await site.person({ department: office }),
    cleared: await site.person({ department: bureau, clearance: 'sensitive' }),
    elsewhere: await site.person({ department: other }),
    editor: await site.person({ department: bureau, roles: ['editor'] }),
    sub: await site.person({ department: office, roles: ['editor'] }),
    auditor: await site.person({ department: bureau, roles: ['auditor'] }),
    nobody: await site.person({ department: null }),
  };
  await site.bring('停车.txt', '停车收费规定\n第一条 停车收费标准为每小时五元。', { grade: 'public' });
  await site.bring('名册.txt', '困难家庭名册管理办法\n第一条 名册由救助科保管。', { grade: 'sensitive', department: '民政局' });
});
afterAll(() => site.close());

const ask = async (
  who: PersonId,
  question: string,
  conversationId?: string,
): Promise<{ runId: string; outcome: string; label: string }> => {
  const { text } = await site.ask(await site.as(who), 'ask', { question, ...(conversationId ? { conversationId } : {}) });
  site.tick();
  return JSON.parse(text) as { runId: string; outcome: string; label: string };
};
const list = async (who: PersonId, days = 90): Promise<{ questions: Unanswered[]; runs: number }> => {
  const reply = await site.ask(await site.as(who), 'listUnanswered', { days });
  expect(reply.status).toBe(200);
  return JSON.parse(reply.text) as { questions: Unanswered[]; runs: number };
};
const asked = async (who: PersonId) => (await list(who)).questions.flatMap(({ question, alsoAsked }) => [question, ...alsoAsked]);

describe('questions that nobody could answer', () => {
  test('are told with how often and when, those that ask alike together, the most asked first', async () => {
    expect((await ask(people.staff, '宠物墓地在哪里申请？')).outcome).not.toBe('answered');
    await ask(people.staff, '流浪猫收养的登记流程');
    await ask(people.cleared, '申请宠物墓地要去哪里');
    const { questions, runs } = await list(people.editor);
    expect(runs).toBe(3);
    expect(questions.map(({ question, alsoAsked, runs: times }) => [question, alsoAsked, times])).toEqual([
      ['申请宠物墓地要去哪里', ['宠物墓地在哪里申请？'], 2],
      ['流浪猫收养的登记流程', [], 1],
    ]);
    const [most] = questions;
    expect(Date.parse(most?.lastAskedAt ?? '')).toBeGreaterThan(Date.parse(most?.firstAskedAt ?? ''));
    expect((most?.lacks['not-found'] ?? 0) + (most?.lacks['not-sure'] ?? 0)).toBe(2);
  });

  test('include answers that did not help, with what was wrong, and leave out those that did', async () => {
    const { runId, outcome } = await ask(people.staff, '停车收费标准是多少？');
    expect(outcome).toBe('answered');
    expect(await asked(people.editor)).not.toContain('停车收费标准是多少？');
    await site.ask(await site.as(people.staff), 'rateAnswer', { runId, verdict: 'unhelpful', reasons: ['outdated'] });
    const found = (await list(people.editor)).questions.find(({ question }) => question === '停车收费标准是多少？');
    expect(found).toMatchObject({ lacks: { unhelpful: 1 }, reasons: { outdated: 1 } });
    await site.ask(await site.as(people.staff), 'rateAnswer', { runId, verdict: 'helpful' });
    expect(await asked(people.editor)).not.toContain('停车收费标准是多少？');
  });

  test('are shown to the editors of the department of whoever asked and those above it, and to nobody else', async () => {
    await ask(people.elsewhere, '彩票公益金的分配比例');
    await ask(people.nobody, '志愿者积分兑换规则');
    const seen = await asked(people.editor);
    expect(seen).not.toContain('彩票公益金的分配比例');
    // Of nobody's department: any editor who has one.
    expect(seen).toContain('志愿者积分兑换规则');
    expect(await asked(people.sub)).not.toContain('申请宠物墓地要去哪里');
    expect(await asked(people.sub)).toContain('宠物墓地在哪里申请？');
    for (const who of [people.staff, people.auditor])
      for (const operation of ['listUnanswered', 'countUnanswered'])
        expect((await site.ask(await site.as(who), operation, {})).status).toBe(403);
  });

  test('are not shown to whom their label is too high, nor counted for them', async () => {
    const count = async () =>
      (JSON.parse((await site.ask(await site.as(people.editor), 'countUnanswered', {})).text) as { runs: number }).runs;
    const before = await count();
    const { runId, label } = await ask(people.cleared, '困难家庭名册由谁保管？');
    expect(label).toBe('sensitive');
    await site.ask(await site.as(people.cleared), 'rateAnswer', { runId, verdict: 'unhelpful', reasons: ['wrong'] });
    expect(await asked(people.editor)).not.toContain('困难家庭名册由谁保管？');
    expect(await count()).toBe(before);
    expect(before).toBe((await list(people.editor)).runs);
  });

  test('carry no long numbers', async () => {
    await ask(people.staff, '身份证11010519491231002X能办殡葬减免吗');
    expect(await asked(people.editor)).toContain('身份证…能办殡葬减免吗');
  });

  test('are told for as long as the period says', async () => {
    await ask(people.staff, '婚庆彩车的租赁规定');
    expect(await asked(people.editor)).toContain('婚庆彩车的租赁规定');
    site.clock.today = '2026-08-01';
    expect(await asked(people.editor)).toEqual([]);
    expect((await list(people.editor, 366)).runs).toBeGreaterThan(0);
  });

  test('are read on record, with how many and without a word of them', async () => {
    const { runs } = await list(people.editor, 366);
    const { records } = await site.ledger.list({ action: 'unanswered-read', limit: 1 });
    expect(records[0]?.record).toMatchObject({ actor: { kind: 'person', id: people.editor }, details: { days: 366, runs } });
  });
});
