import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffLines, withContext } from './line-diff.ts';

const short = (before: string, after: string): string[] =>
  diffLines(before, after).map(({ kind, text }) => ({ same: ' ', removed: '-', added: '+' })[kind] + text);

test('a changed line is taken out and put in; what stands around it stays', () => {
  expect(short('一\n二\n三', '一\n2\n三')).toEqual([' 一', '-二', '+2', ' 三']);
  expect(short('一\n二', '一\n二')).toEqual([' 一', ' 二']);
  expect(short('一\n二\n三\n四', '二\n三\n五\n四')).toEqual(['-一', ' 二', ' 三', '+五', ' 四']);
});

test('either text is found again in its lines, and no longer common part was missed where one is the other with lines taken out', () => {
  const text = fc.array(fc.constantFrom('甲', '乙', '丙', ''), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (left, right, keeps) => {
      const lines = diffLines(left.join('\n'), right.join('\n'));
      expect(
        lines
          .filter(({ kind }) => kind !== 'added')
          .map(({ text: line }) => line)
          .join('\n'),
      ).toBe(left.join('\n'));
      expect(
        lines
          .filter(({ kind }) => kind !== 'removed')
          .map(({ text: line }) => line)
          .join('\n'),
      ).toBe(right.join('\n'));
      const fewer = left.filter((_, place) => keeps[place]);
      if (fewer.length > 0) expect(diffLines(left.join('\n'), fewer.join('\n')).some(({ kind }) => kind === 'added')).toBe(false);
    }),
  );
});

test('only what is near a change is shown, with a mark where lines are left out', () => {
  const lines = diffLines('1\n2\n3\n4\n5\n6', '1\n2\n3\n4\n5\n7');
  expect(withContext(lines, 1).map((line) => line && line.text)).toEqual([null, '5', '6', '7']);
});
