import { describe, expect, it } from 'vitest';
import { linesOfPage, type PageItem } from './pdf-lines.ts';

const item = (text: string, x: number, width = text.length * 10, y = 100, height = 10): PageItem => ({ text, x, y, width, height });
const texts = (items: readonly PageItem[]) => linesOfPage(items, 1).map((line) => line.text);

describe('the lines of a page', () => {
  it('are whole where signs of another font are written before or after them', () => {
    expect(texts([item('“', 80), item('关于', 60), item('六一八”灾情', 90)])).toEqual(['关于“六一八”灾情']);
    expect(texts([item('启动', 0), item('Ⅳ', 20), item('级', 30)])).toEqual(['启动Ⅳ级']);
    expect(texts([item('启动', 0), item('级响应', 30), item('Ⅳ', 20), item('Ⅲ', 60)])).toEqual(['启动Ⅳ级响应Ⅲ']);
  });

  it('keep two columns apart, whose lines stand beside each other', () => {
    expect(texts([item('左一', 0), item('左二', 0, 20, 120), item('右一', 200), item('右二', 200, 20, 120)])).toEqual([
      '左一',
      '左二',
      '右一',
      '右二',
    ]);
  });

  it('have cells where blanks without height stand between words', () => {
    expect(texts([item('类别', 0), item(' ', 20, 90, 108, 0), item('序号', 100)])).toEqual(['类别 | 序号']);
  });
});
