import fc from 'fast-check';
import '../../../test/support/same-seed.ts';
import { describe, expect, test } from 'vitest';
import { newId, passageIdSchema, versionIdSchema } from '../../base/ids.ts';
import { fuse } from './fuse.ts';
import { packBlock, type QuantisedVector, quantise, quantiseQuestion, unpackBlock } from './quantise.ts';
import { VectorIndex } from './vector-index.ts';

const dimension = 33;
const vector = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: dimension, maxLength: dimension });
const directed = vector.filter((values) => values.some((value) => Math.abs(value) > 1e-3));

function cosine(one: readonly number[], other: readonly number[]): number {
  const length = (values: readonly number[]) => Math.hypot(...values);
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0) / (length(one) * length(other));
}

function indexOf(versions: readonly (readonly (readonly number[])[])[]) {
  const index = new VectorIndex(dimension);
  const ids = versions.map(() => newId(versionIdSchema));
  const passages = versions.map((vectors, at) => {
    const passageIds = vectors.map(() => newId(passageIdSchema));
    const block = unpackBlock(packBlock(vectors.map(quantise), dimension), vectors.length, dimension);
    const version = ids[at];
    if (block && version) index.put(version, { ...block, key: `${at}`, lastOrdinal: vectors.length - 1, passageIds });
    return passageIds;
  });
  return { index, ids, passages };
}

describe('a quantised vector', () => {
  test('has nearly the similarity to a question that the vectors have', () => {
    fc.assert(
      fc.property(directed, directed, (passage, question) => {
        const { index, ids } = indexOf([[passage]]);
        const asked = quantiseQuestion(question);
        const [found] = asked ? index.nearest(asked, ids, 1) : [];
        expect(Math.abs((found?.similarity ?? 2) - cosine(passage, question))).toBeLessThan(0.03);
      }),
    );
  });

  test('is the same whatever the length of the vector, and none for a vector without direction', () => {
    fc.assert(
      fc.property(directed, fc.integer({ min: -20, max: 20 }), (values, power) => {
        expect(quantise(values.map((value) => value * 2 ** power))?.values).toEqual(quantise(values)?.values);
      }),
    );
    expect(quantise([0, 0])).toBeUndefined();
    expect(quantise([])).toBeUndefined();
  });

  test('comes back from bytes as it was, and bytes of another shape are none', () => {
    fc.assert(
      fc.property(fc.array(fc.option(directed, { nil: undefined }), { minLength: 1, maxLength: 5 }), (vectors) => {
        const quantised = vectors.map((values): QuantisedVector | undefined => values && quantise(values));
        const bytes = packBlock(quantised, dimension);
        // As it comes from the database: somewhere in a larger buffer.
        const stored = Buffer.concat([Buffer.alloc(3), bytes]).subarray(3);
        const block = unpackBlock(stored, vectors.length, dimension);
        for (const [at, one] of quantised.entries()) {
          expect(block?.scales[at]).toBe(Math.fround(one?.scale ?? 0));
          if (one) expect(block?.values.subarray(at * dimension, (at + 1) * dimension)).toEqual(one.values);
        }
        expect(unpackBlock(bytes, vectors.length + 1, dimension)).toBeUndefined();
        expect(unpackBlock(bytes, vectors.length, dimension - 1)).toBeUndefined();
      }),
    );
  });
});

describe('the nearest passages', () => {
  const library = fc.array(fc.array(directed, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 });

  test('among some versions are the same whatever other versions there are', () => {
    fc.assert(
      fc.property(
        library,
        directed,
        fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        (all, question, isSeen, limit) => {
          const { index, ids } = indexOf(all);
          const seen = ids.filter((_, at) => isSeen[at]);
          const asked = quantiseQuestion(question);
          if (!asked) return;
          const before = index.nearest(asked, seen, limit);
          index.keepOnly(new Set(ids.flatMap((id, at) => (seen.includes(id) ? [`${at}`] : []))));
          expect(index.nearest(asked, seen, limit)).toEqual(before);
          expect(index.nearest(asked, seen.toReversed(), limit)).toEqual(before);
        },
      ),
    );
  });

  test('come in order, equal ones in order of version and reading, and no more than are asked for', () => {
    const same = Array.from({ length: dimension }, (_, at) => at + 1);
    const { index, ids, passages } = indexOf([[same, same], [same]]);
    const asked = quantiseQuestion(same);
    if (!asked) throw new Error('it has a direction');
    const inOrder = ids
      .map((id, at) => ({ id, own: passages[at] ?? [] }))
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .flatMap(({ own }) => own);
    const found = (limit: number) => index.nearest(asked, ids.toReversed(), limit).map(({ passageId }) => passageId);
    expect(found(2)).toEqual(inOrder.slice(0, 2));
    expect(found(9)).toEqual(inOrder);
  });
});

test('fused lists hold each passage once, and one that both lists hold in front of one that one list holds at the same place', () => {
  const list = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 20 });
  fc.assert(
    fc.property(list, list, (left, right) => {
      const fused = fuse(left, right);
      expect(fused).toHaveLength(new Set(fused).size);
      expect(new Set(fused)).toEqual(new Set([...left, ...right]));
      for (const [place, item] of left.entries())
        if (right.includes(item) && right.indexOf(item) <= place)
          for (const other of left.slice(place)) if (!right.includes(other)) expect(fused.indexOf(item)).toBeLessThan(fused.indexOf(other));
    }),
  );
  expect(fuse([1, 2, 3], [])).toEqual([1, 2, 3]);
});
