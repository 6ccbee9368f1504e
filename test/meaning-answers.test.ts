// Answers on a library whose search goes by meaning too: what only meaning found is shown as near and asserts nothing.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { soloCaller } from '../src/access/access.ts';
import { type AnswerRoom } from '../src/answer/answer.ts';
import { readDocument } from '../src/knowledge/reading/read-document.ts';
import { createScenarios } from '../src/scenarios/scenarios.ts';
import { openSearchGround, type SearchGround } from './support/search-models.ts';
import { openAnswers } from './support/answers.ts';

let site: SearchGround;
let answers: AnswerRoom;
beforeAll(async () => {
  site = await openSearchGround({ reader: { read: (file) => readDocument(file), close: () => {} } });
  const about = { upstreamName: 'fake-embed', abilities: ['embeddings' as const, 'rerank' as const] };
  await site.ground.addModel('inside', `${site.upstream.url}/v1`, { ...about, maxGrade: 'sensitive' });
  await site.ground.addModel('outside', `${site.upstream.url}/v1`, { ...about, zone: 'external', maxGrade: 'public' });
  const { store, ledger, clock } = site.library;
  const { changes, models } = site.ground;
  const scenarios = await createScenarios({ store, ledger, changes, clock });
  answers = openAnswers(site.library, { scenarios, models });
  await site.library.bring('补贴.txt', '养老补贴办法\n第一条 养老补贴的申请材料为身份证和户口簿。', { grade: 'public' });
  // Shares characters with a question and not one word.
  await site.library.bring('倒写.txt', '法办贴补老养\n条一第 证份身为料材。', { grade: 'sensitive' });
});
afterAll(() => site.close());

const ask = (question: string) => answers.ask(soloCaller, { question, scenario: 'policy-questions' });
const retrieved = ({ steps }: Awaited<ReturnType<typeof ask>>) => steps.find(({ name }) => name === 'retrieve')?.summary;

test('what words answer is answered as without models, in words, sources and label of the documents', async () => {
  const question = '养老补贴的申请材料有哪些？';
  const before = await ask(question);
  await site.use('inside');
  await site.complete();
  const after = await ask(question);
  expect(before.outcome).toBe('answered');
  expect([after.outcome, after.sentences, after.citations]).toEqual([before.outcome, before.sentences, before.citations]);
  expect(retrieved(before)?.zh).not.toContain('含义');
  expect(retrieved(after)?.zh).toContain('按词语和含义');
  expect(retrieved(after)?.en).toContain('by words and meaning');
  // It was read from more than the words found.
  expect(after.label).toBe('sensitive');
});

test('what only meaning finds is shown as near, asserts nothing, and the call stands with the run', async () => {
  await site.use('inside', 'inside');
  await site.complete();
  const answer = await ask('养办老法要身材证料是多少？');
  expect(answer).toMatchObject({ refused: true, outcome: 'not-sure', sentences: [], citations: [] });
  expect(answer.found.map(({ document }) => document.name)).toContain('倒写.txt');
  const { steps } = await answers.view(answer.runId, soloCaller);
  const attempts = steps.flatMap(({ call }) => (call ? [call] : []));
  expect(attempts).toMatchObject([
    { model: 'inside', outcome: 'done', usageSource: 'reported' },
    { model: 'inside', outcome: 'done' },
  ]);
  const { records } = await site.library.ledger.list({ subject: answer.runId, limit: 5 });
  expect(records[0]?.record.details).toMatchObject({ calls: [{ outcome: 'done' }, { outcome: 'done' }] });
});

test('a question that a model outside may not see is looked up by words, and the run says so', async () => {
  await site.use('outside');
  await site.complete();
  site.upstream.reset();
  const answer = await ask('养老补贴的申请材料有哪些？');
  expect(answer.outcome).toBe('answered');
  expect(retrieved(answer)?.zh).toContain('只按词语：内容级别高于模型可接收的级别，没有发送');
  expect(site.upstream.stats().requests).toBe(0);
});
