import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeForSearch } from './normalize.ts';
import { headsOf, heldTokens, segmentForIndex, segmentQuery, termsOf } from './segment.ts';

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

  test('a passage is said to hold exactly those tokens of a question that the index has of it', () => {
    // Words inside other words, runs that end where another begins, what is written otherwise, and what no dictionary knows.
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 4 }),
      fc.constantFrom(
        ...'养老 养老保险 老人 保险 申请人 请人 人口 第十二条 12 1,000元 ＡＢＣ abc 養老 乾隆 𠮷 二〇二四年 的 应当 。 x'.split(' '),
      ),
      fc.constant('a'.repeat(70)),
    );
    const text = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, fc.array(text, { maxLength: 2 }), text, (query, title, headingPath, body) => {
        const passage = { title, headingPath, text: body };
        const indexed = new Set(segmentForIndex(passage));
        const asked = termsOf(query);
        const expected = new Set(asked.map(({ token }) => token).filter((token) => indexed.has(token)));
        expect(heldTokens([...headsOf(passage), body].map(normalizeForSearch), asked)).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });
});
