import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testHash } from '../../../test/support/token-hash.ts';
import { newId, type PassageId, passageIdSchema, type VersionId, versionIdSchema } from '../../base/ids.ts';
import type { Background } from './background.ts';
import { fingerprintOf } from './fingerprint.ts';
import { LibraryIndex, type PassageHit } from './library-index.ts';
import { decodeLength, encodeLength } from './passage-length.ts';
import { packTokens, type PassageTokens } from './token-hash.ts';

/** A version of a random library: its class decides who may read it; class 0 everybody. */
interface Version {
  readonly accessClass: number;
  readonly passages: readonly (readonly string[])[];
}
interface Held extends Version {
  readonly id: VersionId;
  readonly passageIds: readonly PassageId[];
}

const hash = testHash;
const background: Background = { passages: 10, averageLength: 7, holdersOf: (token) => (token === 'a' ? 4 : 0) };

const tokens = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), { maxLength: 40 });
const version: fc.Arbitrary<Version> = fc.record({
  accessClass: fc.integer({ min: 0, max: 3 }),
  passages: fc.array(tokens, { maxLength: 4 }),
});
const versions = fc.array(version, { maxLength: 20 });
/** Of each version whether the condition allows it. */
const filter = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 });

test('the best are those, in that order and with those scores, that a look at every passage gives', () => {
  const removals = fc.array(fc.nat(), { maxLength: 10 });
  fc.assert(
    fc.property(
      versions,
      versions,
      removals,
      filter,
      tokens,
      fc.integer({ min: 1, max: 30 }),
      (first, second, removed, isAllowed, query, limit) => {
        const index = new LibraryIndex(hash, background);
        const held = first.map((one) => put(index, one));
        for (const place of removed) {
          const [gone] = held.splice(place % (held.length || 1), 1);
          if (gone) index.drop(gone.id);
        }
        held.push(...second.map((one) => put(index, one)));
        expectSame(search(index, held, isAllowed, query, limit), lookAtAll(held, isAllowed, query, limit));
        index.sweep();
        expectSame(search(index, held, isAllowed, query, limit), lookAtAll(held, isAllowed, query, limit));
        expect(index.passageCount).toBe(held.reduce((sum, { passages }) => sum + passages.length, 0));
      },
    ),
    { numRuns: 200 },
  );
});

test('whatever is added, changed or removed that the caller may not read and not everybody may, nothing moves: neither order nor score', () => {
  const hidden = fc.array(fc.tuple(version, fc.boolean(), fc.nat({ max: 20 })), { maxLength: 20 });
  fc.assert(
    fc.property(versions, hidden, filter, tokens, (shown, others, isAllowed, query) => {
      // Class 3 is hidden; class 0 counts for everybody; the caller reads 1 and 2 besides.
      const readable = shown.filter(({ accessClass }) => accessClass < 3);
      const alone = new LibraryIndex(hash, background);
      const crowded = new LibraryIndex(hash, background);
      const ids = readable.map((one) => identify(one));
      for (const one of ids) take(alone, one);
      for (const [place, one] of ids.entries()) {
        for (const [other, isRemoved, at] of others) {
          if (at !== place) continue;
          const secret = put(crowded, { ...other, accessClass: 3 });
          if (isRemoved) crowded.drop(secret.id);
        }
        take(crowded, one);
      }
      expect(search(crowded, ids, isAllowed, query, 100)).toEqual(search(alone, ids, isAllowed, query, 100));
    }),
    { numRuns: 200 },
  );
});

test('rows that are taken away are swept out, and what is left is found as before', () => {
  const index = new LibraryIndex(hash, background);
  const kept = [put(index, { accessClass: 0, passages: [['a', 'b'], ['b']] })];
  const gone = Array.from({ length: 1100 }, () => put(index, { accessClass: 1, passages: [['b', 'c']] }));
  kept.push(put(index, { accessClass: 1, passages: [['b', 'd']] }));
  for (const { id } of gone) index.drop(id);
  kept.push(put(index, { accessClass: 2, passages: [['b', 'e']] }));
  expect(index.passageCount).toBe(4);
  const all = kept.map(() => true);
  expectSame(search(index, kept, all, ['b'], 10), lookAtAll(kept, all, ['b'], 10));
});

test('an index put together from its packed form finds the same and can be changed', () => {
  fc.assert(
    fc.property(versions, version, filter, tokens, (first, later, isAllowed, query) => {
      const index = new LibraryIndex(hash, background);
      const held = first.map((one) => put(index, one));
      const { classes, ...packed } = index.packed();
      const unpacked = LibraryIndex.from({ ...packed, classes }, hash, background);
      expect(search(unpacked, held, isAllowed, query, 100)).toEqual(search(index, held, isAllowed, query, 100));
      const [dropped] = held.splice(0, 1);
      if (dropped) unpacked.drop(dropped.id);
      held.push(put(unpacked, later));
      expectSame(search(unpacked, held, isAllowed, query, 100), lookAtAll(held, isAllowed, query, 100));
    }),
  );
});

