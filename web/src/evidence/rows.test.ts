import fc from 'fast-check';
import { expect, it } from 'vitest';
import { partsOf } from './rows.ts';

const word = fc.stringMatching(/^[一-龥0-9]{1,4}$/);
const plain = word.map((line) => ({ isRow: false, cells: [line] }));
const row = fc.array(word, { minLength: 2, maxLength: 4 }).map((cells) => ({ isRow: true, cells }));

it('rows and what stands between them are told apart, in order, to the letter', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(plain, row), { minLength: 1, maxLength: 8 }), (lines) => {
      const text = lines.map(({ cells }) => cells.join(' | ')).join('\n');
      const slice = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
      const read = partsOf(text).flatMap((part) =>
        part.kind === 'table'
          ? part.rows.map((cells) => ({ isRow: true, cells: cells.map(slice) }))
          : slice(part.span)
              .split('\n')
              .map((line) => ({ isRow: false, cells: [line] })),
      );
      expect(read).toEqual(lines);
    }),
  );
});

it('rows that follow each other are one table', () => {
  expect(partsOf('收费如下：\n车型 | 首小时\n小型车 | 6元\n另行公布。').map(({ kind }) => kind)).toEqual(['text', 'table', 'text']);
});
