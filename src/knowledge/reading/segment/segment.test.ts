import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanDraft } from '../clean/clean.ts';
import { parseMarkdown } from '../parse/md.ts';
import { parseText } from '../parse/txt.ts';
import type { ReadingText } from '../reading.ts';
import { segmentPassages } from './segment.ts';

function reading(source: string, parse = parseText): ReadingText {
  const parsed = parse(source);
  if (parsed.kind === 'rejected') throw new Error(parsed.reason);
  return cleanDraft(parsed.draft);
}
const segment = (source: string, title = '') => segmentPassages(reading(source), title);
const sentence = '申请人应当如实提交材料，并对材料的真实性负责。';

describe('segmentPassages', () => {
  it('makes one passage of one article, with its chapter above it', () => {
    const passages = segment(
      `第二章 申请\n第十二条 申请人应当具备下列条件：\n（一）具有本市户籍；\n（二）年满十八周岁。\n第十二条之一 ${sentence}`,
    );
    expect(passages).toMatchObject([
      {
        headingPath: ['第二章 申请', '第十二条'],
        article: '12',
        text: '第十二条 申请人应当具备下列条件：\n（一）具有本市户籍；\n（二）年满十八周岁。',
      },
      { headingPath: ['第二章 申请', '第十二条之一'], article: '12.1' },
    ]);
  });

  it('splits a long article between its paragraphs', () => {
    const paragraph = sentence.repeat(10);
    const passages = segment(`第三条 ${paragraph}\n${sentence.repeat(11)}\n${sentence.repeat(12)}`);
    expect(passages.map(({ article }) => article)).toEqual(['3', '3', '3']);
    expect(passages.map(({ paragraph: index }) => index)).toEqual([0, 1, 2]);
  });

  it('puts numbered headings into the path, also those on the line of their text', () => {
    const passages = segment(
      `一、总体要求\n${sentence}\n二、重点任务\n（一）压实责任。${sentence}\n（二）强化评估。\n${sentence}各区每年报告一次。`,
    );
    expect(passages.map(({ headingPath }) => headingPath)).toEqual([
      ['一、总体要求'],
      ['二、重点任务', '（一）压实责任'],
      ['二、重点任务', '（二）强化评估'],
    ]);
  });

  it('merges short paragraphs and splits long ones at sentence ends', () => {
    const passages = segment(`${sentence}\n${sentence}\n${sentence.repeat(40)}`);
    expect(passages[0]?.text).toBe(`${sentence}\n${sentence}`);
    for (const passage of passages.slice(1)) expect(passage.text.length).toBeLessThanOrEqual(400);
    expect(passages.every(({ text }) => text.endsWith('。'))).toBe(true);
  });

  it('keeps a small table whole and gives the rows of a large one their head', () => {
    const table = (rows: number) =>
      [
        '| 事项 | 收费标准 |',
        ...Array.from({ length: rows }, (_, row) => `| 第${row}类停车场每小时收费 | ${row}元，不足一小时按一小时计算 |`),
      ].join('\n');
    expect(segmentPassages(reading(`# 收费表\n\n${table(3)}`, parseMarkdown), '')).toHaveLength(1);
    const [first, second] = segmentPassages(reading(`# 收费表\n\n${table(40)}`, parseMarkdown), '');
    expect(first?.headingPath).toEqual(['收费表']);
    expect(second?.headingPath).toEqual(['收费表', '事项 | 收费标准']);
  });

  it('never makes a passage of a heading that has text beneath it, nor of the title', () => {
    const texts = segment(`青石市停车管理办法\n第一章 总则\n第一条 ${sentence}`, '青石市停车管理办法').map(({ text }) => text);
    expect(texts).toEqual([`第一条 ${sentence}`]);
  });

  it('never takes a line in brackets about issue or adoption for a heading', () => {
    const paths = segment(`青石市停车管理办法\n（2024年3月18日印发）\n第一条 ${sentence}${sentence}`, '青石市停车管理办法').map(
      ({ headingPath }) => headingPath,
    );
    expect(paths).toEqual([[], ['第一条']]);
  });

  it('parts the words of a heading by one ordinary space and leaves the text as it is', () => {
    expect(segment(`第二章　申请条件\n第四条　${sentence}`)).toMatchObject([
      { headingPath: ['第二章 申请条件', '第四条'], text: `第四条　${sentence}` },
    ]);
  });

  it('takes the last entry of a list for no heading, and a numbered sentence for no part of the heading before it', () => {
    const passages = segment(`一、申请材料\n（一）身份证；\n（二）户口簿。\n${sentence}\n二、本办法自印发之日起施行。`);
    expect(passages.map(({ headingPath }) => headingPath)).toEqual([['一、申请材料'], []]);
  });

  it('still finds a document that has nothing but headings', () => {
    expect(
      segment('第一章 总则\n第二章 附则')
        .map(({ text }) => text)
        .join('\n'),
    ).toContain('第二章 附则');
  });

  it('cuts passages that are exact, in order, within the limit, and lose no sentence', () => {
    const line = fc.constantFrom(
      '第一章 总则',
      `第五条 ${sentence}`,
      '一、总体要求',
      '（二）加强监管。',
      sentence,
      sentence.repeat(30),
      '附件：1.清单',
      '3.其他材料',
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
        const read = reading(lines.join('\n'));
        const passages = segmentPassages(read, '');
        passages.forEach((passage, index) => {
          expect(passage.ordinal).toBe(index);
          expect(passage.text).toBe(read.text.slice(passage.start, passage.end));
          expect(passage.text.length).toBeLessThanOrEqual(600);
          expect(passage.start).toBeGreaterThanOrEqual(passages[index - 1]?.end ?? 0);
        });
        const count = (text: string) => text.split(sentence).length - 1;
        expect(passages.reduce((sum, passage) => sum + count(passage.text), 0)).toBe(count(read.text));
      }),
    );
  });
});
