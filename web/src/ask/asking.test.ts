import { describe, expect, it } from 'vitest';
import { answerEventSchema, answerSchema, type AnswerEvent } from '../../../src/answer/contract.ts';
import { answerText } from './answer-text.ts';
import { afterEvent, afterStream, startAsking } from './asking.ts';

const id = '01980000-0000-7000-8000-000000000001';
const quotation = {
  number: 1,
  quote: '家庭人均月收入不超过3200元',
  document: { id, name: '办法.docx', title: '公共租赁住房管理办法', grade: 'public' },
  version: { id, number: 2, documentNumber: '霁政发〔2024〕3号', effectiveOn: '2024-05-01', expiredOn: null, validity: 'in-force' },
  passageId: id,
  headingPath: ['第二章 申请', '第八条'],
  page: 3,
  start: 10,
  end: 24,
  origin: [],
};
const sentence = { text: quotation.quote, citations: [1] };
const answer = answerSchema.parse({
  runId: id,
  question: '收入不能超过多少？',
  outcome: 'answered',
  refused: false,
  sentences: [sentence],
  citations: [quotation],
  found: [],
  notice: null,
  label: 'public',
  engine: 'extractive',
  degraded: null,
  leftOut: [],
  corrected: 0,
  asOf: '2026-01-01',
  steps: [],
  askedAt: '2026-01-01T00:00:00.000Z',
});
const released: AnswerEvent = answerEventSchema.parse({ kind: 'sentence-released', sentence, citations: [quotation] });
const started: AnswerEvent = answerEventSchema.parse({ kind: 'run-started', runId: id, asOf: '2026-01-01' });
const failed: AnswerEvent = { kind: 'run-failed', runId: null, problem: { code: 'internal', zh: '出错了。', en: 'Failed.' } };

const begun = startAsking({
  question: answer.question,
  scenario: 'policy-questions',
  asOf: undefined,
  conversationId: undefined,
  attachmentIds: [],
});

describe('an answer on its way', () => {
  it('shows each sentence as it is released, and each quotation once', () => {
    const asking = [started, released, released].reduce(afterEvent, begun);
    expect(asking.sentences).toHaveLength(2);
    expect(asking.citations).toHaveLength(1);
    expect(asking.asOf).toBe('2026-01-01');
  });

  it('has what the model reasons apart from its sentences', () => {
    const thought = (text: string): AnswerEvent => ({ kind: 'reasoning-written', text });
    const asking = [started, thought('先看'), thought('材料'), released].reduce(afterEvent, begun);
    expect(asking).toMatchObject({ reasoning: '先看材料', sentences: [sentence] });
  });

  it('gives way to the recorded answer, which is what counts', () => {
    const asking = [started, released, released, { kind: 'answer-finished', answer } as const].reduce(afterEvent, begun);
    expect(asking.sentences).toEqual(answer.sentences);
    expect(afterStream(asking).phase).toEqual({ kind: 'finished', answer });
  });

  it('is a failure when the stream ends before the answer does', () => {
    const cutOff = afterStream([started, released].reduce(afterEvent, begun));
    expect(cutOff.phase).toMatchObject({ kind: 'failed', error: { code: 'server-unreachable' } });
  });

  it('changes no more after it has failed', () => {
    const asking = [failed, released].reduce(afterEvent, begun);
    expect(asking.phase.kind).toBe('failed');
    expect(asking.sentences).toHaveLength(0);
  });
});

it('a copied answer takes its numbered sources along', () => {
  const text = answerText(answer, { sources: '出处', written: '人工智能生成', opinions: '模型观点', page: (page) => `第 ${page} 页` });
  expect(text.split('\n')).toEqual([
    '收入不能超过多少？',
    '',
    '家庭人均月收入不超过3200元[1]',
    '',
    '出处',
    '[1] 《公共租赁住房管理办法》 霁政发〔2024〕3号 第二章 申请 第八条 第 3 页：“家庭人均月收入不超过3200元”',
  ]);
});

it('a copied answer says of what only the model holds that it is no more than that', () => {
  const words = { sources: '出处', written: '人工智能生成', opinions: '模型观点', page: (page: number) => `第 ${page} 页` };
  const text = answerText({ ...answer, opinions: [{ text: '建议提前咨询。', score: 0.1, versionIds: [] }] }, words);
  expect(text).toContain('[1]\n\n（模型观点）\n建议提前咨询。\n\n出处');
});
