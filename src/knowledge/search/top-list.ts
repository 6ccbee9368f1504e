// The best few of many scored rows, kept in order as they come.
export interface RowHit {
  readonly row: number;
  readonly score: number;
}

export class TopList {
  readonly hits: RowHit[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  wants(row: number, score: number): boolean {
    const last = this.hits[this.#limit - 1];
    return last === undefined ? this.#limit > 0 : isBefore(row, score, last);
  }

  insert(row: number, score: number): void {
    let low = 0;
    let high = this.hits.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const hit = this.hits[middle];
      if (hit !== undefined && isBefore(row, score, hit)) high = middle;
      else low = middle + 1;
    }
    this.hits.splice(low, 0, { row, score });
    if (this.hits.length > this.#limit) this.hits.pop();
  }
}

function isBefore(row: number, score: number, hit: RowHit): boolean {
  return score > hit.score || (score === hit.score && row < hit.row);
}
