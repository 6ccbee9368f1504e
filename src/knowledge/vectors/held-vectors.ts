// The vectors of one set in memory, kept in step with the database: what was committed before a search is there for it. Until all are read
// once there is nothing to search.
import { AppError } from '../../base/errors.ts';
import type { VectorBlockId, VectorSetId } from '../../base/ids.ts';
import type { Log } from '../../base/log.ts';
import { type DatabaseState, oldestRunning, readState } from '../search/index-feed.store.ts';
import { unpackBlock } from './quantise.ts';
import type { SealedVectors } from './sealed-vectors.ts';
import { VectorIndex } from './vector-index.ts';
import { countBlocks, listBlocks, readBlocks, type VectorDatabase, type VectorSetRow } from './vectors.store.ts';

export interface HeldVectorsDependencies {
  readonly database: VectorDatabase;
  readonly vectors: SealedVectors;
  readonly log: Log;
}

/** A row is some ten kilobytes: PGlite answers one statement at a time, and a search waits for a batch. */
const rowsPerFetch = 16;

export class HeldVectors {
  readonly set: VectorSetId;
  readonly #dimension: number;
  readonly #given: HeldVectorsDependencies;
  readonly #index: VectorIndex;
  #state: DatabaseState | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(given: HeldVectorsDependencies, { id, dimension }: VectorSetRow) {
    this.#given = given;
    this.set = id;
    this.#dimension = dimension;
    this.#index = new VectorIndex(dimension);
  }

  get isLoaded(): boolean {
    return this.#state !== undefined;
  }

  /** Every row that was committed before this call is in the index it resolves to; good until the next call. */
  caughtUp(): Promise<VectorIndex> {
    const turn = this.#turn.then(async () => {
      await this.#catchUp();
      return this.#index;
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #catchUp(): Promise<void> {
    const { database } = this.#given;
    const now = await readState(database);
    if (this.#state?.snapshot === now.snapshot) return;
    const from = this.#state && oldestRunning(this.#state);
    let after: VectorBlockId | undefined;
    do {
      const rows = await readBlocks(database, this.set, from, after, rowsPerFetch);
      for (const row of rows) this.#put(row);
      after = rows.length < rowsPerFetch ? undefined : rows.at(-1)?.id;
    } while (after !== undefined);
    await this.#dropRetired();
    this.#state = now;
  }

  #put({ id, version_id, last_ordinal, passage_ids, vectors }: Awaited<ReturnType<typeof readBlocks>>[number]): void {
    const bytes = this.#open(id, vectors);
    const block = bytes && unpackBlock(bytes, passage_ids.length, this.#dimension);
    if (block) this.#index.put(version_id, { ...block, key: id, lastOrdinal: last_ordinal, passageIds: passage_ids });
  }

  /** Passages of a damaged row are found by words; the check of values names it. */
  #open(id: VectorBlockId, stored: string): Uint8Array | undefined {
    try {
      return this.#given.vectors.open(id, stored);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'sealed-value-refused') throw error;
      this.#given.log.error('vectors-damaged', error, { block: id });
      return undefined;
    }
  }

  /** Rows that are gone tell nothing themselves: that there are fewer than are held does. */
  async #dropRetired(): Promise<void> {
    const { database } = this.#given;
    if ((await countBlocks(database, this.set)) === this.#index.blockCount) return;
    this.#index.keepOnly(await listBlocks(database, this.set));
  }
}
