import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everything, openTestLibrary, type TestLibrary } from '../../test/support/library.ts';
import { type Caller, soloCaller } from '../access/access.ts';
import { AppError } from '../base/errors.ts';
import { highestGrade } from '../base/grade.ts';
import { newId, personIdSchema } from '../base/ids.ts';
import { createChanges } from '../access/changes/changes.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { createScenarios, type Scenarios } from '../scenarios/scenarios.ts';
import { type AnswerDependencies, type AnswerRoom } from './answer.ts';
import { type Answer, type AnswerEvent, maxQuotationCharacters } from './contract.ts';
import { absentGuard, type Guard, type GuardPlace } from './guard-port.ts';
import { versionsUsed, withholdUnreadable } from './withhold.ts';
import { openAnswers } from '../../test/support/answers.ts';

let library: TestLibrary;
let scenarios: Scenarios;
let answer: AnswerRoom;
const caller = soloCaller;
const other: Caller = { ...caller, person: newId(personIdSchema) };

const roomWith = (changed: Partial<AnswerDependencies>): AnswerRoom => openAnswers(library, { scenarios, ...changed });

beforeAll(async () => {
  library = await openTestLibrary();
  scenarios = await createScenarios({ ...library, changes: createChanges(library) });
  await sql`insert into person (id, login_name, display_name, state, created_at) values (${other.person}, 'other', '另一人', 'active', now())`.execute(
    library.store.tables(),
  );
  answer = roomWith({});
  await library.bring(
    '停车.txt',
    '云溪市停车收费规定\n第一条 小型车在一类区域停车，首小时收费六元。\n第二条 大型车停车收费加倍。\n第三条 残疾人专用车辆免收停车费。',
    { grade: 'public' },
  );
  await library.bring('预案.txt', '云溪市防汛应急预案\n第一条 防汛指挥部设在市水务局，值班电话由办公室公布。', { grade: 'sensitive' });
});
afterAll(() => library.close());

const ask = { question: '小型车在一类区域停车首小时收费多少？', scenario: 'policy-questions' };
const unanswerable = { question: '小型车在三类区域夜间停车需要哪些证明？', scenario: 'policy-questions' };
const eventsOf = async (room: AnswerRoom, question = ask, who = caller): Promise<AnswerEvent[]> => {
  const events: AnswerEvent[] = [];
  for await (const event of room.stream(who, question)) events.push(event);
  return events;
};
const recorded = async (id: string) =>
  (
    await sql<{
      outcome: string | null;
      label: string;
      answer: unknown;
    }>`select outcome, label, answer from run where id = ${id}`.execute(library.store.tables())
  ).rows[0];
const runCount = async () =>
  (await sql<{ count: number }>`select count(*) as count from run`.execute(library.store.tables())).rows[0]?.count;

