import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSite, type Site } from '../../test/support/site.ts';
import { type Caller, soloCaller } from '../access/access.ts';
import { AppError } from '../base/errors.ts';
import type { PersonId } from '../base/ids.ts';
import { operations as scenarioOperations } from '../scenarios/contract.ts';
import { nothingHeld } from '../store/kept.ts';
import { operations } from './contract.ts';
import { type VisitorAnswer, type VisitorEvent, visitorEventSchema, visitorOperations } from './visitor-contract.ts';

let site: Site;
let people: { administrator: Caller; officer: Caller };
let staff: PersonId;
let counted: { subject: string; perMinute: number }[] = [];
let refuses: AppError | undefined;

const settings = {
  title: '市民答问',
  greeting: '您好',
  language: 'zh',
  scenario: 'citizens',
  origins: ['https://www.example.gov.cn'],
  perAddress: 10,
  perBox: 100,
} as const;

beforeAll(async () => {
  site = await openSite({
    admit: async (subject, perMinute) => {
      counted.push({ subject, perMinute });
      if (refuses) throw refuses;
    },
  });
  const bureau = await site.department('民政局');
  people = {
    administrator: await site.as(await site.person({ department: bureau, roles: ['system-administrator'] })),
    officer: await site.as(await site.person({ department: bureau, roles: ['security-officer'] })),
  };
  staff = await site.person({ department: bureau });
  await site.bring('停车.txt', '停车收费规定\n第一条 停车收费标准为每小时五元。\n第二条 老年人凭证件免费停车。', {
    grade: 'public',
    department: '民政局',
  });
  await site.bring('内部流程.txt', '停车收费内部流程\n第一条 停车收费标准拟调整为每小时八元。\n第二条 暗号为青鸟计划。', {
    grade: 'internal',
    department: '民政局',
  });
  await site.bring('无主内部.txt', '停车收费备忘\n第一条 停车收费标准另有青鸟计划。', { grade: 'internal' });
  await site.askAsOwner('addScenarioVersion', {
    name: 'citizens',
    title: '市民咨询',
    purpose: '回答市民',
    engine: 'extractive',
    inputGrade: 'public',
    contact: '12345',
  });
});
afterAll(() => site.close());
beforeEach(() => {
  counted = [];
  refuses = undefined;
});

const token = (): string => randomBytes(32).toString('base64url');
const code = (text: string): string => (JSON.parse(text) as { code: string }).code;
async function add(caller: Caller, change: Partial<Record<keyof typeof settings, unknown>> = {}) {
  const reply = await site.ask(caller, 'addAnswerBox', { ...settings, ...change, reason: '服务市民' });
  if (reply.status !== 200) throw new Error(reply.text);
  return operations.addAnswerBox.reply.output.parse(JSON.parse(reply.text));
}
/** The door knows nobody: what a visitor may do must not lean on who is signed in there. */
const nobody: Caller = {
  ...soloCaller,
  permissions: new Set(),
  scope: [],
  by: { kind: 'session', sessionId: '' as never, nextStep: 'second-factor' },
};
async function events(boxId: string, visit: string, question: string, conversationId?: string): Promise<VisitorEvent[]> {
  const { text, status } = await site.ask(nobody, 'askAnswerBox', {
    boxId,
    visit,
    question,
    ...(conversationId ? { conversationId } : {}),
  });
  if (status !== 200) throw new Error(text);
  return text
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => visitorEventSchema.parse(JSON.parse(line.slice(5))));
}
async function ask(boxId: string, visit: string, question: string, conversationId?: string): Promise<VisitorAnswer> {
  const last = (await events(boxId, visit, question, conversationId)).at(-1);
  if (last?.kind !== 'answer-finished') throw new Error(JSON.stringify(last));
  return last.answer;
}

