// The Merkle tree of RFC 9162 (and 6962) over the hashes of the records. What is kept of the records so far is a frontier:
// the roots of the largest complete subtrees from left to right, at most one for each bit of their number.
import { hash } from 'node:crypto';

/** Roots of complete subtrees, the largest first; their sizes are the bits of `size`. */
export interface Frontier {
  readonly size: number;
  readonly roots: readonly Buffer[];
}

const leafPrefix = Buffer.of(0);
const nodePrefix = Buffer.of(1);

const sha256 = (data: Buffer): Buffer => hash('sha256', data, 'buffer');

export function leafHash(recordHash: Buffer): Buffer {
  return sha256(Buffer.concat([leafPrefix, recordHash]));
}

export function nodeHash(left: Buffer, right: Buffer): Buffer {
  return sha256(Buffer.concat([nodePrefix, left, right]));
}

/** A frontier that grows: `onComplete` hears of each subtree that becomes complete, by its level and its index there. */
export class GrowingTree {
  #size: number;
  readonly #roots: Buffer[];

  constructor({ size, roots }: Frontier = { size: 0, roots: [] }) {
    this.#size = size;
    this.#roots = [...roots];
  }

  get size(): number {
    return this.#size;
  }

  append(leaf: Buffer, onComplete?: (level: number, index: number, root: Buffer) => void): void {
    let root = leaf;
    let index = this.#size;
    let level = 0;
    // An odd index is a right child: its left sibling is the last root kept.
    for (; index % 2 === 1; index = (index - 1) / 2) {
      root = nodeHash(this.#roots.pop() ?? root, root);
      level += 1;
      onComplete?.(level, (index - 1) / 2, root);
    }
    this.#roots.push(root);
    this.#size += 1;
  }

  get frontier(): Frontier {
    return { size: this.#size, roots: [...this.#roots] };
  }

  /** The root over all leaves so far; the hash of nothing for an empty tree. */
  root(): Buffer {
    const last = this.#roots.at(-1);
    if (!last) return sha256(Buffer.alloc(0));
    return this.#roots.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
  }
}

/** Number of roots in the frontier of a tree of this size. */
export function rootCount(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}

/** The largest power of two below `size`. */
export function leftSize(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/** Whether the audit path leads from the leaf to the root (RFC 9162, 2.1.3.2). */
export function provesInclusion(leaf: Buffer, index: number, size: number, path: readonly Buffer[], root: Buffer): boolean {
  if (index >= size) return false;
  let place = index;
  let last = size - 1;
  let computed = leaf;
  for (const sibling of path) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      computed = nodeHash(sibling, computed);
      while (place % 2 === 0 && place !== 0) {
        place = Math.floor(place / 2);
        last = Math.floor(last / 2);
      }
    } else computed = nodeHash(computed, sibling);
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && computed.equals(root);
}
