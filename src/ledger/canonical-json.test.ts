import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

test('members are sorted by code units, and numbers and strings written as RFC 8785 shows', () => {
  // The examples of RFC 8785, 3.2.2 and 3.2.3.
  const numbers =
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}';
  expect(canonicalJson(JSON.parse(numbers))).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
  const names = { '€': 'Euro', '\r': 'CR', '\u05d9': 'Yod', '1': 'One', '\ud83d\ude00': 'Smiley', '\u0080': 'Control', '\ufb33': 'Dalet' };
  expect([...canonicalJson(names).matchAll(/:"(\w+)"/g)].map(([, word]) => word)).toEqual([
    'CR',
    'One',
    'Control',
    'Yod',
    'Euro',
    'Smiley',
    'Dalet',
  ]);
});

test('the canonical text of a value reads back as the value, and is its own canonical text', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('the order in which members were written makes no difference', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
    }),
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', undefined, 1n])('what is no JSON is refused: %s', (value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});