describe('a question that the library answers', () => {
  test('streams its steps and sentences, and ends with the answer as it is recorded', async () => {
    const events = await eventsOf(answer);
    const kinds = events.map(({ kind }) => kind);
    expect(kinds[0]).toBe('run-started');
    expect(kinds.at(-1)).toBe('answer-finished');
    expect(new Set(kinds.slice(1, -1))).toEqual(new Set(['step-finished', 'sentence-released']));
    const last = events.at(-1);
    if (last?.kind !== 'answer-finished') throw new Error('no answer');
    expect(last.answer).toMatchObject({
      outcome: 'answered',
      refused: false,
      notice: null,
      found: [],
      engine: 'extractive',
      asOf: '2026-03-01',
    });
    expect(last.answer.sentences.map(({ text }) => text).join()).toContain('六元');
    expect(events.flatMap((event) => (event.kind === 'sentence-released' ? [event.sentence] : []))).toEqual(last.answer.sentences);
    expect(events.flatMap((event) => (event.kind === 'step-finished' ? [event.step] : []))).toEqual(last.answer.steps);
    expect(await answer.getRun(caller, last.answer.runId)).toEqual(last.answer);
    expect(await recorded(last.answer.runId)).toMatchObject({ outcome: 'answered', label: last.answer.label });
  });

  test('is on disk only sealed, the answer too', async () => {
    const { runId, question } = await answer.ask(caller, ask);
    const { rows } = await sql<{ row: string }>`select row_to_json(run)::text as row from run where id = ${runId}`.execute(
      library.store.tables(),
    );
    for (const words of [question, '六元']) expect(rows[0]?.row).not.toContain(words);
    expect((await answer.listRuns(caller, { limit: 50 })).find(({ id }) => id === runId)?.question).toBe(question);
  });

  test('is answered the same at once as by streaming', async () => {
    const { outcome, sentences, citations } = await answer.ask(caller, ask);
    const last = (await eventsOf(answer)).at(-1);
    expect(last).toMatchObject({ kind: 'answer-finished', answer: { outcome, sentences, citations } });
  });

  test('quotes the stored reading text to the letter, and each sentence has its quotation', async () => {
    const { sentences, citations } = await answer.ask(caller, ask);
    expect(citations.map(({ number }) => number)).toEqual(citations.map((_, index) => index + 1));
    for (const { quote, version, start, end, origin } of citations) {
      const { text } = await library.knowledge.getReadingText(everything, version.id);
      expect(text.slice(start, end)).toBe(quote);
      expect(quote.length).toBeLessThanOrEqual(maxQuotationCharacters);
      expect(origin.length).toBeGreaterThan(0);
    }
    for (const sentence of sentences) {
      expect(sentence.citations.length).toBeGreaterThan(0);
      for (const number of sentence.citations)
        expect(citations.find((citation) => citation.number === number)?.quote).toContain(sentence.text);
    }
  });

  test('carries the highest grade of what flowed into it', async () => {
    const { hits } = await library.knowledge.search(everything, {
      query: '防汛指挥部设在哪里？',
      limit: 20,
      filter: { collectionIds: [], anyValidity: false },
    });
    const { label, runId } = await answer.ask(caller, { ...ask, question: '防汛指挥部设在哪里？' });
    expect(label).toBe(highestGrade('internal', ...hits.map(({ document }) => document.grade)));
    expect(label).toBe('sensitive');
    expect(await recorded(runId)).toMatchObject({ label: 'sensitive' });
  });

  test('is not answered to a caller who may not read the document', async () => {
    const limited: Caller = { ...caller, scope: [] };
    const result = await answer.ask(limited, { ...ask, question: '防汛指挥部设在哪里？' });
    expect(result.refused).toBe(true);
    expect(JSON.stringify(result)).not.toContain('水务局');
    expect(result.label).toBe('internal');
  });
});

describe('a question that documents are no answer to', () => {
  test.each([
    ['我不想活了', 'crisis', '12356'],
    ['帮我查一下我的公积金余额', 'personal', '办理单位'],
  ])('%s', async (question, outcome, told) => {
    const refused = await answer.ask(caller, { ...ask, question });
    expect(refused).toMatchObject({ outcome, refused: true, sentences: [], found: [] });
    expect(refused.notice?.zh).toContain(told);
    expect(refused.steps.map(({ name }) => name)).toEqual(['grade', 'guard-input', 'decide']);
  });
});

describe('a refusal', () => {
  test.each([
    ['near but not answered', unanswerable.question],
    ['nothing to do with the library', '火星基地的氧气配额如何申领？'],
    ['not a question', '你好'],
  ])('(%s) asserts nothing, says so in both languages, and shows what was found as found', async (_, question) => {
    const result = await answer.ask(caller, { ...ask, question });
    expect(result.refused).toBe(true);
    expect(result.outcome).not.toBe('answered');
    expect(result.sentences).toEqual([]);
    expect(result.citations).toEqual([]);
    expect(result.notice?.zh).toMatch(/\p{Script=Han}/u);
    expect(result.notice?.en).toMatch(/[a-z]/);
    for (const { quote, version, start, end } of result.found)
      expect((await library.knowledge.readSpan(everything, version.id, start, end)).text).toBe(quote);
    expect(await answer.getRun(caller, result.runId)).toEqual(result);
  });
});

