import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../../../test/support/same-seed.ts';
import type { ComparisonRow } from '../comparison-contract.ts';
import { compareTexts } from './compare-texts.ts';

function textOf(...lines: readonly string[]) {
  let start = 0;
  const paragraphs = lines.map((line) => {
    const paragraph = { kind: 'body' as const, start, end: start + line.length };
    start += line.length + 1;
    return paragraph;
  });
  return { text: lines.join('\n'), paragraphs };
}
const brief = ({ kind, before, after }: ComparisonRow): string => `${kind} ${before?.number ?? '-'} ${after?.number ?? '-'}`;
const marked = (side: ComparisonRow['before']): string[] => side?.marks.map(({ start, end }) => side.text.slice(start, end)) ?? [];

describe('two texts are compared clause by clause', () => {
  test('with the words marked that changed', () => {
    const rows = compareTexts(
      textOf('第一条 家庭人均月收入不超过两千元的，可以申请。', '第二条 申请由街道受理。'),
      textOf('第一条 家庭人均月收入不超过三千元的，可以申请。', '第二条 申请由街道受理。'),
    );
    expect(rows.map(brief)).toEqual(['changed 1 1', 'same 2 2']);
    expect(marked(rows[0]?.before ?? null).join()).toMatch(/两/);
    expect(marked(rows[0]?.after ?? null).join()).toMatch(/三/);
    expect(rows[0]?.after?.marks.length).toBe(1);
  });

  test('also where an article was put in between and the others moved on', () => {
    const rows = compareTexts(
      textOf('第一条 为规范停车管理，制定本办法。', '第二条 停车收费每小时三元。', '收费标准应当公示。', '第三条 本办法自公布之日起施行。'),
      textOf(
        '第一条 为规范停车管理，制定本办法。',
        '第二条 残疾人停车凭证免费。',
        '第三条 停车收费每小时五元。',
        '收费标准应当公示。',
        '第四条 本办法自公布之日起施行。',
      ),
    );
    expect(rows.map(brief)).toEqual(['same 1 1', 'added - 2', 'changed 2 3', 'same 2/2 3/2', 'changed 3 4']);
  });

  test('and what has nothing in common is removed and added', () => {
    const rows = compareTexts(textOf('犬只应当登记并佩戴标识。'), textOf('烟花燃放时段另行公布。'));
    expect(rows.map(({ kind }) => kind).toSorted()).toEqual(['added', 'removed']);
  });
});

test('each side can be put together again from the rows, and unmarked words are the same on both', () => {
  const line = fc.stringMatching(/^(第[一二三四五]条 )?[甲乙丙丁戊]{1,8}$/);
  const lines = fc.array(line, { maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (left, right) => {
      const rows = compareTexts(textOf(...left), textOf(...right));
      expect(rows.flatMap(({ before }) => before?.text ?? [])).toEqual(left);
      expect(rows.flatMap(({ after }) => after?.text ?? [])).toEqual(right);
      for (const { kind, before, after } of rows) if (kind === 'changed') expect(unmarked(before)).toBe(unmarked(after));
    }),
  );
});

function unmarked(side: ComparisonRow['before']): string {
  if (!side) return '';
  const marks = side.marks;
  return Array.from(side.text.matchAll(/[^]/g))
    .filter(({ index }) => !marks.some(({ start, end }) => index >= start && index < end))
    .map(([unit]) => unit)
    .join('');
}
