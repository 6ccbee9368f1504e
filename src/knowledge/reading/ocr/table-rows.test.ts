import { expect, it } from 'vitest';
import { linesOfPage, rowsOf } from '../parse/pdf-lines.ts';
import { type FoundLine, settleTables } from './table-rows.ts';

const line = (text: string, x: number, y: number): FoundLine => {
  const box = { x, y, width: text.length * 10, height: 10 };
  return { ...box, parts: [{ text, ...box }] };
};
const textsOf = (found: readonly FoundLine[]): string[] => linesOfPage(settleTables(rowsOf(found)), 1).map(({ text }) => text);

it('cells are told apart however near they are, and a cell of two lines is whole', () => {
  const table = [
    line('序号', 0, 0),
    line('部门', 30, 0),
    line('时限', 100, 0),
    line('1', 5, 20),
    line('市政务服务', 30, 21),
    line('六月底', 85, 20),
    line('数据局', 30, 40),
    line('2', 5, 60),
    line('市政府', 30, 60),
    line('年底', 100, 61),
  ];
  expect(textsOf(table)).toEqual(['序号 | 部门 | 时限', '1 | 市政务服务数据局 | 六月底', '2 | 市政府 | 年底']);
});

it('a line that was found in two parts stays one line', () => {
  expect(textsOf([line('公共停车场', 0, 0), line('的收费标准', 52, 1), line('由单位公布', 0, 20)])).toEqual([
    '公共停车场的收费标准',
    '由单位公布',
  ]);
});
