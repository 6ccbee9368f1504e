// What is attached to a question reaches only models that may receive its grade: with the question, and with whatever is asked after it.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { soloCaller } from '../src/access/access.ts';
import { type AnswerRoom } from '../src/answer/answer.ts';
import type { Answer } from '../src/answer/contract.ts';
import type { Grade } from '../src/base/grade.ts';
import { readDocument } from '../src/knowledge/reading/read-document.ts';
import { createScenarios } from '../src/scenarios/scenarios.ts';
import { canary, writingsOf } from './support/canaries.ts';
import { openTestLibrary, type TestLibrary } from './support/library.ts';
import { type ModelGround, openModelGround } from './support/models.ts';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';
import { openAnswers } from './support/answers.ts';

let library: TestLibrary;
let ground: ModelGround;
let outside: FakeModelServer;
let inside: FakeModelServer;
let answer: AnswerRoom;
let number = 0;

beforeAll(async () => {
  library = await openTestLibrary({ reader: { read: (file) => readDocument(file), close: () => {} } });
  ground = await openModelGround({ standsHere: true, library });
  [outside, inside] = [await startFakeModelServer({ record: true }), await startFakeModelServer({ record: true })];
  await ground.addModel('outside', `${outside.url}/v1`, { zone: 'external', maxGrade: 'public' });
  await ground.addModel('inside', `${inside.url}/v1`, { zone: 'in-house', maxGrade: 'important' });
  const { store } = library;
  const { models, ledger, changes, clock, officer, administrator } = ground;
  const scenarios = await createScenarios({ store, ledger, changes, clock });
  for (const [name, modelNames] of [
    ['outside-only', ['outside']],
    ['both', ['outside', 'inside']],
  ] as const) {
    const service = { inputGrade: 'public', priority: 'interactive', share: 1, contact: null } as const;
    const changeId = await scenarios.add(
      officer,
      { name, title: name, purpose: '答疑', engine: 'generative', modelNames: [...modelNames], collectionIds: [], ...service },
      '试用',
    );
    if (changeId) await changes.decide(administrator, changeId, 'approve', null);
  }
  answer = openAnswers({ ...library, ledger, clock }, { scenarios, models });
  await library.bring('停车.txt', '云溪市停车收费规定\n第一条 小型车在一类区域停车，首小时收费六元。', { grade: 'public' });
});
afterAll(async () => {
  await ground.close();
  await library.close();
  await outside.close();
  await inside.close();
});
beforeEach(() => {
  outside.reset();
  inside.reset();
});

const aboutCamp = '青年夏令营的报名截止时间是什么时候？';
const aboutParking = '小型车在一类区域停车首小时收费多少？';
/** A file of a grade with a canary of it, and a question about it. */
async function asked(scenario: string, grade: Grade, { chosen = grade, mark = '' } = {}): Promise<Answer> {
  const text = `${mark}云溪市青年夏令营通知\n第一条 青年夏令营的报名截止时间为2026年6月15日，编号${canary(grade, ++number)}。`;
  const file = { name: '通知.txt', grade: chosen, bytes: new TextEncoder().encode(text) };
  const { id } = await answer.attachments.attach(soloCaller, file);
  return answer.ask(soloCaller, { question: aboutCamp, scenario, attachmentIds: [id] });
}
const received = (server: FakeModelServer, grade: Grade): number =>
  writingsOf(grade).reduce((sum, writing) => sum + server.bodies(writing).length, 0);

test('a public file goes to an external model that may receive it', async () => {
  await asked('outside-only', 'public');
  expect(received(outside, 'public')).toBeGreaterThan(0);
});

test.each(['internal', 'sensitive', 'important'] as const)('nothing of a file that is %s goes to an external model', async (grade) => {
  const alone = await asked('outside-only', grade);
  expect(alone).toMatchObject({ label: grade, outcome: 'answered', engine: 'extractive', degraded: 'no-model-allowed' });
  expect((await asked('both', grade)).label).toBe(grade);
  expect(outside.bodies()).toEqual([]);
  expect(received(inside, grade)).toBeGreaterThan(0);
});

test('nor of one that its secrecy mark raises above what was chosen', async () => {
  const raised = await asked('outside-only', 'internal', { chosen: 'public', mark: '内部\n' });
  expect(raised).toMatchObject({ label: 'internal', degraded: 'no-model-allowed' });
  expect(outside.bodies()).toEqual([]);
});

test('what is asked after it keeps its label, about the file or not, and again when asked anew', async () => {
  const first = await asked('both', 'sensitive');
  inside.reset();
  for (const question of [aboutParking, aboutCamp, aboutCamp]) {
    const next = await answer.ask(soloCaller, { question, scenario: 'both', conversationId: first.runId });
    expect(next.label).toBe('sensitive');
  }
  expect(received(inside, 'sensitive')).toBeGreaterThan(0);
  expect(outside.bodies()).toEqual([]);
  // Beside the conversation the same question goes out as before.
  await answer.ask(soloCaller, { question: aboutParking, scenario: 'outside-only' });
  expect(outside.bodies()).not.toEqual([]);
});
