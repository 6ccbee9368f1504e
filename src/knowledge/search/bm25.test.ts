import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bm25Index } from './bm25.ts';

function indexOf(...passages: readonly string[]): Bm25Index {
  const index = new Bm25Index();
  for (const passage of passages) index.add(passage.split(' '));
  return index;
}

describe('ranking', () => {
  test('scores are those that pg_textsearch gives', () => {
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

test('after any additions and removals the index ranks like a fresh one of what is left', () => {
  const passage = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 60 });
  const step = fc.record({ tokens: passage, remove: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (steps, repeats) => {
      const worn = new Bm25Index();
      // Enough removals to sweep the removed rows out along the way.
      for (let round = 0; round < repeats * 300; round += 1) worn.remove(worn.add(['a', 'e', String(round)]));
      const kept: { row: number; tokens: string[] }[] = [];
      for (const { tokens, remove } of steps) {
        const row = worn.add(tokens);
        if (remove) worn.remove(row);
        else kept.push({ row, tokens });
      }
      const fresh = new Bm25Index();
      for (const { tokens } of kept) fresh.add(tokens);
      const scores = (index: Bm25Index) => index.search(['a', 'c', 'c'], { limit: 100 }).map((hit) => hit.score.toFixed(6));
      expect(scores(worn)).toEqual(scores(fresh));
      expect(worn.size).toBe(fresh.size);
    }),
    { numRuns: 50 },
  );
});