describe('an answer box', () => {
  test('is made by a system administrator and open once a security officer has agreed', async () => {
    const { box, changeId } = await add(people.administrator);
    expect(box).toMatchObject({ state: 'waiting', fault: null, page: `http://localhost/embed/${box.id}` });
    const closed = await site.ask(nobody, 'askAnswerBox', { boxId: box.id, visit: token(), question: '停车收费标准是多少？' });
    expect([closed.status, code(closed.text)]).toEqual([403, 'answer-box-closed']);
    const own = await site.ask(people.administrator, 'decideChange', { changeId, decision: 'approve' });
    expect(own.status).toBe(403);
    expect((await site.ask(people.officer, 'decideChange', { changeId, decision: 'approve' })).status).toBe(200);
    expect((await ask(box.id, token(), '停车收费标准是多少？')).outcome).toBe('answered');
  });

  test('takes a scenario into which what is typed counts as public, and no other', async () => {
    for (const scenario of ['policy-questions', 'no-such-scenario'])
      expect(code((await site.ask(people.administrator, 'addAnswerBox', { ...settings, scenario })).text)).toBe('invalid-input');
  });

  test('takes whole origins of encrypted sites only', async () => {
    for (const origin of ['http://www.example.gov.cn', 'https://*.gov.cn', 'https://a.gov.cn/path', 'javascript:alert(1)', "https://a'; x"])
      expect([origin, code((await site.ask(people.administrator, 'addAnswerBox', { ...settings, origins: [origin] })).text)]).toEqual([
        origin,
        'invalid-input',
      ]);
    const { box } = await add(soloCaller, { origins: ['https://www.example.gov.cn/', 'http://127.0.0.1:8000'] });
    expect(box.origins).toEqual(['https://www.example.gov.cn', 'http://127.0.0.1:8000']);
  });

  test('is opened further by two, and narrowed or closed by one', async () => {
    const { box } = await add(soloCaller);
    const change = async (next: Record<string, unknown>) => {
      const reply = await site.ask(people.administrator, 'changeAnswerBox', { ...settings, ...next, boxId: box.id });
      return operations.changeAnswerBox.reply.output.parse(JSON.parse(reply.text));
    };
    expect((await change({ title: '改名', origins: [] })).changeId).toBeNull();
    const wider = await change({ origins: ['https://other.example.cn'] });
    expect(wider).toMatchObject({ box: { title: '改名', origins: [] } });
    expect(wider.changeId).not.toBeNull();
    const closing = await site.ask(people.administrator, 'closeAnswerBox', { boxId: box.id });
    expect(operations.closeAnswerBox.reply.output.parse(JSON.parse(closing.text)).box.state).toBe('off');
    // What was agreed to before it was closed does not open it again by itself.
    const stale = await site.ask(people.officer, 'decideChange', { changeId: wider.changeId, decision: 'approve' });
    expect(code(stale.text)).toBe('conflict');
    const opened = await site.ask(nobody, 'openAnswerBox', { boxId: box.id });
    expect([opened.status, code(opened.text)]).toEqual([403, 'answer-box-closed']);
  });

  test('closes by itself when its scenario is not public any more', async () => {
    await site.askAsOwner('addScenarioVersion', { ...scenario('short-lived'), inputGrade: 'public' });
    const { box } = await add(soloCaller, { scenario: 'short-lived' });
    expect((await ask(box.id, token(), '停车收费标准是多少？')).outcome).toBe('answered');
    await site.askAsOwner('addScenarioVersion', { ...scenario('short-lived'), inputGrade: 'internal' });
    const refused = await site.ask(nobody, 'askAnswerBox', { boxId: box.id, visit: token(), question: '停车收费标准是多少？' });
    expect(code(refused.text)).toBe('answer-box-closed');
    const { boxes } = operations.listAnswerBoxes.reply.output.parse(
      JSON.parse((await site.ask(people.officer, 'listAnswerBoxes', {})).text),
    );
    expect(boxes.find(({ id }) => id === box.id)?.fault).toBe('scenario-not-public');
  });
});

