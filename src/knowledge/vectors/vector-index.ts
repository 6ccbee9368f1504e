// Vectors in memory, by version, and the search among them: every passage that the caller may find is compared, so that a result depends
// on nothing but the question and those passages. What the caller may not read is not touched.
import type { PassageId, VersionId } from '../../base/ids.ts';
import { TopList } from '../search/top-list.ts';
import type { QuantisedQuestion, VectorBlock } from './quantise.ts';

/** Vectors of some passages of a version, in reading order. */
export interface PassageVectors extends VectorBlock {
  /** Of the row that they are kept in. */
  readonly key: string;
  readonly lastOrdinal: number;
  readonly passageIds: readonly PassageId[];
}

export interface NearPassage {
  readonly passageId: PassageId;
  /** Cosine, -1 to 1. */
  readonly similarity: number;
}

/** Where the rows of a block begin, in the order in which a search came by them. */
interface Visited {
  readonly firstRow: number;
  readonly version: VersionId;
  readonly block: PassageVectors;
}

export class VectorIndex {
  readonly #dimension: number;
  readonly #versions = new Map<VersionId, PassageVectors[]>();

  constructor(dimension: number) {
    this.#dimension = dimension;
  }

  /** How many rows of vectors it was put together from. */
  get blockCount(): number {
    return this.#versions.values().reduce((sum, blocks) => sum + blocks.length, 0);
  }

  /** In place of what was kept under the same key. */
  put(version: VersionId, block: PassageVectors): void {
    const others = (this.#versions.get(version) ?? []).filter(({ key }) => key !== block.key);
    const blocks = [...others, block].toSorted((left, right) => left.lastOrdinal - right.lastOrdinal);
    this.#versions.set(version, blocks);
  }

  keepOnly(keys: ReadonlySet<string>): void {
    for (const [version, blocks] of this.#versions) {
      const kept = blocks.filter(({ key }) => keys.has(key));
      if (kept.length === 0) this.#versions.delete(version);
      else if (kept.length < blocks.length) this.#versions.set(version, kept);
    }
  }

  /** The nearest first, among the versions given; equal ones in order of version, then of reading. */
  nearest(question: QuantisedQuestion, among: Iterable<VersionId>, limit: number): NearPassage[] {
    const visited: Visited[] = [];
    const best = new TopList(limit, (row, other) => precedes(visited, row, other));
    let row = 0;
    for (const version of among) {
      for (const block of this.#versions.get(version) ?? []) {
        visited.push({ firstRow: row, version, block });
        row = this.#compare(question, block, row, best);
      }
    }
    return best.hits.flatMap(({ row: found, score }) => {
      const { block, firstRow } = visitedAt(visited, found);
      const passageId = block.passageIds[found - firstRow];
      return passageId === undefined ? [] : [{ passageId, similarity: score }];
    });
  }

  #compare({ values: asked, scale }: QuantisedQuestion, { values, scales }: PassageVectors, firstRow: number, best: TopList): number {
    const dimension = this.#dimension;
    for (let index = 0, start = 0; index < scales.length; index += 1, start += dimension) {
      const own = scales[index] ?? 0;
      if (own === 0) continue;
      const similarity = sumOfProducts(asked, values, start) * own * scale;
      if (best.wants(firstRow + index, similarity)) best.insert(firstRow + index, similarity);
    }
    return firstRow + scales.length;
  }
}

/** Four sums at a time, each within 31 bits: the engine then needs no check for larger numbers. */
function sumOfProducts(asked: Int16Array, values: Int8Array, start: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  const whole = asked.length - (asked.length % 4);
  for (let index = 0; index < whole; index += 4) {
    const at = start + index;
    first = (first + Math.imul(asked[index] ?? 0, values[at] ?? 0)) | 0;
    second = (second + Math.imul(asked[index + 1] ?? 0, values[at + 1] ?? 0)) | 0;
    third = (third + Math.imul(asked[index + 2] ?? 0, values[at + 2] ?? 0)) | 0;
    fourth = (fourth + Math.imul(asked[index + 3] ?? 0, values[at + 3] ?? 0)) | 0;
  }
  for (let index = whole; index < asked.length; index += 1) first = (first + Math.imul(asked[index] ?? 0, values[start + index] ?? 0)) | 0;
  return first + second + third + fourth;
}

function precedes(visited: readonly Visited[], row: number, other: number): boolean {
  const [one, two] = [visitedAt(visited, row), visitedAt(visited, other)];
  return one.version === two.version ? row < other : one.version < two.version;
}

function visitedAt(visited: readonly Visited[], row: number): Visited {
  let [low, high] = [0, visited.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((visited[middle]?.firstRow ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  const found = visited[low];
  if (!found) throw new RangeError(`There is no row ${row}.`);
  return found;
}
