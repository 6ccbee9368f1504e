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

  it('loses nothing but white space', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('政', '策', '。', '”', '？', ' ', '\n', '1', '.', 'a', '；', '…') }), (text) => {
        expect(sentencesOf(text).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});
