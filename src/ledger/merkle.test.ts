import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { GrowingTree, leafHash, leftSize, nodeHash, provesInclusion, rootCount } from './merkle.ts';

/** The definition of RFC 9162, 2.1.1, word for word. */
function rootOf(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (!first) return createHash('sha256').digest();
  if (leaves.length === 1) return leafHash(first);
  const left = leftSize(leaves.length);
  return nodeHash(rootOf(leaves.slice(0, left)), rootOf(leaves.slice(left)));
}

/** RFC 9162, 2.1.3.1. */
function pathOf(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length === 1) return [];
  const left = leftSize(leaves.length);
  return index < left
    ? [...pathOf(index, leaves.slice(0, left)), rootOf(leaves.slice(left))]
    : [...pathOf(index - left, leaves.slice(left)), rootOf(leaves.slice(0, left))];
}

const leaves = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, index) => createHash('sha256').update(String(index)).digest());
const grown = (all: readonly Buffer[], from = new GrowingTree()): GrowingTree => {
  for (const leaf of all) from.append(leafHash(leaf));
  return from;
};

test('a tree that grows leaf by leaf has the root that the RFC defines, and goes on from its frontier', () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), (count, more) => {
      const all = leaves(count + more);
      const tree = grown(all.slice(0, count));
      expect(tree.root()).toEqual(rootOf(all.slice(0, count)));
      expect(tree.frontier.roots).toHaveLength(rootCount(count));
      expect(grown(all.slice(count), new GrowingTree(tree.frontier)).root()).toEqual(rootOf(all));
    }),
  );
});

test('a path proves its own leaf at its own place, and nothing else', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 150 }), fc.nat(), fc.nat(), (count, some, other) => {
      const all = leaves(count);
      const index = some % count;
      const path = pathOf(index, all);
      const root = rootOf(all);
      const leaf = leafHash(all[index] ?? Buffer.alloc(0));
      expect(provesInclusion(leaf, index, count, path, root)).toBe(true);
      const wrongIndex = other % count;
      if (wrongIndex !== index) expect(provesInclusion(leafHash(all[wrongIndex] ?? Buffer.alloc(0)), index, count, path, root)).toBe(false);
      expect(provesInclusion(leaf, index, count, [...path, root], root)).toBe(false);
      if (path.length > 0) expect(provesInclusion(leaf, index, count, path.slice(1), root)).toBe(false);
    }),
  );
});

test('each subtree is told once, when it is complete', () => {
  const told: string[] = [];
  const tree = new GrowingTree();
  for (const leaf of leaves(8)) tree.append(leafHash(leaf), (level, index) => told.push(`${level}:${index}`));
  expect(told).toEqual(['1:0', '1:1', '2:0', '1:2', '1:3', '2:1', '3:0']);
});
