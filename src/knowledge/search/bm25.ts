// BM25, the formula by which everything here ranks:
//   sum over query tokens of  ln(1 + (N - df + .5) / (df + .5)) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average))
import { decodeLength, encodeLength } from './passage-length.ts';
import { frequencyOf, grown, maxRows, PostingLists, rowOf } from './posting-lists.ts';
import { type RowHit, TopList } from './top-list.ts';

/** Measured on the development sets: b at or below .4 costs .02 to .06 nDCG@10. */
const { k1, b } = { k1: 0.9, b: 0.75 } as const;
const lengthCodes = 256;

/** How telling a token is that `holders` of so many passages hold: the rarer, the more. */
export function inverseFrequency(passages: number, holders: number): number {
  return Math.log(1 + (passages - holders + 0.5) / (holders + 0.5));
}

/** Scratch numbers for one search at a time: the lengths of rows, and the scores of those that were touched. */
export class ScoreSheet {
  /** By row: 0 for none, otherwise 1 + the code of its length. */
  codes = new Uint8Array(1024);
  #scores = new Float64Array(1024);
  #touched = new Uint32Array(1024);
  #touchedCount = 0;
  /** How much a passage's length dampens a token's frequency, by stored length code. */
  #dampings = new Float64Array(lengthCodes);

  setLength(row: number, length: number): void {
    if (row >= maxRows) throw new RangeError(`A search index holds at most ${maxRows} passages.`);
    this.reserve(row + 1);
    this.codes[row] = 1 + encodeLength(length);
  }

  reserve(rows: number): void {
    if (rows > this.codes.length) this.codes = grown(this.codes, Math.max(rows, this.codes.length * 2));
    if (this.codes.length > this.#scores.length) {
      this.#scores = grown(this.#scores, this.codes.length);
      this.#touched = grown(this.#touched, this.codes.length);
    }
  }

  startAt(averageLength: number): void {
    this.#dampings = Float64Array.from(
      { length: lengthCodes },
      (_, code) => k1 * (1 - b + (b * decodeLength(code - 1)) / (averageLength || 1)),
    );
  }

  /** Adds what a token is worth to every living row that holds it. */
  add(postings: Uint32Array, weight: number): void {
    const [scores, codes, dampings, touched] = [this.#scores, this.codes, this.#dampings, this.#touched];
    const factor = weight * (k1 + 1);
    let count = this.#touchedCount;
    for (const posting of postings) {
      const row = rowOf(posting);
      const code = codes[row] ?? 0;
      if (code === 0) continue;
      const score = scores[row] ?? 0;
      if (score === 0) touched[count++] = row;
      const frequency = frequencyOf(posting);
      scores[row] = score + (factor * frequency) / (frequency + (dampings[code] ?? 0));
    }
    this.#touchedCount = count;
  }

  /** Hands every score to `visit` and wipes the sheet. */
  take(visit: (row: number, score: number) => void): void {
    const [scores, touched] = [this.#scores, this.#touched];
    for (let place = 0; place < this.#touchedCount; place += 1) {
      const row = touched[place] ?? 0;
      visit(row, scores[row] ?? 0);
      scores[row] = 0;
    }
    this.#touchedCount = 0;
  }
}

export interface Bm25SearchOptions {
  readonly limit: number;
  /** What it refuses is left out before ranking: a filtered list is as full as an unfiltered one. */
  readonly accept?: (row: number) => boolean;
}

/** Over tokens in the open and statistics of its own passages: for test sets, and the oracle in tests. */
export class Bm25Index {
  readonly #sheet = new ScoreSheet();
  readonly #postings = new PostingLists();
  readonly #numbers = new Map<string, number>();
  #totalLength = 0;
  size = 0;

  /** The row number given to these tokens. */
  add(tokens: readonly string[]): number {
    const row = this.size;
    this.#sheet.setLength(row, tokens.length);
    for (const [token, frequency] of countTokens(tokens)) this.#postings.append(this.#numberOf(token), row, frequency);
    this.#totalLength += tokens.length;
    this.size += 1;
    return row;
  }

  /** Best first; equal scores in order of row. A token given twice counts twice. */
  search(tokens: readonly string[], { limit, accept }: Bm25SearchOptions): RowHit[] {
    this.#score(countTokens(tokens));
    const best = new TopList(limit);
    this.#sheet.take((row, score) => {
      if (best.wants(row, score) && (accept === undefined || accept(row))) best.insert(row, score);
    });
    return best.hits;
  }

  /** The score of every row for tokens with weights; 0 where nothing matches. */
  scoreAll(weights: ReadonlyMap<string, number>): Float64Array {
    this.#score(weights);
    const scores = new Float64Array(this.size);
    this.#sheet.take((row, score) => (scores[row] = score));
    return scores;
  }

  /** How telling a token is: the rarer, the more. */
  rarityOf(token: string): number {
    const postings = this.#listOf(token);
    return postings ? inverseFrequency(this.size, postings.length) : 0;
  }

  #score(weights: ReadonlyMap<string, number>): void {
    this.#sheet.startAt(this.#totalLength / this.size);
    for (const [token, weight] of weights) {
      const postings = this.#listOf(token);
      if (postings) this.#sheet.add(postings, weight * inverseFrequency(this.size, postings.length));
    }
  }

  #listOf(token: string): Uint32Array | undefined {
    const number = this.#numbers.get(token);
    return number === undefined ? undefined : this.#postings.of(number);
  }

  #numberOf(token: string): number {
    const number = this.#numbers.get(token) ?? this.#numbers.size + 1;
    this.#numbers.set(token, number);
    return number;
  }
}

export function countTokens(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}