test('a version without passages stays when another of its class goes, also in the packed form', () => {
  const index = new LibraryIndex(hash, background);
  const [kept, gone] = [put(index, { accessClass: 1, passages: [] }), put(index, { accessClass: 1, passages: [['a']] })];
  index.drop(gone.id);
  expect([...LibraryIndex.from(index.packed(), hash, background).versions()]).toEqual([kept.id]);
});

test('fingerprints are those of the passages, however the index came to hold them, and tell any other passages apart', () => {
  const removals = fc.array(fc.nat(), { maxLength: 5 });
  fc.assert(
    fc.property(versions, removals, version, fc.nat(), (first, removed, changed, at) => {
      const index = new LibraryIndex(hash, background);
      const held = first.map((one) => put(index, one));
      for (const place of removed) {
        const [gone] = held.splice(place % (held.length || 1), 1);
        if (gone) index.drop(gone.id);
      }
      const expected = new Map(held.map((one) => [one.id, fingerprintOf(packed(one))]));
      expect(printsOf(index)).toEqual(expected);
      expect(printsOf(LibraryIndex.from(index.packed(), hash, background))).toEqual(expected);
      const other = held[at % (held.length || 1)];
      if (!other) return;
      const isSame = JSON.stringify(changed.passages.map(counted)) === JSON.stringify(other.passages.map(counted));
      const print = fingerprintOf(
        packed({
          ...other,
          passages: changed.passages,
          passageIds: changed.passages.map(() => other.passageIds[0] ?? newId(passageIdSchema)),
        }),
      );
      if (!isSame) expect(print).not.toBe(expected.get(other.id));
    }),
    { numRuns: 200 },
  );
});

function printsOf(index: LibraryIndex): Map<VersionId, string> {
  const working = index.fingerprints();
  for (let step = working.next(); ; step = working.next()) if (step.done) return step.value;
}

const counted = (passage: readonly string[]): string => passage.toSorted().join();

function packed({ passages, passageIds }: Held): PassageTokens[] {
  return passages.map((of, ordinal) => ({ id: passageIds[ordinal] ?? newId(passageIdSchema), tokens: packTokens(of, hash) }));
}

function identify(one: Version): Held {
  return { ...one, id: newId(versionIdSchema), passageIds: one.passages.map(() => newId(passageIdSchema)) };
}

function put(index: LibraryIndex, one: Version): Held {
  const held = identify(one);
  take(index, held);
  return held;
}

function take(index: LibraryIndex, { id, accessClass, passages, passageIds }: Held): void {
  index.put(
    {
      id,
      mark: '1',
      accessClass: String(accessClass),
      isOpenToAll: accessClass === 0,
      title: '',
      documentNumber: null,
      effectiveOn: null,
      expiredOn: null,
    },
    passages.flatMap((of, place) => {
      const passageId = passageIds[place];
      return passageId ? [{ id: passageId, tokens: packTokens(of, hash) }] : [];
    }),
  );
}

function search(
  index: LibraryIndex,
  held: readonly Held[],
  isAllowed: readonly boolean[],
  query: readonly string[],
  limit: number,
): PassageHit[] {
  const bits = new Uint8Array(index.slotCount);
  for (const [place, { id }] of held.entries()) bits[index.slotOf(id) ?? 0] = isAllowed[place] ? 1 : 0;
  return index.rank(query, index.classesOf(bits), bits, limit);
}

/** The formula, passage by passage. */
function lookAtAll(held: readonly Held[], isAllowed: readonly boolean[], query: readonly string[], limit: number): PassageHit[] {
  const open = held.filter(({ accessClass }) => accessClass === 0).flatMap(({ passages }) => passages);
  const count = open.length + background.passages;
  const average = (open.reduce((sum, { length }) => sum + length, 0) + background.passages * background.averageLength) / count;
  const worth = (token: string): number => {
    const holders = background.holdersOf(token) + open.filter((passage) => passage.includes(token)).length;
    return Math.log(1 + (count - holders + 0.5) / (holders + 0.5));
  };
  // In the order of operations of the index, so that what is equal there is equal here to the last bit.
  const score = (passage: readonly string[]): number =>
    [...new Set(query)].reduce((sum, token) => {
      const frequency = passage.filter((one) => one === token).length;
      const length = decodeLength(encodeLength(passage.length));
      const factor = query.filter((one) => one === token).length * worth(token) * 1.9;
      return sum + (factor * frequency) / (frequency + 0.9 * (0.25 + (0.75 * length) / average));
    }, 0);
  return held
    .filter((_, place) => isAllowed[place])
    .toSorted((left, right) => (left.id < right.id ? -1 : 1))
    .flatMap(({ passages, passageIds }) =>
      passages.flatMap((passage, place) => ({ passageId: passageIds[place] as PassageId, score: score(passage) })),
    )
    .filter((hit) => hit.score > 0)
    .toSorted((left, right) => right.score - left.score)
    .slice(0, limit);
}

function expectSame(found: readonly PassageHit[], expected: readonly PassageHit[]): void {
  expect(found.map(({ score }) => score.toFixed(6))).toEqual(expected.map(({ score }) => score.toFixed(6)));
  expect(found.map(({ passageId }) => passageId)).toEqual(expected.map(({ passageId }) => passageId));
}
