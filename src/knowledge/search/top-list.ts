// The best few of many scored rows, kept in order as they come.
export interface RowHit {
  readonly row: number;
  readonly score: number;
}

export class TopList {
  readonly hits: RowHit[] = [];
  readonly #limit: number;
  /** Order of rows with equal scores. */
  readonly #precedes: (row: number, other: number) => boolean;

  constructor(limit: number, precedes = (row: number, other: number): boolean => row < other) {
    this.#limit = limit;
    this.#precedes = precedes;
  }

  wants(row: number, score: number): boolean {
    const last = this.hits[this.#limit - 1];
    return last === undefined ? this.#limit > 0 : this.#isBefore(row, score, last);
  }

  insert(row: number, score: number): void {
    let low = 0;
    let high = this.hits.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const hit = this.hits[middle];
      if (hit !== undefined && this.#isBefore(row, score, hit)) high = middle;
      else low = middle + 1;
    }
    this.hits.splice(low, 0, { row, score });
    if (this.hits.length > this.#limit) this.hits.pop();
  }

  #isBefore(row: number, score: number, hit: RowHit): boolean {
    return score > hit.score || (score === hit.score && this.#precedes(row, hit.row));
  }
}
