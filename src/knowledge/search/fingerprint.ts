// What the passages of a version come to, as two sums that do not ask in which order things were added: equal for the same
// passages, and almost never for others. Against damage, not against somebody who wants them to be equal.
import type { PassageId } from '../../base/ids.ts';
import { indexedFrequency } from './posting-lists.ts';
import { type PassageTokens, unpackTokens } from './token-hash.ts';

export class Fingerprint {
  #one = 0;
  #other = 0;

  /** `ordinal`: the place of the passage in its version. */
  addPassage(ordinal: number, id: PassageId, length: number): void {
    const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
    for (let at = 0; at < bytes.length; at += 4) this.#add(ordinal, bytes.readUInt32LE(at), length * 8 + at);
  }

  addPosting(ordinal: number, token: number, frequency: number): void {
    this.#add(ordinal, token % 2 ** 32, Math.floor(token / 2 ** 32) * 256 + frequency);
  }

  toString(): string {
    return `${this.#one.toString(16)}.${this.#other.toString(16)}`;
  }

  #add(ordinal: number, low: number, high: number): void {
    const mixed = mix(mix(mix(ordinal + 1) ^ low) ^ high);
    this.#one = (this.#one + mixed) >>> 0;
    this.#other = (this.#other + mix(mixed ^ 0x5bd1e995)) >>> 0;
  }
}

export function fingerprintOf(passages: readonly PassageTokens[]): string {
  const print = new Fingerprint();
  for (const [ordinal, { id, tokens }] of passages.entries()) {
    let length = 0;
    unpackTokens(tokens, (token, frequency) => {
      print.addPosting(ordinal, token, indexedFrequency(frequency));
      length += frequency;
    });
    print.addPassage(ordinal, id, length);
  }
  return print.toString();
}

/** Spreads every bit over all 32 (the last step of MurmurHash3). */
function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