describe('a visitor', () => {
  test('finds public documents and nothing else, whatever is granted to the account of the box', async () => {
    const { box } = await add(soloCaller);
    const { documents } = await site.knowledge.listDocuments('all', { limit: 50, deleted: false });
    for (const { id, grade } of documents)
      if (grade !== 'public')
        await site.askAsOwner('setDocumentGrants', { documentId: id, grants: [{ to: 'person', id: box.id, action: 'read' }] });
    const visit = token();
    for (const question of ['停车收费标准是多少？', '青鸟计划是什么？', '停车收费内部流程第二条', '《停车收费备忘》第一条']) {
      const told = JSON.stringify(await events(box.id, visit, question));
      expect(told).not.toMatch(/八元|青鸟计划为|内部流程\.txt|另有青鸟/);
      expect(told).not.toContain('暗号');
    }
    // Those whom it was granted to, and the same words, do find it.
    const inside = await site.ask(await site.as(staff), 'ask', { question: '停车收费内部流程第二条' });
    expect(inside.text).toContain('暗号');
  });

  test('is told the answer and its sources, and nothing of how it came to be', async () => {
    const { box } = await add(soloCaller);
    const told = await events(box.id, token(), '停车收费标准是多少？');
    expect(told.map(({ kind }) => kind)).toEqual(['run-started', 'sentence-released', 'answer-finished']);
    const text = JSON.stringify(told);
    for (const inner of ['steps', 'leftOut', 'collection', '停车.txt', 'passageId', 'label', 'grade'])
      expect(text).not.toContain(`"${inner}"`);
    expect(text).not.toContain('停车.txt');
  });

  test('opens what is quoted, and rates the answer, with the token of the visit only', async () => {
    const { box } = await add(soloCaller);
    const visit = token();
    const { runId } = await ask(box.id, visit, '停车收费标准是多少？');
    const opened = await site.ask(nobody, 'openVisitorQuotation', { boxId: box.id, visit, runId, number: 1 });
    const passage = visitorOperations.openVisitorQuotation.reply.output.parse(JSON.parse(opened.text));
    expect(passage.text.slice(passage.start, passage.end)).toBe(passage.quotation.quote);
    expect(passage.text).toContain('老年人凭证件免费停车');
    expect((await site.ask(nobody, 'rateVisitorAnswer', { boxId: box.id, visit, runId, verdict: 'helpful' })).status).toBe(200);
    const another = (await add(soloCaller)).box.id;
    for (const stranger of [
      { boxId: box.id, visit: token() },
      { boxId: another, visit },
    ])
      for (const [operation, more] of [
        ['openVisitorQuotation', { number: 1 }],
        ['rateVisitorAnswer', { verdict: 'helpful' }],
      ] as const)
        expect(code((await site.ask(nobody, operation, { ...stranger, runId, ...more })).text)).toBe('visit-over');
  });

  test('goes on with a conversation of the same visit, and with no other', async () => {
    await site.bring('区域.txt', '分区停车规定\n第一条 一类区域停车首小时六元。\n第二条 二类区域停车首小时四元。', { grade: 'public' });
    const { box } = await add(soloCaller);
    const visit = token();
    const first = await ask(box.id, visit, '一类区域停车首小时多少元？');
    const next = await ask(box.id, visit, '那二类区域呢？', first.runId);
    expect(next.conversationId).toBe(first.runId);
    expect(next.understoodAs).toContain('二类区域');
    const foreign = await site.ask(nobody, 'askAnswerBox', {
      boxId: box.id,
      visit: token(),
      question: '那二类区域呢？',
      conversationId: first.runId,
    });
    expect(code(foreign.text)).toBe('visit-over');
  });

  test('is counted by address and by box before anything is looked up, and refused where that fails', async () => {
    const { box } = await add(soloCaller);
    await ask(box.id, token(), '停车收费标准是多少？');
    expect(counted).toEqual([
      { subject: `box ${box.id} address in-process`, perMinute: 10 },
      { subject: `box ${box.id}`, perMinute: 100 },
    ]);
    for (const [error, status] of [
      [new AppError('too-many-requests', { seconds: 3 }), 429],
      [new AppError('limit-unknown'), 503],
    ] as const) {
      refuses = error;
      const before = await countBegun();
      const reply = await site.ask(nobody, 'askAnswerBox', { boxId: box.id, visit: token(), question: '停车收费标准是多少？' });
      expect([reply.status, code(reply.text)]).toEqual([status, error.code]);
      expect(await countBegun()).toBe(before);
    }
  });

  test('asks under the name of the box, on record like anybody', async () => {
    const { box } = await add(soloCaller);
    const { runId } = await ask(box.id, token(), '停车收费标准是多少？');
    const records = await recordsAbout(runId);
    expect(records.map(({ action, actor }) => [action, actor])).toEqual([
      ['run-finished', { kind: 'answer-box', id: box.id }],
      ['run-begun', { kind: 'answer-box', id: box.id }],
    ]);
    expect(JSON.stringify(records)).not.toContain('停车收费标准');
    // What it asked has a period of its own.
    const later = new Date('2099-01-01');
    const over = async () => [
      await site.kinds['visitor-runs'].countOver(later, nothingHeld),
      await site.kinds.runs.countOver(later, nothingHeld),
    ];
    const [ofVisitors = 0, ofPeople] = await over();
    await ask(box.id, token(), '停车收费标准是多少？');
    expect(await over()).toEqual([ofVisitors + 1, ofPeople]);
    // And staff do not see it among their own.
    expect((await site.ask(await site.as(staff), 'getRun', { runId })).status).toBe(404);
  });
});

function scenario(name: string): Record<string, unknown> {
  const { input } = scenarioOperations.addScenarioVersion;
  return input.partial().parse({ name, title: name, purpose: '试', engine: 'extractive' });
}

async function recordsAbout(subject: string) {
  const { text } = await site.ask(soloCaller, 'listRecords', { subject, limit: 10 });
  return (JSON.parse(text) as { records: { record: { action: string; actor: unknown } }[] }).records.map(({ record }) => record);
}

async function countBegun(): Promise<number> {
  const { text } = await site.ask(soloCaller, 'listRecords', { action: 'run-begun', limit: 200 });
  return (JSON.parse(text) as { records: unknown[] }).records.length;
}
