import { expect, test } from 'vitest';
import { newId, runIdSchema, versionIdSchema } from '../base/ids.ts';
import { answerSchema } from './contract.ts';
import { versionsUsed, withholdUnreadable } from './withhold.ts';

const [one, other] = [newId(versionIdSchema), newId(versionIdSchema)];
const answer = answerSchema.parse({
  runId: newId(runIdSchema),
  question: '首小时收费多少？',
  outcome: 'not-sure',
  refused: true,
  sentences: [],
  citations: [],
  found: [],
  notice: null,
  label: 'internal',
  engine: 'extractive',
  asOf: null,
  steps: [],
  askedAt: '2026-03-01T04:00:00.000Z',
  reasoning: { text: '先看两份材料。', versionIds: [one, other] },
});

test('reasoning is shown to who may read every document that lay before the model, quoted or not', () => {
  expect(versionsUsed(answer)).toEqual([one, other]);
  expect(withholdUnreadable(answer, new Set([one, other])).reasoning).toEqual(answer.reasoning);
  for (const readable of [[one], [other], []]) expect(withholdUnreadable(answer, new Set(readable)).reasoning).toBeNull();
});
