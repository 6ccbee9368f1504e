import { unzipSync } from 'fflate';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestLibrary, type TestLibrary } from '../../../test/support/library.ts';
import { createChanges } from '../../access/changes/changes.ts';
import { type Caller, soloCaller } from '../../access/access.ts';
import { newId, personIdSchema, runIdSchema } from '../../base/ids.ts';
import { readDocument } from '../../knowledge/reading/read-document.ts';
import { createScenarios } from '../../scenarios/scenarios.ts';
import { type AnswerRoom } from '../answer.ts';
import { type Answer, answerSchema } from '../contract.ts';
import { asDocx } from './docx.ts';
import type { ExportWish } from './export.ts';
import { asMarkdown } from './markdown.ts';
import { makeSheet } from './sheet.ts';
import { openAnswers } from '../../../test/support/answers.ts';

let library: TestLibrary;
let answer: AnswerRoom;
const caller = soloCaller;
const settings = { origin: 'https://hengjian.example', producer: '001191330100000000000X' };
const ask = { question: '小型车在一类区域停车首小时收费多少？', scenario: 'policy-questions' };

beforeAll(async () => {
  library = await openTestLibrary();
  const scenarios = await createScenarios({ ...library, changes: createChanges(library) });
  answer = openAnswers(library, { scenarios, exports: settings });
  await library.bring(
    '停车.txt',
    '云溪市停车收费规定\n云政发〔2025〕7号\n第一条 小型车在一类区域停车，首小时收费六元。\n第二条 大型车停车收费加倍。\n第三条 残疾人专用车辆免收停车费。',
    { grade: 'internal', effectiveOn: '2025-01-01' },
  );
});
afterAll(() => library.close());

async function exported(id: Answer['runId'], wish: Partial<ExportWish> = {}, as: Caller = caller) {
  const file = await answer.export(as, id, { what: 'answer', format: 'markdown', language: 'zh', ...wish });
  if (!(file.bytes instanceof Uint8Array)) throw new Error('bytes are expected');
  return { ...file, bytes: file.bytes, text: new TextDecoder().decode(file.bytes) };
}

