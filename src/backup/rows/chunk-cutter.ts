// Cuts a stream of rows into chunks at places that the keys themselves choose: a row that comes or goes changes the chunk that
// it stands in and no other, so the next backup stores little that is new.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Key, Row } from './read-rows.store.ts';

/** Below this no place is a cut, above the other any is. Small enough that one changed row costs little, large enough to compress well. */
const sizes = { least: 128 * 1024, most: 2 * 1024 * 1024 };
/** One key in so many is a place to cut. */
const cutEvery = 16;

export interface Chunk {
  readonly content: Buffer;
  readonly rows: number;
  readonly hashSum: bigint;
  readonly lastKey: Key;
}

export interface ChunkCutter {
  /** A finished chunk, if this row ends one. */
  add(row: Row): Chunk | undefined;
  /** What is left. */
  rest(): Chunk | undefined;
}

export function createChunkCutter(): ChunkCutter {
  let lines: Buffer[] = [];
  let bytes = 0;
  let hashSum = 0n;
  const take = (lastKey: Key): Chunk => {
    const chunk = { content: Buffer.concat(lines), rows: lines.length, hashSum, lastKey };
    lines = [];
    bytes = 0;
    hashSum = 0n;
    return chunk;
  };
  let last: Key = [];
  return {
    add({ line, key }) {
      const content = Buffer.from(`${line}\n`);
      lines.push(content);
      bytes += content.length;
      hashSum = addHashes(hashSum, hashOf(line));
      last = key;
      const isPlace = crc32(key.join('\0')) % cutEvery === 0;
      return (isPlace && bytes >= sizes.least) || bytes >= sizes.most ? take(key) : undefined;
    },
    rest: () => (lines.length === 0 ? undefined : take(last)),
  };
}

export function hashOf(line: string): bigint {
  return BigInt(`0x${createHash('sha256').update(line).digest('hex')}`);
}

export function addHashes(one: bigint, other: bigint): bigint {
  return BigInt.asUintN(256, one + other);
}

export function hashText(sum: bigint): string {
  return sum.toString(16).padStart(64, '0');
}
