import { describe, expect, test } from 'vitest';
import { segmentForIndex, segmentQuery } from './segment.ts';

describe('index tokens', () => {
  test('words, pairs of characters and characters stand side by side, told apart by their prefix', () => {
    expect(segmentQuery('养老保险').toSorted()).toEqual(['b保险', 'b养老', 'b老保', 'c养', 'c老', 'c险', 'w养老保险']);
  });

  test('what stands in nearly every passage is no token, yet any other word can be searched for', () => {
    expect(segmentQuery('的')).toEqual([]);
    expect(segmentQuery('或者应当')).not.toContain('w应当');
    expect(segmentQuery('规定')).toEqual(['w规定']);
  });

  test('a passage carries its title and the headings that it does not repeat itself', () => {
    const tokens = segmentForIndex({ title: '老年人优待办法', headingPath: ['第二章 申请', '第五条'], text: '第五条 凭身份证领取。' });
    expect(tokens).toEqual(expect.arrayContaining(['w优待', 'w申请', 'w身份证']));
    expect(tokens.filter((token) => token === 'w5')).toHaveLength(1);
  });

  test('an article number and a question about it meet in the same token', () => {
    expect(segmentQuery('第一百二十条')).toEqual(segmentQuery('第120条'));
  });
});
