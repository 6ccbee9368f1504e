// Which rows hold a token and how often, in a few growing arrays of numbers: a posting is four bytes, and a token has no object of
// its own. Tokens are numbers here (keyed hashes, or numbers given in turn).

/** Rows above this do not fit beside the frequency in 32 bits. */
export const maxRows = 2 ** 24;
/** Frequencies above this count as this. */
const maxFrequency = 255;
const frequencyBits = 8;

export function rowOf(posting: number): number {
  return posting >>> frequencyBits;
}

export function frequencyOf(posting: number): number {
  return posting & maxFrequency;
}

/** As it is counted here. */
export function indexedFrequency(frequency: number): number {
  return Math.min(frequency, maxFrequency);
}

/** The lists one after the other, without gaps: tokens, how many postings each has, and those. */
export interface PackedPostings {
  readonly tokens: Float64Array<ArrayBuffer>;
  readonly counts: Uint32Array<ArrayBuffer>;
  readonly postings: Uint32Array<ArrayBuffer>;
}

export class PostingLists {
  /** Open addressing: a list's number + 1, or 0. */
  #slots = new Uint32Array(1 << 8);
  #size = 0;
  /** By number of the list: its token, where it begins, how many postings it has, and how many fit. */
  #tokens = new Float64Array(1 << 7);
  #starts = new Uint32Array(1 << 7);
  #counts = new Uint32Array(1 << 7);
  #capacities = new Uint32Array(1 << 7);
  #pool = new Uint32Array(1 << 10);
  #poolEnd = 0;
  /** Places given up by lists that grew, by the power of two that fits there. */
  readonly #free: number[][] = [];

  static from({ tokens, counts, postings }: PackedPostings): PostingLists {
    const lists = new PostingLists();
    lists.#tokens = tokens;
    lists.#counts = counts;
    lists.#capacities = counts.slice();
    lists.#starts = new Uint32Array(counts.length);
    lists.#pool = postings;
    lists.#size = counts.length;
    for (const [number, count] of counts.entries()) {
      lists.#starts[number] = lists.#poolEnd;
      lists.#poolEnd += count;
    }
    lists.#spreadSlots();
    return lists;
  }

  append(token: number, row: number, frequency: number): void {
    const number = this.#find(token) ?? this.#register(token);
    const count = this.#counts[number] ?? 0;
    if (count === this.#capacities[number]) this.#enlarge(number, count);
    this.#pool[(this.#starts[number] ?? 0) + count] = (row << frequencyBits) | indexedFrequency(frequency);
    this.#counts[number] = count + 1;
  }

  /** A view, valid until the next change. */
  of(token: number): Uint32Array | undefined {
    const number = this.#find(token);
    return number === undefined ? undefined : this.#list(number);
  }

  /** Every list with its token; views, valid until the next change. */
  *all(): Generator<readonly [token: number, postings: Uint32Array]> {
    for (let number = 0; number < this.#size; number += 1) yield [this.#tokens[number] ?? 0, this.#list(number)];
  }

  /** How many tokens have postings, and how many postings there are. */
  get sizes(): { readonly lists: number; readonly postings: number } {
    const counts = this.#counts.subarray(0, this.#size).filter((count) => count > 0);
    return { lists: counts.length, postings: counts.reduce((sum, count) => sum + count, 0) };
  }

  /** A copy. */
  packed(): PackedPostings {
    const sizes = this.sizes;
    const packed = {
      tokens: new Float64Array(sizes.lists),
      counts: new Uint32Array(sizes.lists),
      postings: new Uint32Array(sizes.postings),
    };
    let [list, posting] = [0, 0];
    for (let number = 0; number < this.#size; number += 1) {
      const postings = this.#list(number);
      if (postings.length === 0) continue;
      packed.tokens[list] = this.#tokens[number] ?? 0;
      packed.counts[list] = postings.length;
      packed.postings.set(postings, posting);
      [list, posting] = [list + 1, posting + postings.length];
    }
    return packed;
  }

  /** Gives rows new numbers, in the same order; drops those that get none. */
  renumber(newRowOf: (row: number) => number | undefined): void {
    for (let number = 0; number < this.#size; number += 1) {
      const list = this.#list(number);
      let kept = 0;
      for (const posting of list) {
        const row = newRowOf(rowOf(posting));
        if (row !== undefined) list[kept++] = (row << frequencyBits) | frequencyOf(posting);
      }
      this.#counts[number] = kept;
    }
  }

  #list(number: number): Uint32Array {
    const start = this.#starts[number] ?? 0;
    return this.#pool.subarray(start, start + (this.#counts[number] ?? 0));
  }

  #find(token: number): number | undefined {
    const mask = this.#slots.length - 1;
    for (let slot = token & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot] ?? 0;
      if (number === 0) return undefined;
      if (this.#tokens[number - 1] === token) return number - 1;
    }
  }

  #register(token: number): number {
    const number = this.#size;
    if (number === this.#tokens.length) {
      const length = Math.max(1 << 7, number * 2);
      this.#tokens = grown(this.#tokens, length);
      this.#starts = grown(this.#starts, length);
      this.#counts = grown(this.#counts, length);
      this.#capacities = grown(this.#capacities, length);
    }
    this.#tokens[number] = token;
    this.#starts[number] = this.#place(0);
    this.#capacities[number] = 1;
    this.#size += 1;
    if (this.#size * 2 > this.#slots.length) this.#spreadSlots();
    else this.#occupy(number);
    return number;
  }

  #spreadSlots(): void {
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(this.#size * 3 + 2)));
    for (let number = 0; number < this.#size; number += 1) this.#occupy(number);
  }

  #occupy(number: number): void {
    const mask = this.#slots.length - 1;
    let slot = (this.#tokens[number] ?? 0) & mask;
    while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
    this.#slots[slot] = number + 1;
  }

  #enlarge(number: number, count: number): void {
    const size = Math.floor(Math.log2(Math.max(1, count))) + 1;
    const from = this.#starts[number] ?? 0;
    const to = this.#place(size);
    this.#pool.copyWithin(to, from, from + count);
    if (count > 0) (this.#free[size - 1] ??= []).push(from);
    this.#starts[number] = to;
    this.#capacities[number] = 1 << size;
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

type Numbers = Uint8Array | Uint32Array | Float64Array;

/** The same numbers in a longer array. */
export function grown<Kind extends Numbers>(numbers: Kind, length: number): Kind;
export function grown(numbers: Numbers, length: number): Numbers {
  const longer =
    numbers instanceof Uint8Array
      ? new Uint8Array(length)
      : numbers instanceof Uint32Array
        ? new Uint32Array(length)
        : new Float64Array(length);
  longer.set(numbers);
  return longer;
}
