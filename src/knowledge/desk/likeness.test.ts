import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../../test/support/same-seed.ts';
import { testHash } from '../../../test/support/token-hash.ts';
import { packTokens } from '../search/token-hash.ts';
import { alikeness, alikePairs, likenessOf } from './likeness.ts';

const of = (...passages: readonly (readonly string[])[]): Uint8Array => likenessOf(passages.map((tokens) => packTokens(tokens, testHash)));
const words = fc.uniqueArray(fc.stringMatching(/^[甲乙丙丁戊己庚辛]{1,6}$/), { minLength: 1, maxLength: 60 });

test('a text is wholly like itself, however it is cut into passages', () => {
  fc.assert(
    fc.property(words, fc.nat(60), (all, at) => {
      expect(alikeness(of(all), of(all.slice(at), all.slice(0, at)))).toBe(1);
    }),
  );
});

test('the estimate is near the share of words that both have', () => {
  const all = Array.from({ length: 400 }, (_, index) => `词${index}`);
  for (const shared of [0, 100, 200, 300, 360]) {
    const [left, right] = [all, [...all.slice(0, shared), ...all.slice(shared).map((word) => `${word}异`)]];
    expect(Math.abs(alikeness(of(left), of(right)) - shared / (800 - shared))).toBeLessThan(0.15);
  }
});

test('pairs are found among many, each once', () => {
  const items = Array.from({ length: 40 }, (_, item) => ({
    item,
    likeness: of(Array.from({ length: 50 }, (__, index) => `词${item % 20} ${index}`)),
  }));
  const pairs = alikePairs(items, 0.8).map(({ left, right }) => `${left.item} ${right.item}`);
  expect(new Set(pairs)).toEqual(new Set(Array.from({ length: 20 }, (_, item) => `${item} ${item + 20}`)));
  expect(pairs.length).toBe(20);
});
