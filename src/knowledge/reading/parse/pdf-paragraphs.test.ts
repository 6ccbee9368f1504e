import { describe, expect, it } from 'vitest';
import { isFurnitureTest, partWatermark } from './pdf-furniture.ts';
import { linesOfPage, type PageItem } from './pdf-lines.ts';
import { paragraphsOf } from './pdf-paragraphs.ts';

const item = (text: string, x: number, y: number): PageItem => ({ text, x, y, width: text.length * 10, height: 10 });
const paragraphs = (items: readonly PageItem[]) =>
  paragraphsOf(linesOfPage(items, 1), 10).map(({ pieces }) => pieces.map(({ text }) => text).join(''));

describe('the paragraphs of a page', () => {
  it('begin anew at each attachment, at the line of who printed it, and below a signature at the right edge', () => {
    const lines = [
      item('附件：1.社区养老服务设施建设标准', 40, 100),
      item('2.补助资金申请表和绩效目标自评表', 40, 118),
      item('青石市住房公积金管理中心综合科', 250, 170),
      item('2025年4月16日', 0, 188),
      item('抄送：财政部某某监管局，省审计厅。', 40, 240),
      item('青石市财政局办公室', 40, 258),
      item('2025年4月17日印发', 200, 258),
    ];
    expect(paragraphs(lines)).toEqual([
      '附件：1.社区养老服务设施建设标准',
      '2.补助资金申请表和绩效目标自评表',
      '青石市住房公积金管理中心综合科',
      '2025年4月16日',
      '抄送：财政部某某监管局，省审计厅。',
      '青石市财政局办公室 | 2025年4月17日印发',
    ]);
  });
});

describe('what stands on a page and is not of its text', () => {
  const shapes = [{ width: 595, height: 842 }];
  const furniture = (items: readonly PageItem[]) => {
    const lines = linesOfPage(items, 1);
    return lines.filter(isFurnitureTest(lines, shapes)).map(({ text }) => text);
  };

  it('is what a browser prints at its edges', () => {
    const items = [
      item('2025/4/16 09:21', 24, 15),
      item('标题', 300, 15),
      item('青石市人民政府令', 100, 80),
      item('2025/4/16 起施行', 100, 400),
      item('https://example.org/a.html', 24, 820),
      item('1/1', 560, 820),
    ];
    expect(furniture(items).join(' ')).toBe('2025/4/16 09:21 | 标题 https://example.org/a.html | 1/1');
  });

  it('is a watermark across upright text, but not a page that is set at an angle', () => {
    const slanted = { ...item('内部资料严禁外传', 100, 300), isSlanted: true };
    expect(partWatermark([item('为支持缴存职工住房需求', 0, 100), slanted]).watermark).toEqual([slanted]);
    expect(partWatermark([slanted]).watermark).toEqual([]);
  });
});
