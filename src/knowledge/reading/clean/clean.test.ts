import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { originOf } from '../origin-map.ts';
import { parseText } from '../parse/txt.ts';
import type { ReadingText } from '../reading.ts';
import { cleanDraft } from './clean.ts';

function clean(source: string): ReadingText {
  const parsed = parseText(source);
  if (parsed.kind === 'rejected') throw new Error(parsed.reason);
  return cleanDraft(parsed.draft);
}
const kinds = (reading: ReadingText) => reading.notes.map((note) => note.kind);

const cleanPolicy = `青石市住房公积金提取管理办法
第一章 总则
第一条 为规范住房公积金提取，维护缴存职工权益，根据《住房公积金管理条例》，制定本办法。
第二条 职工有下列情形之一的，可以申请提取：
（一）购买、建造、翻建、大修自住住房的；
（二）离休、退休的；
（三）房租超出家庭工资收入15%的。
附件1 申请材料清单
青石市住房公积金管理中心
2024年5月20日`;

describe('cleaning', () => {
  it('leaves ordinary policy text as it is', () => {
    const reading = clean(cleanPolicy);
    expect(reading.text).toBe(cleanPolicy);
    expect(reading.notes).toEqual([]);
  });

  it('takes out pinyin notes, also of several readings and across lines, and simplifies a traditional text', () => {
    const reading = clean('財(cái)政補(bǔ)貼標(biāo)準(zhǔn)由市財(cái)政局制定，重(zhòng/chóng)大事項(xi\nàng)另行報(bào)告。');
    expect(reading.text).toBe('财政补贴标准由市财政局制定，重大事项另行报告。');
    expect(kinds(reading)).toEqual(['pinyin-notes-removed', 'traditional-to-simplified']);
  });

  it('keeps a single pinyin note that explains a rare character', () => {
    const text =
      '本办法所称邨(cūn)，是指列入保护名录的历史村落，由市文物行政部门会同所在地的区人民政府认定并公布，具体范围以公布的图则为准。';
    expect(clean(text).text).toBe(text);
  });

  it('keeps the few traditional characters of a simplified text', () => {
    const text = '匾额题字为“廣慈醫院”四字，由市文物局登记造册，任何单位和个人不得擅自移动、拆除或者更换，违反规定的依法处理。';
    expect(clean(text).text).toBe(text);
  });

  it('marks destroyed places instead of inventing what stood there', () => {
    const reading = clean('该项目由\ue123\ue124局负责，预算\ufffd万元。');
    expect(reading.text).toBe('该项目由□局负责，预算□万元。');
    expect(kinds(reading)).toEqual(['destroyed-bytes-marked']);
  });

  it('drops page numbers, contents and running heads, and joins the sentence that they cut', () => {
    const reading = clean(
      '目 录\n一、总体要求……………1\n二、重点任务……………3\n三、保障措施……………9\n各区应当于每年三月底以前，将上一年度的补贴发放\n- 1 -\n情况报送市民政局。\n- 2 -\n联系人另行通知。',
    );
    expect(reading.text).toBe('各区应当于每年三月底以前，将上一年度的补贴发放情况报送市民政局。\n联系人另行通知。');
    expect(kinds(reading)).toEqual(['page-furniture-removed', 'broken-lines-joined']);
  });

  it('drops the remarks of a document-sharing site but keeps a real 温馨提示', () => {
    expect(clean('下载本文档\n继续免费阅读\n温馨提示\n办理居住证应当提交身份证明。\n0/150').text).toBe('办理居住证应当提交身份证明。');
    expect(clean('温馨提示\n办理居住证应当提交身份证明。').text).toBe('温馨提示\n办理居住证应当提交身份证明。');
  });

  it('closes spaces around numbers and inside prose, and keeps those after labels', () => {
    expect(clean('第三条 全市共设 57 个服务点，每个服务点配备 3 名工作人员 ，负责受理 申请和答复咨询。').text).toBe(
      '第三条 全市共设57个服务点，每个服务点配备3名工作人员，负责受理申请和答复咨询。',
    );
  });

  it('joins a word broken at a line end the way it is written elsewhere', () => {
    expect(clean('系统接入了 DeepSeek 模型，并在 Deep-\nSeek 的基础上，增加了检索功能，用于政策问答。').text).toContain(
      '在DeepSeek 的基础上'.replace('在', '在 '),
    );
  });

  it('makes full-width digits and letters ordinary ones', () => {
    expect(clean('２０２４年度Ａ类补贴为５００元。').text).toBe('2024年度A类补贴为500元。');
  });

  it('keeps the first of two equal long paragraphs', () => {
    const paragraph =
      '对首次入驻园区的小型微型企业，按照实际缴纳租金的百分之三十给予补贴，单个企业每年最高不超过十万元，补贴期限不超过三年，资金由市区两级财政各承担一半。';
    expect(clean(`摘要\n${paragraph}\n正文\n${paragraph}`).text).toBe(`摘要\n${paragraph}\n正文`);
  });

  it('removes characters that cannot be seen', () => {
    expect(clean('补\u200b贴\u202e标准\u{e0041}。').text).toBe('补贴标准。');
  });

  it('has nothing left to do on its own result', () => {
    const fragment = fc.constantFrom(
      '财政补贴',
      '由市民政局负责',
      '，',
      '。',
      '\n',
      ' ',
      '第三条',
      '57',
      '个',
      '２０',
      '(bǔ)',
      '務',
      '(wù)',
      '- 3 -',
      '\u200b',
      '\ue001',
      'Deep-',
      'Seek',
      '目录',
      '……3',
      '（一）',
      '继续阅读',
      '下载本文档',
      '3',
      '\n\n',
      '体',
      '、',
      '|',
      '?jiǎng)',
      'A',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), (fragments) => {
        const once = clean(fragments.join('')).text;
        expect(clean(once).text).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  it('leads every character back to an equal one in the source, unless it was converted', () => {
    const source = '全市共设 57 个服务点，\n\n负责\u200b受理申请。\n\n  其他事项，按有关规定执行。';
    const reading = clean(source);
    [...reading.text].forEach((character, index) => {
      const [span] = originOf(reading.originMap, index, index + 1);
      if (character === '\n') expect(span).toBeUndefined();
      else expect(span?.kind === 'text' && source.slice(span.start, span.end)).toBe(character);
    });
  });

  it('writes characters for the radical signs that browsers print for them', () => {
    const reading = clean('⻘石市⼈⺠政府⾃2025年1⽉1⽇起施⾏，每⼾⼀表，由主管部⻔负责。');
    expect(reading.text).toBe('青石市人民政府自2025年1月1日起施行，每户一表，由主管部门负责。');
    expect(kinds(reading)).toContain('radicals-replaced');
  });

  it('reads a head set wide as words, and leaves names side by side', () => {
    expect(clean('青 石 市人民政 府 令\n第63号').text).toBe('青石市人民政府令\n第63号');
    expect(clean('王 明 李四光').text).toBe('王 明 李四光');
  });
});
