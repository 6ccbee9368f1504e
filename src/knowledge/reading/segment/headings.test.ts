import { describe, expect, it } from 'vitest';
import { cleanDraft } from '../clean/clean.ts';
import { parseMarkdown } from '../parse/md.ts';
import { parseText } from '../parse/txt.ts';
import { markHeadings } from './headings.ts';

const sentence = '申请人应当如实提交材料，并对材料的真实性负责，窗口工作人员应当当场核对原件并留存复印件。';

function kinds(source: string, title = '', parse = parseText): string[] {
  const parsed = parse(source);
  if (parsed.kind === 'rejected') throw new Error(parsed.reason);
  const { text, paragraphs } = markHeadings(cleanDraft(parsed.draft), title);
  return paragraphs.map(({ kind, level, start, end }) => `${kind}${level ?? ''} ${text.slice(start, Math.min(end, start + 9))}`);
}

describe('markHeadings', () => {
  it('marks the title, chapters and sections that stand alone, and no article that begins a paragraph', () => {
    expect(
      kinds(
        `青石市停车管理办法\n（2024年3月18日印发）\n第一章　总则\n第一节　原则\n第一条　${sentence}\n第二章　附则\n第二条　${sentence}`,
        '青石市停车管理办法',
      ),
    ).toEqual([
      'title1 青石市停车管理办法',
      'body （2024年3月1',
      'heading1 第一章　总则',
      'heading2 第一节　原则',
      'body 第一条　申请人应当',
      'heading1 第二章　附则',
      'body 第二条　申请人应当',
    ]);
  });

  it('gives numbered headings the level of their depth, also beneath headings that the format marks', () => {
    const source = `一、总体要求\n${sentence}\n二、重点任务\n（一）压实责任。\n${sentence}\n（二）强化评估。${sentence}`;
    expect(kinds(source).map((line) => line.split(' ')[0])).toEqual(['heading1', 'body', 'heading1', 'heading2', 'body', 'body']);
    const marked = kinds(`## 停车管理\n\n一、总体要求\n\n${sentence}`, '', parseMarkdown);
    expect(marked.map((line) => line.split(' ')[0])).toEqual(['heading2', 'heading3', 'body']);
  });

  it('marks a title of two lines whole', () => {
    expect(kinds(`青石市人民政府关于印发\n停车管理办法的通知\n${sentence}`, '青石市人民政府关于印发停车管理办法的通知')).toEqual([
      'title1 青石市人民政府关于',
      'title1 停车管理办法的通知',
      'body 申请人应当如实提交',
    ]);
  });
});
