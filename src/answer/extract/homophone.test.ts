import { describe, expect, it } from 'vitest';
import { syllableOf } from './homophone.ts';

const areAlike = ([one = '', other = '']: Iterable<string> & string) => syllableOf(one) === syllableOf(other);

describe('characters', () => {
  it.each(['积基', '销消', '谈痰', '证症', '期其', '缴脚', '纳那', '医衣', '障帐', '费肺', '险显', '分份'])(
    'of one sound are alike: %s',
    (pair) => {
      expect(areAlike(pair)).toBe(true);
    },
  );

  it.each(['积金', '公司', '费分', '户口', '社保', '罚款'])('of different sounds are not: %s', (pair) => {
    expect(areAlike(pair)).toBe(false);
  });
});
