// The demo institution promises questions that its documents answer; this holds the promise to the documents.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { linesOf } from '../demo/make/draft.ts';
import { drafts } from '../demo/make/drafts.ts';
import { gradeSchema } from '../src/base/grade.ts';

const demoFolder = join(import.meta.dirname, '..', 'demo');
const libraryFolder = join(demoFolder, 'library');
const date = z.iso.date();

const manifestSchema = z.array(
  z.strictObject({
    file: z.string(),
    title: z.string(),
    collection: z.string(),
    department: z.string(),
    grade: gradeSchema,
    effectiveOn: date.optional(),
    expiredOn: date.optional(),
  }),
);

const question = { id: z.string(), question: z.string(), asOf: date.optional() };
const cardsSchema = z.array(
  z.strictObject({ ...question, questionEn: z.string(), shows: z.strictObject({ zh: z.string(), en: z.string() }) }),
);
const answerPoints = z.array(z.array(z.string()).min(1));
const expectedSchema = z.discriminatedUnion('answerable', [
  z.strictObject({
    ...question,
    answerable: z.literal(true),
    answerPoints: answerPoints.min(1),
    evidenceFile: z.string(),
    evidenceQuote: z.string(),
  }),
  z.strictObject({ ...question, answerable: z.literal(false), answerPoints: answerPoints.max(0) }),
]);

const manifest = manifestSchema.parse(JSON.parse(read('library.json')));
const cards = cardsSchema.parse(JSON.parse(read('questions.json')));
const expected = read('expected.jsonl')
  .trim()
  .split('\n')
  .map((line) => expectedSchema.parse(JSON.parse(line)));
const answerable = expected.filter((each) => each.answerable);

describe('the demo institution', () => {
  test('lists every file of its library once, and nothing else', () => {
    expect(manifest.map(({ file }) => file).toSorted()).toEqual(readdirSync(libraryFolder).toSorted());
  });

  test('stays below 2.5 MB', () => {
    const bytes = readdirSync(libraryFolder).reduce((sum, file) => sum + statSync(join(libraryFolder, file)).size, 0);
    expect(bytes).toBeLessThan(2_500_000);
  });

  test('has a manifest that agrees with the drafts', () => {
    expect(manifest).toEqual(
      drafts.map(({ file, title, collection, department, grade, facts }) => ({ file, title, collection, department, grade, ...facts })),
    );
  });

  test('asks each question once, and expects something of every card', () => {
    const ids = expected.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { id, question, asOf } of cards)
      expect(expected.find((each) => each.id === id)).toMatchObject({ question, ...(asOf && { asOf }) });
  });

  test.each(answerable)('has the evidence for $id in its document', ({ evidenceFile, evidenceQuote }) => {
    expect(textOf(evidenceFile)).toContain(evidenceQuote);
  });

  test.each(answerable)('expects for $id only what the same document says', ({ evidenceFile, answerPoints: points }) => {
    const text = textOf(evidenceFile);
    expect(points.filter((alternatives) => !alternatives.some((phrase) => text.includes(phrase)))).toEqual([]);
  });
});

function read(file: string): string {
  return readFileSync(join(demoFolder, file), 'utf8');
}

/** The draft's text without white space, as quotations in expected.jsonl are written. */
function textOf(file: string): string {
  const draft = drafts.find((each) => each.file === file);
  if (!draft) throw new Error(`No draft makes ${file}`);
  return linesOf(draft).join('').replace(/\s/g, '');
}
