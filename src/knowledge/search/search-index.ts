// Search in the process, over the library of any database. Every search asks the database which transactions it has seen; when
// there are new ones, the index catches up with what they changed before anything is ranked.
import { rm } from 'node:fs/promises';
import type { Kysely } from 'kysely';
import type { VersionId } from '../../base/ids.ts';
import type { Log } from '../../base/log.ts';
import type { Checking } from '../../store/checking.ts';
import type { LibrarySeal } from '../sealed-library.ts';
import type { LibraryTables } from '../tables.ts';
import { type Allowed, AllowedVersions } from './allowed-versions.ts';
import { generalChinese } from './background.ts';
import { comparable, compareOwn, compareTokens, fingerprintsOf, type OwnComparison } from './check-index.ts';
import {
  batchesOf,
  claimForeignRows,
  type DatabaseState,
  databaseName,
  firstUnborn,
  nameOf,
  readAllowed,
  readChanges,
  readState,
  readTokens,
  type VersionChange,
} from './index-feed.store.ts';
import { readSnapshot, writeSnapshot } from './index-snapshot.ts';
import { LibraryIndex, type PassageHit, type VersionFacts } from './library-index.ts';
import type { VersionCondition } from './search-filter.ts';
import type { TokenHash } from './token-hash.ts';

export interface SearchIndexDependencies {
  readonly library: Kysely<LibraryTables>;
  /** Opens titles and texts; without it they are taken as they are, which is how benches and tests write them. */
  readonly sealed?: LibrarySeal | undefined;
  readonly hash: TokenHash;
  readonly log: Log;
  /** Where the index is kept between two runs; without it, it is built from the database each time. */
  readonly snapshotFile?: string | undefined;
}

/** What a condition allows, as it was committed when the search began. Good until the function that got it returns. */
export interface LibraryView {
  /** Best first, as many as the condition and the limit allow. `of` narrows it to some versions. */
  rank(tokens: readonly string[], limit: number, of?: readonly VersionFacts[]): PassageHit[];
  /** Versions whose title a citation means; see `citedIn`. */
  readonly titles: LibraryIndex['titles'];
  isAllowed(version: VersionFacts): boolean;
  allowed(): VersionFacts[];
  /** Ids of those, without looking at any other. */
  allowedIds(): Iterable<VersionId>;
}

/** A snapshot is written when nothing has changed for a while, and enough has changed to be worth it. */
const idleMs = 10_000;
const passagesWorthASnapshot = 1000;

export class SearchIndex {
  readonly #given: SearchIndexDependencies;
  readonly #allowed = new AllowedVersions();
  #index: LibraryIndex;
  #state: DatabaseState | undefined;
  #database = '';
  #departments = '';
  /** Searches that arrive together catch up one after the other. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Rows come again while a transaction older than theirs is running: by their marks they are known. */
  #lastChanges: ReadonlyMap<VersionId, string> = new Map();
  #idleTimer: NodeJS.Timeout | undefined;
  #passagesSinceSnapshot = 0;
  #revision = 0;

  constructor(given: SearchIndexDependencies) {
    this.#given = given;
    this.#index = new LibraryIndex(given.hash, generalChinese());
  }

