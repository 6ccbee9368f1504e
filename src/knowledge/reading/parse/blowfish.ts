// Blowfish, the cipher of OpenDocument files before version 1.2: OpenSSL no longer has it by default. Its tables begin as the digits of pi.

const rounds = 16;
const boxWords = 256;
const blockBytes = 8;

/** A block is two words of 32 bits. */
type Block = readonly [left: number, right: number];

/** Decrypts in cipher feedback mode with whole blocks; `start` is one block, a key is of 4 to 56 bytes. */
export function openBlowfish(content: Uint8Array, key: Uint8Array, start: Uint8Array): Buffer {
  const cipher = new Blowfish(key);
  const opened = Buffer.from(content);
  let mask = Buffer.from(start);
  for (let at = 0; at < opened.length; at += blockBytes) {
    const [left, right] = cipher.encrypt([mask.readUInt32BE(0), mask.readUInt32BE(4)]);
    mask = Buffer.alloc(blockBytes);
    mask.writeUInt32BE(left, 0);
    mask.writeUInt32BE(right, 4);
    const before = content.subarray(at, at + blockBytes);
    before.forEach((byte, index) => {
      opened[at + index] = byte ^ (mask[index] ?? 0);
    });
    mask.set(before);
  }
  return opened;
}

export class Blowfish {
  private readonly subkeys: Uint32Array;
  private readonly boxes: Uint32Array;

  constructor(key: Uint8Array) {
    const words = firstWords();
    this.subkeys = words.slice(0, rounds + 2).map((word, index) => word ^ keyWord(key, index));
    this.boxes = words.slice(rounds + 2);
    let block: Block = [0, 0];
    for (const table of [this.subkeys, this.boxes])
      for (let index = 0; index < table.length; index += 2) {
        block = this.encrypt(block);
        table.set(block, index);
      }
  }

  encrypt(block: Block): Block {
    let [left, right] = block;
    for (let round = 0; round < rounds; round += 1) {
      left ^= this.subkeys[round] ?? 0;
      [left, right] = [right ^ this.mixed(left), left];
    }
    return [(right ^ (this.subkeys[rounds + 1] ?? 0)) >>> 0, (left ^ (this.subkeys[rounds] ?? 0)) >>> 0];
  }

  private mixed(word: number): number {
    const sum = this.at(0, word >>> 24) + this.at(1, word >>> 16);
    return (sum ^ this.at(2, word >>> 8)) + this.at(3, word);
  }

  private at(box: number, byte: number): number {
    return this.boxes[box * boxWords + (byte & 0xff)] ?? 0;
  }
}

/** The key over and over. */
function keyWord(key: Uint8Array, index: number): number {
  return [0, 1, 2, 3].reduce((word, byte) => (word << 8) | (key[(index * 4 + byte) % key.length] ?? 0), 0);
}

let known: Uint32Array | undefined;

function firstWords(): Uint32Array {
  known ??= wordsOfPi(rounds + 2 + 4 * boxWords);
  return known;
}

/** What follows the 3, in words of 32 bits, by Machin's formula. */
function wordsOfPi(count: number): Uint32Array {
  // The last digits carry the errors of the sums.
  const spare = 64n;
  const one = 1n << (BigInt(count * 32) + spare);
  const arctangent = (divisor: bigint): bigint => {
    let sum = 0n;
    let sign = 1n;
    for (let power = one / divisor, odd = 1n; power > 0n; power /= divisor * divisor, odd += 2n) {
      sum += (sign * power) / odd;
      sign = -sign;
    }
    return sum;
  };
  const pi = 4n * (4n * arctangent(5n) - arctangent(239n));
  const digits = ((pi - 3n * one) >> spare).toString(16).padStart(count * 8, '0');
  return Uint32Array.from({ length: count }, (_, index) => Number.parseInt(digits.slice(index * 8, index * 8 + 8), 16));
}
