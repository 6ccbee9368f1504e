// How alike two texts are, from 64 least values of the keyed hashes of their tokens (MinHash): the share of equal values is an
// estimate of the share of common tokens, with a standard error of at most 1/16.
import { unpackTokens } from '../search/token-hash.ts';

const size = 64;
/** Versions that agree in all values of one band are compared; of two that share 0.8 of their tokens 99.98 in a hundred do. */
const bandSize = 4;
const seeds = Array.from({ length: size }, (_, index) => Math.imul(index + 1, 0x9e3779b1));

/** Of a version, from the tokens of its passages as `packTokens` makes them. */
export function likenessOf(passages: Iterable<Uint8Array>): Uint8Array {
  const least = new Uint32Array(size).fill(0xffffffff);
  const seen = new Set<number>();
  for (const tokens of passages) unpackTokens(tokens, (hash) => seen.add(hash >>> 0));
  for (const hash of seen)
    for (const [index, seed] of seeds.entries()) {
      const value = mixed(hash ^ seed);
      if (value < (least[index] ?? 0)) least[index] = value;
    }
  return new Uint8Array(least.buffer);
}

/** Every bit depends on every bit (the finaliser of MurmurHash3). */
function mixed(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** 0 to 1. */
export function alikeness(left: Uint8Array, right: Uint8Array): number {
  let equal = 0;
  for (let index = 0; index < size; index += 1) if (valueAt(left, index) === valueAt(right, index)) equal += 1;
  return equal / size;
}

function valueAt(bytes: Uint8Array, index: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(4 * index, true);
}

export interface Alike<Item> {
  readonly left: Item;
  readonly right: Item;
  readonly share: number;
}

/** A band that so many agree in is of boilerplate: all pairs of them would be too many to compare. */
const mostInBand = 200;

/** Pairs that are at least so alike, the most alike first. */
export function alikePairs<Item extends { readonly likeness: Uint8Array }>(items: readonly Item[], least: number): Alike<Item>[] {
  const found = new Map<string, Alike<Item>>();
  for (let band = 0; band < size; band += bandSize) {
    const bandOf = ({ likeness }: Item): string => Buffer.from(likeness.subarray(4 * band, 4 * (band + bandSize))).toString('latin1');
    const groups = Map.groupBy(items.entries().toArray(), ([, item]) => bandOf(item));
    for (const group of groups.values()) {
      if (group.length > mostInBand) continue;
      for (const [place, [index, left]] of group.entries())
        for (const [other, right] of group.slice(place + 1)) {
          const key = `${index} ${other}`;
          if (found.has(key)) continue;
          const share = alikeness(left.likeness, right.likeness);
          if (share >= least) found.set(key, { left, right, share });
        }
    }
  }
  return [...found.values()].toSorted((one, two) => two.share - one.share);
}
