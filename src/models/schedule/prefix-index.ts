// Which beginnings of prompts an endpoint has read lately and so probably still holds. The gateway knows it by itself: it sent them.
import { hash } from 'node:crypto';

const blockCharacters = 512;

/** A prompt cut into blocks, each named by a hash of itself and all before it: equal names, equal beginnings. */
export function prefixBlocks(text: string): string[] {
  const blocks: string[] = [];
  let before = '';
  // What is shorter than a block is too short to be worth remembering.
  for (let at = 0; at + blockCharacters <= text.length; at += blockCharacters) {
    before = hash('sha256', before + text.slice(at, at + blockCharacters), 'base64url').slice(0, 16);
    blocks.push(before);
  }
  return blocks;
}

export interface PrefixIndex {
  /** How many of the first blocks are known. */
  matched(blocks: readonly string[]): number;
  add(blocks: readonly string[]): void;
}

/** Forgets what was used longest ago; of one prompt the end before the beginning, as the caches of the endpoints do. */
export function createPrefixIndex({ maxBlocks }: { readonly maxBlocks: number }): PrefixIndex {
  const known = new Set<string>();
  return {
    matched(blocks) {
      const at = blocks.findIndex((block) => !known.has(block));
      return at < 0 ? blocks.length : at;
    },
    add(blocks) {
      for (const block of blocks.slice(0, maxBlocks).toReversed()) {
        known.delete(block);
        known.add(block);
      }
      for (const block of known) {
        if (known.size <= maxBlocks) break;
        known.delete(block);
      }
    },
  };
}
