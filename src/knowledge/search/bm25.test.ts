import { describe, expect, test } from 'vitest';
import { Bm25Index } from './bm25.ts';

function indexOf(...passages: readonly string[]): Bm25Index {
  const index = new Bm25Index();
  for (const passage of passages) index.add(passage.split(' '));
  return index;
}

describe('ranking', () => {
  test('scores are those of the formula as other engines compute it', () => {
    const index = indexOf('a1 b1 c1', 'a1 a1 a1 d1 e1', `b1 c1${' x1'.repeat(100)}`, `z1${' y1'.repeat(254)} a1`, 'q1 w1 e1 r1 t1 y1');
    const [first, second, third] = index.search(['a1', 'b1'], { limit: 3 });
    expect([first?.row, second?.row, third?.row]).toEqual([0, 1, 2]);
    expect(first?.score).toBeCloseTo(2.14617, 4);
  });

  test('a rare word outweighs a common one', () => {
    expect(indexOf('common rare', 'common common', 'common other').search(['common', 'rare'], { limit: 1 })[0]?.row).toBe(0);
  });

  test('a filtered list is as full as the filter allows', () => {
    const index = indexOf(...Array.from({ length: 100 }, (_, row) => `word${' pad'.repeat(row)}`));
    const hits = index.search(['word'], { limit: 10, accept: (row) => row >= 90 });
    expect(hits.map((hit) => hit.row)).toEqual([90, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
  });

  test('a word that no passage holds, an empty query and an empty index find nothing', () => {
    expect(indexOf('a').search(['b'], { limit: 5 })).toEqual([]);
    expect(indexOf('a').search([], { limit: 5 })).toEqual([]);
    expect(new Bm25Index().search(['a'], { limit: 5 })).toEqual([]);
  });
});
