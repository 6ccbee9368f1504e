// BM25 in process over stored tokens: the engine for servers without pg_textsearch, and the oracle in tests.
// The formula is that of pg_textsearch:
//   sum over query tokens of  ln(1 + (N - df + .5) / (df + .5)) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average))
import { decodeLength, encodeLength } from './passage-length.ts';
import { frequencyOf, grown, maxRows, PostingLists, rowOf } from './posting-lists.ts';
import { type RowHit, TopList } from './top-list.ts';

export interface Bm25SearchOptions {
  readonly limit: number;
  /** What it refuses is left out before ranking: a filtered list is as full as an unfiltered one. */
  readonly accept?: (row: number) => boolean;
}

/** Measured on the development sets: b at or below .4 costs .02 to .06 nDCG@10. */
export const bm25Parameters = { k1: 0.9, b: 0.75 } as const;

const { k1, b } = bm25Parameters;
const lengthCodes = 256;
/** Removed rows are swept out once they are this share of the living, and not before there are this many. */
const sweepShare = 0.25;
const minRowsToSweep = 1000;

export class Bm25Index {
  readonly #postings = new PostingLists();
  /** By row: 0 for none, otherwise 1 + the code of its length. */
  #lengthCodes = new Uint8Array(1024);
  #lengths = new Uint32Array(1024);
  #scores = new Float64Array(1024);
  #rowCount = 0;
  #removedRows: number[] = [];
  #freeRows: number[] = [];
  #liveCount = 0;
  #totalLength = 0;

  get size(): number {
    return this.#liveCount;
  }

  /** The row number given to these tokens; numbers of removed rows return. */
  add(tokens: readonly string[]): number {
    const row = this.#freeRows.pop() ?? this.#nextRow();
    for (const [token, frequency] of countTokens(tokens)) this.#postings.append(token, row, frequency);
    this.#lengthCodes[row] = 1 + encodeLength(tokens.length);
    this.#lengths[row] = tokens.length;
    this.#totalLength += tokens.length;
    this.#liveCount += 1;
    return row;
  }

  remove(row: number): void {
    if (!this.#isLive(row)) return;
    this.#lengthCodes[row] = 0;
    this.#totalLength -= this.#lengths[row] ?? 0;
    this.#liveCount -= 1;
    this.#removedRows.push(row);
    if (this.#removedRows.length >= Math.max(minRowsToSweep, this.#liveCount * sweepShare)) this.#sweep();
  }

  /** Best first; equal scores in order of row. A token given twice counts twice. */
  search(tokens: readonly string[], { limit, accept }: Bm25SearchOptions): RowHit[] {
    const touched = this.#scoreRows(countTokens(tokens));
    const best = new TopList(limit);
    for (const row of touched) {
      const score = this.#scores[row] ?? 0;
      this.#scores[row] = 0;
      if (best.wants(row, score) && (accept === undefined || accept(row))) best.insert(row, score);
    }
    return best.hits;
  }

  /** The score of every row for tokens with weights; 0 where nothing matches. */
  scoreAll(weights: ReadonlyMap<string, number>): Float64Array {
    const touched = this.#scoreRows(weights);
    const scores = this.#scores.slice(0, this.#rowCount);
    for (const row of touched) this.#scores[row] = 0;
    return scores;
  }

  /** How telling a token is: the rarer, the more. */
  rarityOf(token: string): number {
    const postings = this.#postings.of(token);
    return postings ? this.#inverseFrequency(postings) : 0;
  }

  /** Leaves the scores in place and returns the rows that have one. */
  #scoreRows(weights: ReadonlyMap<string, number>): number[] {
    const dampings = this.#dampings();
    const touched: number[] = [];
    for (const [token, weight] of weights) {
      const postings = this.#postings.of(token);
      if (postings) this.#addScores(postings, weight, dampings, touched);
    }
    return touched;
  }

  #addScores(postings: Uint32Array, weight: number, dampings: Float64Array, touched: number[]): void {
    const factor = weight * this.#inverseFrequency(postings) * (k1 + 1);
    const scores = this.#scores;
    const codes = this.#lengthCodes;
    for (const posting of postings) {
      const row = rowOf(posting);
      const code = codes[row] ?? 0;
      if (code === 0) continue;
      const score = scores[row] ?? 0;
      if (score === 0) touched.push(row);
      const frequency = frequencyOf(posting);
      scores[row] = score + (factor * frequency) / (frequency + (dampings[code] ?? 0));
    }
  }

  #inverseFrequency(postings: Uint32Array): number {
    let holders = postings.length;
    if (this.#removedRows.length > 0) holders = postings.reduce((count, posting) => count + (this.#isLive(rowOf(posting)) ? 1 : 0), 0);
    return Math.log(1 + (this.#liveCount - holders + 0.5) / (holders + 0.5));
  }

  /** How much a passage's length dampens a token's frequency, by stored length code. */
  #dampings(): Float64Array {
    const average = this.#liveCount === 0 ? 1 : this.#totalLength / this.#liveCount;
    return Float64Array.from({ length: lengthCodes }, (_, code) => k1 * (1 - b + (b * decodeLength(code - 1)) / average));
  }

  #isLive(row: number): boolean {
    return (this.#lengthCodes[row] ?? 0) !== 0;
  }

  #nextRow(): number {
    const row = this.#rowCount;
    if (row === maxRows) throw new RangeError(`An in-process index holds at most ${maxRows} passages; use PostgreSQL with pg_textsearch.`);
    if (row === this.#scores.length) {
      this.#lengthCodes = grown(this.#lengthCodes, row * 2);
      this.#lengths = grown(this.#lengths, row * 2);
      this.#scores = grown(this.#scores, row * 2);
    }
    this.#rowCount += 1;
    return row;
  }

  #sweep(): void {
    this.#postings.retain((row) => this.#isLive(row));
    this.#freeRows.push(...this.#removedRows);
    this.#removedRows = [];
  }
}

export function countTokens(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}
