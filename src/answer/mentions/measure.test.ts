import { describe, expect, it } from 'vitest';
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';
import { findMeasures, sameMeasure } from './measure.ts';

const measuresIn = (text: string) => findMeasures(normalizeForSearch(text)).map(({ value, unit, kind }) => ({ value, unit, kind }));

describe('a quantity', () => {
  it.each([
    ['注资5000亿美元', { value: 5e11, unit: '美元', kind: 'money' }],
    ['提出十八项举措', { value: 18, unit: '项', kind: 'other' }],
    ['占比3.9%', { value: 3.9, unit: '%', kind: 'share' }],
    ['成本仅为1/20', { value: 0.05, unit: '', kind: 'share' }],
    ['自2023年起', { value: 2023, unit: '年', kind: 'year' }],
    ['30分钟内', { value: 30, unit: '分钟', kind: 'time' }],
    ['算力达1979TFLOPS', { value: 1979, unit: 'tflops', kind: 'other' }],
    ['票价$4.9', { value: 4.9, unit: '$', kind: 'money' }],
  ])('is read with its unit: %s', (text, measure) => {
    expect(measuresIn(text)).toEqual([measure]);
  });

  it('is not seen in names and in common words', () => {
    expect(measuresIn('统一部署V3模型，万众一心')).toEqual([]);
  });

  it('is the same in another spelling', () => {
    const [digits] = findMeasures('18项');
    const [numerals] = findMeasures('十八项');
    expect(digits && numerals && sameMeasure(digits, numerals)).toBe(true);
  });
});