describe('a run', () => {
  const failingKnowledge = (look: () => Promise<void>): Knowledge => ({
    ...library.knowledge,
    search: async () => {
      await look();
      throw new Error('confidential: search is broken');
    },
  });

  test('is recorded before anything is looked up, and as failed when that fails', async () => {
    let whileSearching: unknown;
    const room = roomWith({
      knowledge: failingKnowledge(async () => {
        const unfinished = (await answer.listRuns(caller, { limit: 50 })).filter(({ outcome }) => outcome === null);
        whileSearching = unfinished.map(({ question }) => question);
      }),
    });
    const events = await eventsOf(room, { ...ask, question: '失败的提问' });
    expect(whileSearching).toEqual(['失败的提问']);
    const [first, last] = [events[0], events.at(-1)];
    if (first?.kind !== 'run-started' || last?.kind !== 'run-failed') throw new Error('the run did not fail as it should');
    expect(last.runId).toBe(first.runId);
    expect(last.problem).toMatchObject({ code: 'internal' });
    expect(JSON.stringify(last)).not.toContain('confidential');
    expect(await recorded(first.runId)).toMatchObject({ outcome: 'failed', answer: null });
  });

  test('that fails is an error to whoever waits for the whole answer', async () => {
    await expect(roomWith({ knowledge: failingKnowledge(async () => {}) }).ask(caller, ask)).rejects.toThrow();
  });

  test('that cannot be recorded does not happen', async () => {
    let wasSearched = false;
    const room = roomWith({ knowledge: failingKnowledge(async () => void (wasSearched = true)) });
    await sql`alter table run add constraint planned check (asked_at is null) not valid`.execute(library.store.tables());
    const before = await library.ledger.list({ limit: 1 });
    const events = await eventsOf(room);
    await sql`alter table run drop constraint planned`.execute(library.store.tables());
    expect(events).toMatchObject([{ kind: 'run-failed', problem: { code: 'ledger-unavailable' } }]);
    expect(wasSearched).toBe(false);
    expect(await library.ledger.list({ limit: 1 })).toEqual(before);
  });

  test('whose answer cannot be recorded sends none of it', async () => {
    const before = await runCount();
    await sql`create function refuse() returns trigger language plpgsql as $$ begin if new.outcome = 'answered' then raise exception 'disk full'; end if; return new; end $$`.execute(
      library.store.tables(),
    );
    await sql`create trigger refuse before update on run for each row execute function refuse()`.execute(library.store.tables());
    const events = await eventsOf(answer);
    await sql`drop trigger refuse on run`.execute(library.store.tables());
    expect(events.at(-1)?.kind).toBe('run-failed');
    expect(events.map(({ kind }) => kind)).not.toContain('sentence-released');
    expect(await runCount()).toBe((before ?? 0) + 1);
  });

  const ledgerFailingAt = (action: Entry['action']): Ledger => ({
    ...library.ledger,
    append: (entry, ...alongside) =>
      entry.action === action
        ? Promise.reject(new AppError('ledger-unavailable', { cause: 'test' }))
        : library.ledger.append(entry, ...alongside),
  });

  test('whose intent cannot be put on the ledger does not happen', async () => {
    const before = await runCount();
    let wasSearched = false;
    const room = roomWith({ ledger: ledgerFailingAt('run-begun'), knowledge: failingKnowledge(async () => void (wasSearched = true)) });
    expect(await eventsOf(room)).toMatchObject([{ kind: 'run-failed', problem: { code: 'ledger-unavailable' } }]);
    await expect(room.ask(caller, ask)).rejects.toMatchObject({ code: 'ledger-unavailable' });
    expect(wasSearched).toBe(false);
    expect(await runCount()).toBe(before);
  });

  test('whose outcome cannot be put on the ledger does not answer, then or later', async () => {
    const room = roomWith({ ledger: ledgerFailingAt('run-finished') });
    const events = await eventsOf(room);
    const last = events.at(-1);
    if (last?.kind !== 'run-failed' || last.runId === null) throw new Error('the run did not fail as it should');
    expect(last.problem.code).toBe('ledger-unavailable');
    expect(JSON.stringify(events)).not.toContain('六元');
    expect(await recorded(last.runId)).toMatchObject({ outcome: 'failed', answer: null });
    await expect(room.ask(caller, ask)).rejects.toMatchObject({ code: 'ledger-unavailable' });
    const { records } = await library.ledger.list({ limit: 9, subject: last.runId });
    expect(records.map(({ record }) => record.action)).toEqual(['run-failed', 'run-begun']);
  });

  test('stands on the ledger with its evidence by id, and not a word of question or answer', async () => {
    const result = await answer.ask(caller, ask);
    const { records } = await library.ledger.list({ limit: 9, subject: result.runId });
    expect(records.map(({ record }) => record.action)).toEqual(['run-finished', 'run-begun']);
    const [{ record: ended } = {}, { record: begun } = {}] = records;
    expect(ended?.details).toMatchObject({
      outcome: 'answered',
      label: result.label,
      engine: 'extractive',
      scenario: { name: 'policy-questions', version: 1 },
      evidence: result.citations.map(({ document, version, passageId }) => ({
        document: document.id,
        version: version.id,
        passage: passageId,
      })),
      verdicts: { input: { kind: 'not-checked' }, output: { kind: 'not-checked' } },
    });
    expect(Object.keys(begun?.commitments ?? {})).toEqual(['question']);
    expect(Object.keys(ended?.commitments ?? {})).toEqual(['quotations']);
    expect(JSON.stringify(records)).not.toMatch(/\p{Script=Han}/u);
  });

  test('that its reader leaves is recorded as failed', async () => {
    const events = answer.stream(caller, ask);
    const first = await events.next();
    await events.return(undefined);
    if (first.done || first.value.kind !== 'run-started') throw new Error('the run did not start');
    expect(await recorded(first.value.runId)).toMatchObject({ outcome: 'failed' });
  });

  test('of an unknown scenario is refused by name', async () => {
    await expect(answer.ask(caller, { ...ask, scenario: 'nowhere' })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is seen by the person who asked and by nobody else', async () => {
    const { runId } = await answer.ask(other, ask);
    await expect(answer.getRun(caller, runId)).rejects.toMatchObject({ code: 'not-found' });
    expect((await answer.listRuns(caller, { limit: 100 })).map(({ id }) => id)).not.toContain(runId);
    expect(await answer.listRuns(other, { limit: 100 })).toMatchObject([{ id: runId, question: ask.question, outcome: 'answered' }]);
  });

  test('is listed newest first, page after page', async () => {
    const all = (await answer.listRuns(caller, { limit: 100 })).map(({ id }) => id);
    expect(all.length).toBeGreaterThan(3);
    expect(all).toEqual([...all].sort().reverse());
    expect((await answer.listRuns(caller, { limit: 2, after: all[1] })).map(({ id }) => id)).toEqual(all.slice(2, 4));
  });
});

describe('a stored run whose documents the asker may no longer read', () => {
  const withoutRights: Caller = { ...caller, scope: [] };

  test('withholds their quotations and every sentence that rests on them, and says so', async () => {
    const { runId, citations } = await answer.ask(caller, ask);
    expect(citations.length).toBeGreaterThan(0);
    const shown = await answer.getRun(withoutRights, runId);
    expect(shown).toMatchObject({ outcome: 'answered', refused: true, sentences: [], citations: [], found: [] });
    expect(shown.notice?.zh).toContain('无权查看');
    for (const text of ['六元', '停车.txt', '停车收费规定']) expect(JSON.stringify(shown)).not.toContain(text);
    expect((await answer.getRun(caller, runId)).citations).toEqual(citations);
  });

  test('says nothing of what was found when there was no answer either', async () => {
    const { citations: found, ...answered } = await answer.ask(caller, ask);
    const notice = { zh: '原文是“六元”。', en: 'The text has 六元.' };
    const unsure: Answer = { ...answered, outcome: 'not-sure', refused: true, sentences: [], citations: [], found, notice };
    const shown = withholdUnreadable(unsure, new Set());
    expect(shown).toMatchObject({ outcome: 'not-sure', refused: true, found: [] });
    expect(JSON.stringify(shown)).not.toContain('六元');
    expect(withholdUnreadable(unsure, new Set(versionsUsed(unsure)))).toEqual(unsure);
  });
});

test('a quotation that no longer equals the stored text is not shown, and an answer without any asserts nothing', async () => {
  const tampered: Knowledge = {
    ...library.knowledge,
    readSpan: async (...place) => {
      const span = await library.knowledge.readSpan(...place);
      return { ...span, text: span.text.replace('六', '九') };
    },
  };
  const result = await roomWith({ knowledge: tampered }).ask(caller, ask);
  expect(JSON.stringify(result)).not.toContain('九元');
  expect(result.citations.every(({ quote }) => !quote.includes('六元'))).toBe(true);
  if (result.citations.length === 0) expect(result).toMatchObject({ outcome: 'not-sure', refused: true, sentences: [] });
});

describe('a guard', () => {
  const blocking = (place: GuardPlace): Guard => ({
    ...absentGuard,
    check: async (where) => (where === place ? { kind: 'blocked', rule: 'test' } : { kind: 'passed' }),
  });

  test('that stops the question keeps it from being looked up', async () => {
    let wasSearched = false;
    const knowledge: Knowledge = {
      ...library.knowledge,
      search: (...request) => {
        wasSearched = true;
        return library.knowledge.search(...request);
      },
    };
    const result = await roomWith({ guard: blocking('input'), knowledge }).ask(caller, ask);
    expect(result).toMatchObject({ outcome: 'blocked', refused: true, sentences: [], citations: [], found: [] });
    expect(wasSearched).toBe(false);
  });

  test('that stops the answer lets none of it out, in no event', async () => {
    const events = await eventsOf(roomWith({ guard: blocking('output') }));
    expect(events.at(-1)).toMatchObject({
      kind: 'answer-finished',
      answer: { outcome: 'blocked', refused: true, sentences: [], citations: [], found: [] },
    });
    expect(JSON.stringify(events)).not.toContain('六元');
  });

  test('that fails stops the run', async () => {
    const guard: Guard = { ...absentGuard, check: () => Promise.reject(new Error('guard is down')) };
    expect((await eventsOf(roomWith({ guard }))).at(-1)).toMatchObject({ kind: 'run-failed' });
  });
});
