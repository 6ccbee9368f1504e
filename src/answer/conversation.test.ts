import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestLibrary, type TestLibrary } from '../../test/support/library.ts';
import { createChanges } from '../access/changes/changes.ts';
import { type Caller, soloCaller } from '../access/access.ts';
import { newId, personIdSchema } from '../base/ids.ts';
import { createScenarios, type Scenarios } from '../scenarios/scenarios.ts';
import { type AnswerRoom } from './answer.ts';
import type { Answer } from './contract.ts';
import { absentGuard, type Guard } from './guard-port.ts';
import { openAnswers } from '../../test/support/answers.ts';

let library: TestLibrary;
let scenarios: Scenarios;
let answer: AnswerRoom;
const caller = soloCaller;
const other: Caller = { ...caller, person: newId(personIdSchema) };

const roomWith = ({ guard }: { readonly guard: Guard }): AnswerRoom => openAnswers(library, { scenarios, guard });

beforeAll(async () => {
  library = await openTestLibrary();
  scenarios = await createScenarios({ ...library, changes: createChanges(library) });
  await sql`insert into person (id, login_name, display_name, state, created_at) values (${other.person}, 'other', '另一人', 'active', now())`.execute(
    library.store.tables(),
  );
  answer = roomWith({ guard: absentGuard });
  const parking =
    '云溪市停车收费规定\n第一条 小型车在一类区域停车，首小时收费六元。\n第二条 大型车停车收费加倍。\n第三条 残疾人专用车辆免收停车费。';
  await library.bring('停车.txt', parking, { grade: 'public' });
  await library.bring('预案.txt', '云溪市防汛应急预案\n第一条 防汛指挥部设在市水务局，值班电话由办公室公布。', { grade: 'sensitive' });
});
afterAll(() => library.close());

const ask = { question: '小型车在一类区域停车首小时收费多少？', scenario: 'policy-questions' };

describe('a conversation', () => {
  const next = async (first: Answer, question: string) => answer.ask(caller, { ...ask, question, conversationId: first.runId });

  test('makes a question whole that leans on the one before it, and shows how it was understood', async () => {
    const first = await answer.ask(caller, ask);
    expect(first).toMatchObject({ conversationId: first.runId, understoodAs: null });
    const second = await next(first, '那残疾人专用车辆呢？');
    expect(second).toMatchObject({ conversationId: first.runId, question: '那残疾人专用车辆呢？' });
    expect(second.understoodAs).toContain('残疾人专用车辆');
    expect(second.steps.map(({ name }) => name)).toContain('decide');
    const turns = await answer.listRuns(caller, { limit: 10, conversation: first.runId });
    expect(new Set(turns.map(({ id }) => id))).toEqual(new Set([first.runId, second.runId]));
    expect(await next(first, '防汛指挥部设在哪里？')).toMatchObject({ understoodAs: null });
  });

  test('stays at its highest label', async () => {
    const first = await answer.ask(caller, { ...ask, question: '防汛指挥部设在哪里？' });
    expect(first.label).toBe('sensitive');
    expect((await next(first, ask.question)).label).toBe('sensitive');
    expect((await answer.ask(caller, ask)).label).not.toBe('sensitive');
  });

  test('does not come back to a turn that was blocked', async () => {
    const first = await answer.ask(caller, ask);
    const guarded = roomWith({
      guard: { ...absentGuard, check: async (_, text) => (text.includes('秘密') ? { kind: 'blocked', rule: 'test' } : { kind: 'passed' }) },
    });
    const go = { scenario: ask.scenario, conversationId: first.runId };
    expect(await guarded.ask(caller, { ...go, question: '秘密车辆停车收费多少？' })).toMatchObject({ outcome: 'blocked' });
    const { understoodAs } = await guarded.ask(caller, { ...go, question: '那大型车呢？' });
    expect(understoodAs).toContain('大型车');
    expect(understoodAs).not.toContain('秘密');
  });

  test('of somebody else is not found', async () => {
    const first = await answer.ask(caller, ask);
    const asOther = answer.ask(other, { ...ask, conversationId: first.runId });
    await expect(asOther).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('what whoever asked says of an answer', () => {
  test('is kept with it, sealed, and on record without a word of it', async () => {
    const { runId } = await answer.ask(caller, ask);
    await answer.feedback.give(caller, runId, { verdict: 'helpful', reasons: [], comment: '' });
    await answer.feedback.give(caller, runId, { verdict: 'unhelpful', reasons: ['outdated'], comment: '去年已经涨价' });
    expect((await answer.getRun(caller, runId)).feedback).toMatchObject({
      verdict: 'unhelpful',
      reasons: ['outdated'],
      comment: '去年已经涨价',
    });
    const { rows } = await library.store.run(`select feedback::text as stored from run where id = '${runId}'`);
    expect(rows[0]?.['stored']).not.toContain('涨价');
    const [record] = (await library.ledger.list({ subject: runId, limit: 1 })).records;
    expect(record?.record).toMatchObject({ action: 'answer-rated', details: { verdict: 'unhelpful', reasons: ['outdated'] } });
    expect(JSON.stringify(record?.record)).not.toContain('涨价');
  });

  test('is nobody else’s to say', async () => {
    const { runId } = await answer.ask(caller, ask);
    const wish = { verdict: 'helpful', reasons: [], comment: '' } as const;
    await expect(answer.feedback.give(other, runId, { ...wish, reasons: [] })).rejects.toMatchObject({ code: 'not-found' });
  });
});