  /** Gives `read` the library as the condition allows, with every write committed before this call. */
  async look<Result>(within: VersionCondition, read: (view: LibraryView) => Result): Promise<Result> {
    return this.#inTurn(async () => {
      const { library } = this.#given;
      await this.#catchUp();
      const allowed = await this.#allowed.of(nameOf(library, within), this.#index, (among) => readAllowed(library, within, among));
      return read(this.#viewOf(allowed));
    });
  }

  /** Loads what is missing ahead of the first search. */
  warm(): Promise<void> {
    return this.#inTurn(() => this.#catchUp());
  }

  /**
   * Compares the index with the database. Where they differ it is made anew from the database, and so is its snapshot; the faults
   * name the versions that differed.
   */
  async *check(): Checking {
    const [before, fingerprints] = await this.#inTurn(async () => [await this.#compareOwn(), await fingerprintsOf(this.#index)] as const);
    const versions = comparable(before, this.#given.hash);
    const differing: VersionId[] = [];
    for await (const { done, differing: some } of compareTokens(this.#given, versions, fingerprints)) {
      differing.push(...some);
      yield { done, total: versions.length, faults: [] };
    }
    const wrong = await this.#inTurn(async () => {
      const after = await this.#compareOwn();
      const misplaced = after.misplaced.filter((id) => before.misplaced.includes(id));
      // What was changed meanwhile was read twice, before and after.
      const found = [...misplaced, ...differing].filter((id) => before.held.get(id)?.marks === after.held.get(id)?.marks);
      if (found.length > 0) await this.#rebuild(found.length);
      return found;
    });
    yield { done: versions.length, total: versions.length, faults: wrong };
  }

  async close(): Promise<void> {
    clearTimeout(this.#idleTimer);
    await this.#turn.catch(() => undefined);
    if (this.#passagesSinceSnapshot > 0) await this.#keep();
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #catchUp(): Promise<void> {
    const { library } = this.#given;
    const now = await readState(library);
    if (this.#state?.snapshot === now.snapshot) return;
    if (this.#state === undefined) await this.#open(now);
    const { state, departments, changes } = await readChanges(library, this.#state, this.#given.sealed);
    if (departments !== this.#departments) this.#allowed.forgetAll();
    const toLoad: VersionChange[] = [];
    for (const change of changes) {
      const { facts, marks, isHeld } = change;
      if (this.#lastChanges.get(facts.id) === marks) continue;
      const known = this.#index.factsOf(facts.id);
      this.#allowed.forget(facts.id, this.#index.slotOf(facts.id));
      if (!isHeld) this.#drop(facts.id);
      else if (known?.mark === facts.mark && known.accessClass === facts.accessClass) this.#index.describe(facts);
      else toLoad.push(change);
    }
    if (this.#state === undefined) this.#dropAllBut(new Set(changes.map(({ facts }) => facts.id)));
    for (const batch of batchesOf(toLoad)) await this.#load(batch);
    this.#lastChanges = new Map(changes.map(({ facts, marks }) => [facts.id, marks]));
    this.#departments = departments;
    this.#state = state;
  }

  async #open(now: DatabaseState): Promise<void> {
    const { library, hash, snapshotFile } = this.#given;
    await claimForeignRows(library);
    this.#database = await databaseName(library);
    const packed = snapshotFile && (await readSnapshot(snapshotFile, { recipe: hash.recipe, database: this.#database }));
    // A snapshot from a later time than the database shows was taken of another life of it.
    if (packed && packed.taken <= firstUnborn(now)) this.#index = LibraryIndex.from(packed, hash, generalChinese());
  }

  async #compareOwn(): Promise<OwnComparison> {
    await this.#catchUp();
    return compareOwn(this.#given, this.#index);
  }

  /** From the database alone. */
  async #rebuild(versions: number): Promise<void> {
    const { hash, log, snapshotFile } = this.#given;
    log.warn('search-index-rebuilt', { versions });
    if (snapshotFile !== undefined) await rm(snapshotFile, { force: true });
    this.#index = new LibraryIndex(hash, generalChinese());
    this.#state = undefined;
    this.#lastChanges = new Map();
    this.#allowed.forgetAll();
    await this.#catchUp();
    await this.#keep();
  }

  async #load(versions: readonly VersionChange[]): Promise<void> {
    const { library, hash } = this.#given;
    const passages = await readTokens(library, versions, hash, this.#given.sealed);
    for (const { facts } of versions) {
      this.#index.put(facts, passages.get(facts.id) ?? []);
      this.#noteChange(passages.get(facts.id)?.length ?? 0);
    }
  }

  #dropAllBut(ids: ReadonlySet<VersionId>): void {
    for (const id of Array.from(this.#index.versions()).filter((known) => !ids.has(known))) this.#drop(id);
  }

  #drop(id: VersionId): void {
    if (this.#index.slotOf(id) === undefined) return;
    this.#index.drop(id);
    this.#noteChange(1);
  }

  #noteChange(passages: number): void {
    this.#revision += 1;
    this.#passagesSinceSnapshot += passages;
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => {
      if (this.#passagesSinceSnapshot >= passagesWorthASnapshot) void this.#keep();
    }, idleMs).unref();
  }

  /** A snapshot only spares work at the next start: that it cannot be written stops nothing. */
  async #keep(): Promise<void> {
    const { snapshotFile, hash, log } = this.#given;
    if (snapshotFile === undefined || this.#state === undefined) return;
    const revision = this.#revision;
    const owner = { recipe: hash.recipe, database: this.#database };
    try {
      const isWritten = await writeSnapshot(snapshotFile, owner, firstUnborn(this.#state), this.#index, () => this.#revision === revision);
      if (isWritten) this.#passagesSinceSnapshot = 0;
    } catch (error) {
      log.error('search-snapshot-failed', error);
    }
  }

  #viewOf(allowed: Allowed): LibraryView {
    const index = this.#index;
    const isAllowed = ({ id }: VersionFacts) => allowed.bits[index.slotOf(id) ?? -1] === 1;
    return {
      titles: index.titles,
      isAllowed,
      allowedIds: () => index.versionsIn(allowed.bits),
      allowed: () => index.allFacts().filter(isAllowed),
      rank: (tokens, limit, of) => {
        if (of === undefined) return index.rank(tokens, allowed.classes, allowed.bits, limit);
        const bits = new Uint8Array(allowed.bits.length);
        for (const facts of of.filter(isAllowed)) bits[index.slotOf(facts.id) ?? 0] = 1;
        return index.rank(tokens, index.classesOf(bits), bits, limit);
      },
    };
  }
}
