// Tokens as the database and the index hold them: keyed hashes, so that neither shows a word of a document.
import type { PassageId } from '../../base/ids.ts';
import { countTokens } from './bm25.ts';
import { segmentationRecipe } from './segment.ts';

export interface TokenHash {
  /** Names the code and the key that made a hash: those of another recipe cannot be compared. */
  readonly recipe: string;
  /** 53 bits, never 0. */
  readonly of: (token: string) => number;
}

export interface PassageTokens {
  readonly id: PassageId;
  /** From `packTokens`. */
  readonly tokens: Uint8Array;
}

/** A library has some hundred thousand different tokens, and most of a text are the same few thousand. */
const maxRemembered = 2 ** 18;
/** Bits of a hash above the lowest 32; the rest of that half is the frequency. */
const highBits = 21;
const highMask = 2 ** highBits - 1;
const maxFrequency = 2 ** (32 - highBits) - 1;
const entryBytes = 8;

/** `digest` is keyed; of its bytes the first eight count. */
export function createTokenHash(digest: (text: string) => Uint8Array): TokenHash {
  const remembered = new Map<string, number>();
  return {
    recipe: `${segmentationRecipe}.${hashOf(digest(' recipe')).toString(36)}`,
    of(token) {
      const known = remembered.get(token);
      if (known !== undefined) return known;
      const hash = hashOf(digest(token));
      if (remembered.size >= maxRemembered) remembered.clear();
      remembered.set(token, hash);
      return hash;
    },
  };
}

function hashOf(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, entryBytes);
  return (view.getUint32(4, true) & highMask) * 2 ** 32 + view.getUint32(0, true) || 1;
}

/** A passage's tokens in eight bytes each, with how often they come, for the database. */
export function packTokens(tokens: readonly string[], { of }: TokenHash): Uint8Array {
  const counts = countTokens(tokens);
  const bytes = Buffer.alloc(counts.size * entryBytes);
  let at = 0;
  for (const [token, frequency] of counts) {
    const hash = of(token);
    bytes.writeUInt32LE(hash % 2 ** 32, at);
    bytes.writeUInt32LE(((Math.min(frequency, maxFrequency) << highBits) | Math.floor(hash / 2 ** 32)) >>> 0, at + 4);
    at += entryBytes;
  }
  return bytes;
}

export function unpackTokens(bytes: Uint8Array, visit: (hash: number, frequency: number) => void): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + entryBytes <= bytes.byteLength; at += entryBytes) {
    const high = view.getUint32(at + 4, true);
    visit((high & highMask) * 2 ** 32 + view.getUint32(at, true), high >>> highBits);
  }
}
