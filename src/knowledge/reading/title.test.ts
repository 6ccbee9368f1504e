import { describe, expect, it } from 'vitest';
import { cleanDraft } from './clean/clean.ts';
import { parseText } from './parse/txt.ts';
import { titleOf } from './title.ts';

function title(...lines: string[]): string {
  const parsed = parseText(lines.join('\n'));
  if (parsed.kind === 'rejected') throw new Error(parsed.reason);
  return titleOf(cleanDraft(parsed.draft), undefined, 'folder/扫描0001.txt');
}
const sentence = '申请人应当如实提交材料，并对材料的真实性负责。';

describe('titleOf', () => {
  it('finds the title below the header and the number of an official document', () => {
    expect(title('青石市人民政府文件', '青政发〔2024〕8号', '青石市停车管理办法', '（2024年3月18日印发）', sentence)).toBe(
      '青石市停车管理办法',
    );
    expect(title('青石市数据局文件', '青数发〔2024〕8号', '青石市数据安全应急预案', '各科室：', sentence)).toBe('青石市数据安全应急预案');
  });

  it('joins a title set on several lines', () => {
    expect(title('青石市人民政府关于印发', '青石市停车管理办法的通知', sentence)).toBe('青石市人民政府关于印发青石市停车管理办法的通知');
  });

  it('does not take the digits with which a name begins for a number', () => {
    expect(title('青石市12345热线中心文件', '12345热线坐席工作规范', sentence)).toBe('12345热线坐席工作规范');
    expect(title('12345热线常见问题解答（2026年第三期）', sentence)).toBe('12345热线常见问题解答（2026年第三期）');
  });

  it('falls back to the name of the file when the text has no title', () => {
    expect(title(sentence)).toBe('扫描0001');
  });

  it('puts the organs that issue it, on lines of their own, before the subject', () => {
    expect(title('青财〔2024〕8号', '青石市财政局 青石市民政局', '关于做好养老服务工作的通知', sentence)).toBe(
      '青石市财政局 青石市民政局关于做好养老服务工作的通知',
    );
  });

  it('tells the head of minutes, announcements and orders from the title below it', () => {
    expect(title('青石市人民政府专题会议纪要', '〔2024〕26号', '关于研究停车难治理工作的会议纪要', sentence)).toBe(
      '关于研究停车难治理工作的会议纪要',
    );
    expect(title('青石市水务局', '公 告', '2024年第18号', '关于发布节水标准的公告', sentence)).toBe('关于发布节水标准的公告');
    expect(title('青 石 市人民政 府 令', '第63号', '《青石市供水规定》已经通过，现予公布。', '2024年8月26日', '青石市供水规定')).toBe(
      '青石市供水规定',
    );
    expect(title('青石市停车管理办法', '青政发〔2024〕8号', sentence)).toBe('青石市停车管理办法');
  });
});
