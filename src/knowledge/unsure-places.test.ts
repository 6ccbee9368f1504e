import { expect, it } from 'vitest';
import { asRecognised } from './reading/recognised-elements.ts';
import { unsurePlaces } from './unsure-places.ts';

const box = { x: 0, y: 0, width: 10, height: 10 };
const text = '收费标准为每小时五元\n自三月起施行';
const run = (start: number, length: number, confidence?: number) => ({
  start,
  length,
  origin: { kind: 'page' as const, page: 1, box, ...(confidence !== undefined && { confidence }) },
});
const originMap = { runs: [run(0, 5), run(5, 1, 0.6), run(6, 1), run(7, 1, 0.4), run(8, 2), run(11, 1), run(12, 1, 0.7), run(13, 4)] };

it('places of which recognition was unsure are shown with what stands beside them, near ones together', () => {
  expect(unsurePlaces({ text, paragraphs: [], originMap, pages: [] })).toEqual([
    { span: { start: 5, end: 8 }, confidence: 0.4, before: '收费标准为', text: text.slice(5, 8), after: '五元' },
    { span: { start: 12, end: 13 }, confidence: 0.7, before: '自', text: '三', after: '月起施行' },
  ]);
});

it('an element is no surer than the recognition of its place', () => {
  const element = { name: 'date', value: '五元', span: { start: 7, end: 9 }, confidence: 0.95 } as const;
  const reading = { text, paragraphs: [], originMap, notes: [] };
  expect(asRecognised(reading, element)).toMatchObject({ confidence: 0.4, isRecognised: true });
  expect(asRecognised(reading, { ...element, span: null })).toMatchObject({ confidence: 0.9, isRecognised: true });
});
