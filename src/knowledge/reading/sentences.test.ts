import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitSentences } from './sentences.ts';

const sentencesOf = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end));

describe('splitSentences', () => {
  it('ends a sentence at Chinese and ASCII end marks and at line feeds', () => {
    expect(sentencesOf('补贴按月发放。谁来申请？本人申请；家属可以代办！\n咨询电话另行公布')).toEqual([
      '补贴按月发放。',
      '谁来申请？',
      '本人申请；',
      '家属可以代办！',
      '咨询电话另行公布',
    ]);
  });

  it('keeps closing quotes and brackets with the sentence that they close', () => {
    expect(sentencesOf('他说：“材料齐全。”窗口当场受理（节假日除外。）第二天送达。')).toEqual([
      '他说：“材料齐全。”',
      '窗口当场受理（节假日除外。）',
      '第二天送达。',
    ]);
  });

  it('does not split decimals, numbering or addresses at their dots', () => {
    expect(sentencesOf('1.增长3.5个百分点，见 www.example.cn 的说明。')).toEqual(['1.增长3.5个百分点，见 www.example.cn 的说明。']);
  });

  it('splits English sentences at a full stop before a space', () => {
    expect(sentencesOf('Apply online. Fees are waived.')).toEqual(['Apply online.', 'Fees are waived.']);
  });

  it('parts the entries of a list within one paragraph', () => {
    expect(sentencesOf('申请人提交：（一）身份证；（二）户口簿；（三）收入证明。')).toEqual([
      '申请人提交：（一）身份证；',
      '（二）户口簿；',
      '（三）收入证明。',
    ]);
    expect(sentencesOf('1. 网上申请。2. 窗口领取。\n3. 邮寄送达')).toEqual(['1. 网上申请。', '2. 窗口领取。', '3. 邮寄送达']);
  });

  it('keeps a row of a table whole, whatever marks its cells hold', () => {
    expect(sentencesOf('区域 | 车型 | 收费\n一类区域 | 小型车；摩托车 | 首小时6元。\n三类区域免费。夜间亦同。')).toEqual([
      '区域 | 车型 | 收费',
      '一类区域 | 小型车；摩托车 | 首小时6元。',
      '三类区域免费。',
      '夜间亦同。',
    ]);
  });

  it('does not split inside numbers, web addresses and e-mail addresses', () => {
    const text = '低于标准1.5倍的，见 No.3 号通知，网址 https://www.example.cn/a?id=1;b=2!c，邮箱 zhi.shi@example.cn；';
    expect(sentencesOf(text)).toEqual([text]);
    expect(sentencesOf('网址：https://example.cn/index.html；电话另行公布。')).toEqual([
      '网址：https://example.cn/index.html；',
      '电话另行公布。',
    ]);
  });

  it('does not split at abbreviations, but after the sentence', () => {
    expect(sentencesOf('It follows U.S. policy. Next comes No. 3, etc. and Dr. Ma. See Annex (map). Done.')).toEqual([
      'It follows U.S. policy.',
      'Next comes No. 3, etc. and Dr. Ma.',
      'See Annex (map).',
      'Done.',
    ]);
    expect(sentencesOf('He said "apply now." They did.')).toEqual(['He said "apply now."', 'They did.']);
  });

  it('ends at closing quotes, and not at an ellipsis inside a sentence', () => {
    expect(sentencesOf('“……加快形成新质生产力。”会议指出，包括停车、养老……等事项。')).toEqual([
      '“……加快形成新质生产力。”',
      '会议指出，包括停车、养老……等事项。',
    ]);
    expect(sentencesOf('他说：“还有很多……”\n下一段')).toEqual(['他说：“还有很多……”', '下一段']);
  });

  it('loses nothing but white space', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('政', '策', '。', '”', '？', ' ', '\n', '1', '.', 'a', '；', '…') }), (text) => {
        expect(sentencesOf(text).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});
