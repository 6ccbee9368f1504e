// Which rows hold a token and how often, in one growing array of numbers: a posting is four bytes and a token has no object
// of its own, which at 100,000 passages is a tenth of what one array per token costs.

/** Rows above this do not fit beside the frequency in 32 bits. */
export const maxRows = 2 ** 24;
/** Frequencies above this count as this; PostgreSQL itself keeps no more than 256 positions of a word. */
const maxFrequency = 255;

const frequencyBits = 8;

export function rowOf(posting: number): number {
  return posting >>> frequencyBits;
}

export function frequencyOf(posting: number): number {
  return posting & maxFrequency;
}

export class PostingLists {
  readonly #numbers = new Map<string, number>();
  #pool = new Uint32Array(1 << 16);
  #poolEnd = 0;
  /** By token number: where its postings begin, how many there are, and how many fit (as a power of two). */
  #starts = new Uint32Array(1 << 12);
  #counts = new Uint32Array(1 << 12);
  #sizes = new Uint8Array(1 << 12);
  /** Places given up by lists that grew, by size (power of two). */
  readonly #free: number[][] = [];

  append(token: string, row: number, frequency: number): void {
    const number = this.#numbers.get(token) ?? this.#register(token);
    const count = this.#counts[number] ?? 0;
    if (count === 1 << (this.#sizes[number] ?? 0)) this.#enlarge(number, count);
    this.#pool[(this.#starts[number] ?? 0) + count] = (row << frequencyBits) | Math.min(frequency, maxFrequency);
    this.#counts[number] = count + 1;
  }

  /** A view, valid until the next change. */
  of(token: string): Uint32Array | undefined {
    const number = this.#numbers.get(token);
    return number === undefined ? undefined : this.#list(number);
  }

  /** Drops the postings of every other row. */
  retain(keep: (row: number) => boolean): void {
    for (const number of this.#numbers.values()) {
      const list = this.#list(number);
      let kept = 0;
      for (const posting of list) {
        if (keep(rowOf(posting))) list[kept++] = posting;
      }
      this.#counts[number] = kept;
    }
  }

  #list(number: number): Uint32Array {
    const start = this.#starts[number] ?? 0;
    return this.#pool.subarray(start, start + (this.#counts[number] ?? 0));
  }

  #register(token: string): number {
    const number = this.#numbers.size;
    this.#numbers.set(token, number);
    if (number === this.#starts.length) {
      this.#starts = grown(this.#starts, number * 2);
      this.#counts = grown(this.#counts, number * 2);
      this.#sizes = grown(this.#sizes, number * 2);
    }
    this.#starts[number] = this.#place(0);
    return number;
  }

  #enlarge(number: number, count: number): void {
    const size = this.#sizes[number] ?? 0;
    const from = this.#starts[number] ?? 0;
    const to = this.#place(size + 1);
    this.#pool.copyWithin(to, from, from + count);
    (this.#free[size] ??= []).push(from);
    this.#starts[number] = to;
    this.#sizes[number] = size + 1;
  }

  #place(size: number): number {
    const reused = this.#free[size]?.pop();
    if (reused !== undefined) return reused;
    const start = this.#poolEnd;
    this.#poolEnd += 1 << size;
    if (this.#poolEnd > this.#pool.length) this.#pool = grown(this.#pool, Math.max(this.#poolEnd, this.#pool.length * 1.5));
    return start;
  }
}

/** The same numbers in a longer array. */
export function grown<Numbers extends Uint8Array | Uint32Array | Float64Array>(numbers: Numbers, length: number): Numbers;
export function grown(numbers: Uint8Array | Uint32Array | Float64Array, length: number): Uint8Array | Uint32Array | Float64Array {
  const longer =
    numbers instanceof Uint8Array
      ? new Uint8Array(length)
      : numbers instanceof Uint32Array
        ? new Uint32Array(length)
        : new Float64Array(length);
  longer.set(numbers);
  return longer;
}
