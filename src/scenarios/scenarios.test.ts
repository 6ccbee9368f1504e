import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type Institution, openInstitution } from '../../test/support/institution.ts';
import { type Caller, soloCaller } from '../access/access.ts';
import type { AnswerJudge } from './checks-contract.ts';
import type { NewVersion } from './contract.ts';
import { createScenarios, type Scenarios } from './scenarios.ts';

let opened: TestDatabase;
let institution: Institution;
let scenarios: Scenarios;
let officer: Caller;
let administrator: Caller;
const clock = { now: () => new Date('2026-03-01T04:00:00.000Z') };
beforeAll(async () => {
  opened = await openTestDatabase();
  institution = await openInstitution(opened.store, clock);
  const { ledger, changes } = institution;
  scenarios = await createScenarios({ store: opened.store, ledger, changes, clock });
  officer = await institution.as(await institution.person({ roles: ['security-officer'] }));
  administrator = await institution.as(await institution.person({ roles: ['system-administrator'] }));
});
afterAll(async () => {
  await institution.close();
  await opened.close();
});

const wish = (name: string, checks: NewVersion['checks'] = {}): NewVersion => ({
  name,
  title: name,
  purpose: '答疑',
  inputGrade: 'internal',
  collectionIds: [],
  engine: 'extractive',
  modelNames: [],
  priority: 'interactive',
  share: 1,
  contact: null,
  checks,
});
const add = (name: string, checks: NewVersion['checks'], by = officer) => scenarios.add(by, wish(name, checks), '-');
const checksOf = async (name: string) => (await scenarios.get(name)).checks;

describe('what a scenario lets through', () => {
  test('is as calibrated where nobody said otherwise, and what is left out stays as it was', async () => {
    expect(await add('plain', {})).toBeNull();
    expect(await checksOf('plain')).toEqual({
      supportedFrom: 0.5,
      answeredFrom: 0.5,
      showOpinions: false,
      judge: null,
      showReasoning: false,
    });
    expect(await add('plain', { supportedFrom: 0.7 })).toBeNull();
    expect(await add('plain', { answeredFrom: 0.6 })).toBeNull();
    expect(await scenarios.get('plain')).toMatchObject({
      version: 3,
      checks: { supportedFrom: 0.7, answeredFrom: 0.6, showOpinions: false },
    });
  });

  test.each([
    ['a sentence counts as borne out from less', { supportedFrom: 0.4 }, '0.4'],
    ['the documents count as answering from less', { answeredFrom: 0.45 }, '0.45'],
    ['what only the model says is shown', { showOpinions: true }, '模型观点'],
    ['what a model reasons is shown', { showReasoning: true }, '思考过程'],
  ])('waits for a second person where %s', async (_, checks, told) => {
    const name = `loose-${Object.keys(checks)[0]?.toLowerCase()}`;
    await add(name, {});
    const before = await checksOf(name);
    const change = await add(name, checks);
    expect(change).not.toBeNull();
    expect(await checksOf(name)).toEqual(before);
    if (change === null) return;
    const listed = (await institution.changes.list(administrator, 'waiting', 10)).find(({ id }) => id === change);
    expect(listed?.sentence.zh).toContain(told);
    await institution.changes.decide(administrator, change, 'approve', null);
    expect(await checksOf(name)).toEqual({ ...before, ...checks });
    const { records } = await institution.ledger.list({ limit: 1, action: 'scenario-versioned' });
    expect(records[0]?.record.details['checks']).toEqual({ ...before, ...checks });
  });

  test.each([
    ['no second opinion is asked for any more', null, '不再征求'],
    ['another model gives it', { model: 'other', isRequired: true }, 'other'],
    ['sentences without it are shown', { model: 'first' }, '照常显示'],
  ])('waits for a second person where %s', async (what, judge, told) => {
    const name = `judged-${what.length}`;
    const written: NewVersion = { ...wish(name), engine: 'generative', modelNames: ['writer'] };
    const judging = (wanted: AnswerJudge | null) => scenarios.add(officer, { ...written, checks: { judge: wanted } }, '-');
    expect(await judging({ model: 'first', isRequired: true, seconds: 5 })).toBeNull();
    const change = await judging(judge === null ? null : { isRequired: false, seconds: 5, ...judge });
    const listed = (await institution.changes.list(administrator, 'waiting', 10)).find(({ id }) => id === change);
    expect(listed?.sentence.zh).toContain(told);
    expect((await checksOf(name)).judge).toEqual({ model: 'first', isRequired: true, seconds: 5 });
    expect(await judging({ model: 'first', isRequired: true, seconds: 9 })).toBeNull();
  });

  test('counts at once where it is stricter, though it stays looser than usual', async () => {
    const change = await add('in-between', { supportedFrom: 0.35, showOpinions: true });
    if (change !== null) await institution.changes.decide(administrator, change, 'approve', null);
    expect(await add('in-between', { supportedFrom: 0.45, showOpinions: false })).toBeNull();
    expect(await checksOf('in-between')).toMatchObject({ supportedFrom: 0.45, showOpinions: false });
    expect(await add('in-between', { supportedFrom: 0.4 })).not.toBeNull();
  });

  test('is told of every version, newest first', async () => {
    await add('told', { supportedFrom: 0.6 });
    await add('told', { supportedFrom: 0.8 });
    expect((await scenarios.versions('told')).map(({ version, checks }) => [version, checks.supportedFrom])).toEqual([
      [2, 0.8],
      [1, 0.6],
    ]);
    await expect(scenarios.versions('nobody-has-it')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('may go back to what is usual by one person', async () => {
    expect(await add('strict', { supportedFrom: 0.9, answeredFrom: 0.9 })).toBeNull();
    expect(await add('strict', { supportedFrom: 0.5, answeredFrom: 0.5 })).toBeNull();
  });

  test('counts at once on a site of one person', async () => {
    expect(await add('solo', { showOpinions: true }, soloCaller)).toBeNull();
    expect(await checksOf('solo')).toMatchObject({ showOpinions: true });
  });
});
