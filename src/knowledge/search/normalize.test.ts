import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeForSearch, normalizeWithOrigin } from './normalize.ts';

describe('what is the same to a reader is the same to search', () => {
  test.each([
    ['第十二条', '第12条'],
    ['第 12 条', '第12条'],
    ['第一百零三条之一', '第103条之1'],
    ['二〇二三年十二月三十一日', '2023年12月31日'],
    ['二零二三年', '2023年'],
    ['罚款1,000元', '罚款1000元'],
    ['罚款１，０００元', '罚款1000元'],
    ['五千元以上二万元以下', '5000元以上20000元以下'],
    ['5千元以上2万元以下', '5000元以上20000元以下'],
    ['1.5万元', '15000元'],
    ['单位：万元', '单位:万元'],
    ['1,200万元', '12000000元'],
    ['1.1亿元', '110000000元'],
    ['3百万人', '3000000人'],
    ['百分之三十', '30%'],
    ['三个月内', '3个月内'],
    ['國務院關於養老保險', '国务院关于养老保险'],
    ['ＡＢＣ', 'abc'],
    ['㎡', 'm2'],
  ])('%s reads %s', (raw, normal) => {
    expect(normalizeForSearch(raw)).toBe(normal);
  });

  test.each(['统一年度安排', '同一天', '一般规定', '乾隆年间', '万一'])('%s is no number and stays as it is', (text) => {
    expect(normalizeForSearch(text)).toBe(text);
  });
});

describe('the way back to the raw text', () => {
  test('a rewritten piece leads back to all of it, a kept one to itself', () => {
    const normalized = normalizeWithOrigin('依据第一百零三条辦理');
    const at = normalized.text.indexOf('103');
    expect(normalized.text).toBe('依据第103条办理');
    expect([normalized.starts[at], normalized.ends[at]]).toEqual([2, 8]);
    expect(normalized.starts[normalized.text.indexOf('办')]).toBe(8);
  });

  test('both ways of normalising agree on any text, and every unit has a place in it', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('第', '十二', '条', '之', '1,000', '年', '國', '二〇二三', 'Ａ', ' '),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const raw = pieces.join('');
        const normalized = normalizeWithOrigin(raw);
        expect(normalized.text).toBe(normalizeForSearch(raw));
        expect(normalized.starts).toHaveLength(normalized.text.length);
        expect(
          normalized.starts.every((start, unit) => start < (normalized.ends[unit] ?? 0) && (normalized.ends[unit] ?? 0) <= raw.length),
        ).toBe(true);
      }),
    );
  });
});
