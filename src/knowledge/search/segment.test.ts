import { PGlite } from '@electric-sql/pglite';
import fc from 'fast-check';
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

  test('PostgreSQL keeps every token of any text whole', async () => {
    const database = await PGlite.create();
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.constantFrom('covid-19 A4纸', '3.5%', '云政发〔2024〕3号', 'http://a.cn/b?c=1'),
        async (noise, text) => {
          const tokens = segmentQuery(noise + text);
          const parsed = await database.query<{ token: string }>("select token from ts_parse('default', $1) where tokid <> 12", [
            tokens.join(' '),
          ]);
          expect(parsed.rows.map((row) => row.token)).toEqual(tokens);
        },
      ),
      // Han characters younger than the server's tables.
      {
        examples: [
          ['\u4dbf', '3.5%'],
          ['\u9fa6\u9fff', '3.5%'],
        ],
      },
    );
    await database.close();
  });
});