describe('an answer as Markdown', () => {
  test('has a footnote with title, number, place, validity, day of use and link for every source', async () => {
    const { runId, sentences } = await answer.ask(caller, ask);
    const { text, fileName, mediaType } = await exported(runId);
    expect([fileName, mediaType]).toEqual([`answer-${runId}.md`, 'text/markdown']);
    expect(text).toContain('级别：内部');
    expect(text).toContain(`${sentences[0]?.text}[^1]`);
    const note = text.split('\n').find((line) => line.startsWith('[^1]: '));
    expect(note).toContain('《云溪市停车收费规定》，云政发〔2025〕7号');
    expect(note).toContain('引用时有效，引用日期 2026-03-01');
    expect(note).toMatch(/\[查看原文\]\(<https:\/\/hengjian\.example\/library\/[0-9a-f-]{36}>\)$/u);
    expect(text).not.toContain('AIGC');
    expect((await exported(runId, { language: 'en' })).text).toContain('Grade: internal');
  });

  test('is put on record without a word of it, and is nobody else’s', async () => {
    const { runId } = await answer.ask(caller, ask);
    await exported(runId);
    const [record] = (await library.ledger.list({ subject: runId, limit: 1 })).records;
    expect(record?.record).toMatchObject({ action: 'answer-exported', details: { what: 'answer', format: 'markdown', runs: [runId] } });
    expect(JSON.stringify(record?.record)).not.toContain('停车');
    const other: Caller = { ...caller, person: newId(personIdSchema) };
    await expect(exported(runId, {}, other)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('leaves out what its asker may no longer read', async () => {
    const { runId } = await answer.ask(caller, ask);
    const { text } = await exported(runId, {}, { ...caller, scope: new Set() } as unknown as Caller);
    expect(text).not.toContain('六元');
    expect(text).toContain('无权查看');
  });
});

test('a conversation is exported whole, oldest first, with its notes numbered through', async () => {
  const first = await answer.ask(caller, ask);
  // Ids made within one millisecond are in no order.
  library.clock.today = '2026-03-02';
  const second = await answer.ask(caller, { ...ask, question: '残疾人专用车辆停车收费吗？', conversationId: first.runId });
  const { text } = await exported(second.runId, { what: 'conversation' });
  expect(text.indexOf('首小时收费六元')).toBeLessThan(text.indexOf('免收停车费'));
  expect(text).toContain('[^2]: ');
  const { records } = await library.ledger.list({ subject: second.runId, limit: 1 });
  expect(records[0]?.record.details).toMatchObject({ runs: [first.runId, second.runId] });
});

describe('an answer as a Word document', () => {
  test('is read by our own reader, with its footnotes after the text', async () => {
    const { runId } = await answer.ask(caller, ask);
    const { bytes, fileName } = await exported(runId, { format: 'docx' });
    const reading = await readDocument({ name: fileName, bytes });
    expect(reading.kind).toBe('read');
    const text = reading.kind === 'read' ? reading.reading.text : '';
    expect(text.indexOf('首小时收费六元')).toBeGreaterThan(0);
    expect(text.indexOf('云政发〔2025〕7号')).toBeGreaterThan(text.indexOf('首小时收费六元'));
    const parts = partsOf(bytes);
    expect(parts['word/header1.xml']).toContain('级别：内部');
    expect(parts['word/document.xml']).toContain('<w:footnoteReference');
    expect(parts['word/document.xml']).not.toContain('人工智能');
    expect(parts['docProps/custom.xml'] ?? '').not.toContain('AIGC');
  });

  test('says that a model wrote it, to readers and to machines', async () => {
    const parts = partsOf(await asDocx(sheetOf({ engine: 'generative', outcome: 'answered', refused: false })));
    expect(parts['word/document.xml']).toContain('以下内容由人工智能生成');
    const custom = parts['docProps/custom.xml'] ?? '';
    expect(custom).toContain('name="AIGC"');
    expect(custom).toContain('&quot;Label&quot;:&quot;1&quot;');
    expect(custom).toContain(`&quot;ContentProducer&quot;:&quot;${settings.producer}&quot;`);
  });
});

test('what only the model holds stands apart, under words that say so, without a footnote, and is labelled as made by one', async () => {
  const sheet = sheetOf({ opinions: [{ text: '建议提前咨询。', score: 0.1, versionIds: [] }] });
  const markdown = asMarkdown(sheet);
  expect(markdown).toMatch(/\*\*模型观点（人工智能生成，未经文件证实，不是回答）\*\*\n\n> 建议提前咨询。\n/u);
  expect(markdown).toContain('AIGC');
  expect(markdown).not.toContain('已与出处逐句核对');
  const parts = partsOf(await asDocx(sheet));
  expect(parts['word/document.xml']).toContain('模型观点（人工智能生成，未经文件证实，不是回答）');
  expect(parts['docProps/custom.xml']).toContain('name="AIGC"');
});

test('no text that was asked or quoted turns into markup', async () => {
  const text = fc.array(fc.constantFrom(...'#*_[]()<>`~|\\!&-+=:1. \n', '一', '《办法》', '[^1]', '---', '<b>', '\u0001').map(String), {
    minLength: 1,
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(text, async (pieces) => {
      const said = `甲${pieces.join('')}乙`;
      const sheet = sheetOf({ sentences: [{ text: said, citations: [], score: null, judged: null }], outcome: 'answered', refused: false });
      const plain = await readDocument({ name: 'x.docx', bytes: await asDocx(sheet) });
      const letters = (one: string): string => one.replaceAll(/[\s\u0001]/gu, '');
      expect(plain.kind === 'read' && letters(plain.reading.text)).toContain(letters(said));
      const markdown = asMarkdown(sheet);
      const body = markdown.slice(markdown.indexOf('甲'));
      // Whatever could open markup stands behind a backslash, the hard breaks between lines and the end apart.
      expect(body.replaceAll(/\\[^\n]/gu, '').replaceAll('\\\n', '')).not.toMatch(/[*_`[\]<>&~|\\]/u);
    }),
    { numRuns: 40 },
  );
});

function partsOf(bytes: Uint8Array): Record<string, string> {
  const decoder = new TextDecoder();
  return Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, part]) => [name, decoder.decode(part)]));
}

function sheetOf(about: Partial<Answer>) {
  const one = answerSchema.parse({
    runId: newId(runIdSchema),
    question: '停车怎么收费？',
    outcome: 'answered',
    refused: false,
    sentences: [{ text: '首小时六元。', citations: [] }],
    citations: [],
    found: [],
    notice: null,
    label: 'public',
    engine: 'extractive',
    asOf: null,
    steps: [],
    askedAt: '2026-03-01T04:00:00.000Z',
    ...about,
  });
  return makeSheet({ answers: [one], language: 'zh', today: '2026-03-01', ...settings });
}
