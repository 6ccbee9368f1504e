// The library's passages in memory: posting lists kept apart by access class, so that the work of a search does not touch what
// the caller may not read, and statistics from what everybody may read, so that its order does not depend on it either.
import type { PassageId, VersionId } from '../../base/ids.ts';
import type { Background } from './background.ts';
import { countTokens, inverseFrequency, ScoreSheet } from './bm25.ts';
import { fingerprintsInSteps } from './fingerprint-index.ts';
import { type PackedRows, PassageRows } from './passage-rows.ts';
import { PostingLists, rowOf } from './posting-lists.ts';
import { TitleIndex } from './title-match.ts';
import { type PassageTokens, type TokenHash, unpackTokens } from './token-hash.ts';
import { TopList } from './top-list.ts';

/** What is known of a version without looking into the database. */
export interface VersionFacts {
  readonly id: VersionId;
  /** Which transaction last wrote its row. */
  readonly mark: string;
  readonly accessClass: string;
  readonly isOpenToAll: boolean;
  readonly title: string;
  readonly documentNumber: string | null;
  readonly effectiveOn: string | null;
  readonly expiredOn: string | null;
}

export interface PassageHit {
  readonly passageId: PassageId;
  /** BM25, higher is better; only passages that share a token with the query are hits. */
  readonly score: number;
}

/** A version, with its passages side by side in reading order. */
interface HeldVersion {
  facts: VersionFacts;
  readonly held: ClassPostings;
  /** Small numbers that come back when a version goes. */
  readonly slot: number;
  firstRow: number;
  readonly rowCount: number;
}

interface ClassPostings {
  readonly key: string;
  readonly isOpenToAll: boolean;
  readonly lists: PostingLists;
  /** Some may have no rows. */
  versions: number;
  /** Living rows, and the tokens in them. */
  rows: number;
  length: number;
  /** Rows that are gone but still in the lists. */
  deadRows: number;
}

/** For a snapshot: views, valid until the next change. */
export interface PackedIndex extends PackedRows {
  readonly versions: readonly (Pick<VersionFacts, 'id' | 'mark'> & { readonly classNumber: number; readonly rowCount: number })[];
  readonly classes: readonly { readonly key: string; readonly isOpenToAll: boolean; readonly lists: PostingLists }[];
  readonly codes: Uint8Array;
}

/** Dead rows are swept out once they are this share of the living, and not before there are this many. */
const sweepShare = 0.25;
const minRowsToSweep = 1000;

export class LibraryIndex {
  readonly titles = new TitleIndex<VersionFacts>();
  readonly #hash: TokenHash;
  readonly #background: Background;
  readonly #versions = new Map<VersionId, HeldVersion>();
  readonly #bySlot: (HeldVersion | undefined)[] = [];
  readonly #freeSlots: number[] = [];
  readonly #classes = new Map<string, ClassPostings>();
  readonly #sheet = new ScoreSheet();
  /** Beside the length codes of the sheet. */
  readonly #rows = new PassageRows();
  #rowCount = 0;
  #deadRows = 0;

  constructor(hash: TokenHash, background: Background) {
    this.#hash = hash;
    this.#background = background;
  }

  static from({ versions, classes, codes, lengths, ids }: PackedIndex, hash: TokenHash, background: Background): LibraryIndex {
    const index = new LibraryIndex(hash, background);
    index.#reserve(codes.length);
    index.#sheet.codes.set(codes);
    index.#rows.take({ lengths, ids });
    const held = classes.map((one) => index.#addClass(one.key, one.isOpenToAll, one.lists));
    for (const { id, mark, classNumber, rowCount } of versions) {
      const ofClass = held[classNumber];
      if (!ofClass) throw new RangeError(`There is no class ${classNumber}.`);
      const facts = { id, mark, accessClass: ofClass.key, isOpenToAll: ofClass.isOpenToAll, title: '', ...withoutDates };
      index.#hold(facts, ofClass, rowCount);
    }
    return index;
  }

  /** Slots are below this. */
  get slotCount(): number {
    return this.#bySlot.length;
  }

  get passageCount(): number {
    return this.#rowCount - this.#deadRows;
  }

  versions(): Iterable<VersionId> {
    return this.#versions.keys();
  }

  allFacts(): VersionFacts[] {
    return Array.from(this.#versions.values(), ({ facts }) => facts);
  }

  factsOf(id: VersionId): VersionFacts | undefined {
    return this.#versions.get(id)?.facts;
  }

  /** Those in slots whose bit is set. */
  *versionsIn(allowed: Uint8Array): Generator<VersionId> {
    for (const [slot, bit] of allowed.entries()) {
      const version = bit === 1 ? this.#bySlot[slot] : undefined;
      if (version) yield version.facts.id;
    }
  }

  slotOf(id: VersionId): number | undefined {
    return this.#versions.get(id)?.slot;
  }

  /** Takes a version in, in place of what was known of it. Passages in reading order. */
  put(facts: VersionFacts, passages: readonly PassageTokens[]): void {
    this.drop(facts.id);
    const key = facts.accessClass;
    const held = this.#classes.get(key) ?? this.#addClass(key, facts.isOpenToAll, new PostingLists());
    let row = this.#rowCount;
    this.#reserve(row + passages.length);
    for (const { id, tokens } of passages) {
      let length = 0;
      unpackTokens(tokens, (token, frequency) => {
        held.lists.append(token, row, frequency);
        length += frequency;
      });
      this.#sheet.setLength(row, length);
      this.#rows.describe(row, id, length);
      row += 1;
    }
    this.#hold(facts, held, passages.length);
    this.titles.add(facts);
  }

  /** What is new about a version whose passages and class have not changed. */
  describe(facts: VersionFacts): void {
    const version = this.#versions.get(facts.id);
    if (!version) return;
    this.titles.delete(version.facts);
    version.facts = facts;
    this.titles.add(facts);
  }

  drop(id: VersionId): void {
    const version = this.#versions.get(id);
    if (!version) return;
    const { held, firstRow, rowCount, slot } = version;
    this.#sheet.codes.fill(0, firstRow, firstRow + rowCount);
    held.rows -= rowCount;
    held.deadRows += rowCount;
    for (let row = firstRow; row < firstRow + rowCount; row += 1) held.length -= this.#rows.lengthOf(row);
    this.#deadRows += rowCount;
    this.#versions.delete(id);
    this.titles.delete(version.facts);
    this.#bySlot[slot] = undefined;
    this.#freeSlots.push(slot);
    held.versions -= 1;
    if (held.versions === 0) this.#classes.delete(held.key);
    if (this.#deadRows >= Math.max(minRowsToSweep, this.passageCount * sweepShare)) this.sweep();
  }

  /** Keys of the classes that hold versions in slots whose bit is set. */
  classesOf(allowed: Uint8Array): Set<string> {
    const keys = new Set<string>();
    for (const { held, slot } of this.#versions.values()) if (allowed[slot] === 1) keys.add(held.key);
    return keys;
  }

  /**
   * Best first. Only the classes named are looked into, only versions in slots whose bit is set are found; equal scores in order
   * of version, then of reading.
   */
  rank(tokens: readonly string[], classes: Iterable<string>, allowed: Uint8Array, limit: number): PassageHit[] {
    const weights = this.#weigh(tokens);
    for (const key of classes) {
      const lists = this.#classes.get(key)?.lists;
      if (!lists) continue;
      for (const { token, weight } of weights) {
        const postings = lists.of(token);
        if (postings) this.#sheet.add(postings, weight);
      }
    }
    const best = new TopList(limit, (row, other) => this.#precedes(row, other));
    this.#sheet.take((row, score) => {
      if (best.wants(row, score) && allowed[this.#rows.slotOf(row)] === 1) best.insert(row, score);
    });
    return best.hits.map(({ row, score }) => ({ passageId: this.#rows.idOf(row), score }));
  }

  /** What the passages of each version come to here. In steps, between which nothing may be put or dropped. */
  fingerprints(): Generator<void, Map<VersionId, string>> {
    // Whoever packs the index meanwhile then finds its rows numbered as they are.
    this.sweep();
    return fingerprintsInSteps({
      versions: this.#bySlot,
      classes: this.#classes.values(),
      rows: this.#rows,
    });
  }

  /** Gives the rows new numbers without gaps, in the same order. */
  sweep(): void {
    if (this.#deadRows === 0) return;
    const { codes } = this.#sheet;
    const newRows = new Int32Array(this.#rowCount).fill(-1);
    let next = 0;
    for (let row = 0; row < this.#rowCount; row += 1) if (codes[row] !== 0) newRows[row] = next++;
    const newRowOf = (row: number) => {
      const newRow = newRows[row] ?? -1;
      return newRow < 0 ? undefined : newRow;
    };
    for (const held of this.#classes.values()) {
      held.lists.renumber(newRowOf);
      held.deadRows = 0;
    }
    for (const version of this.#versions.values()) version.firstRow = newRows[version.firstRow] ?? 0;
    for (const [row, newRow] of newRows.entries()) {
      if (newRow < 0 || newRow === row) continue;
      codes[newRow] = codes[row] ?? 0;
      this.#rows.move(row, newRow);
    }
    codes.fill(0, next, this.#rowCount);
    this.#rowCount = next;
    this.#deadRows = 0;
  }

  packed(): PackedIndex {
    this.sweep();
    const classes = Array.from(this.#classes.values());
    const numbers = new Map(classes.map((held, number) => [held, number]));
    const versions = Array.from(this.#versions.values())
      .toSorted((left, right) => left.firstRow - right.firstRow)
      .map(({ facts: { id, mark }, held, rowCount }) => ({ id, mark, classNumber: numbers.get(held) ?? 0, rowCount }));
    const rows = this.#rowCount;
    return { versions, classes, codes: this.#sheet.codes.subarray(0, rows), ...this.#rows.packed(rows) };
  }

  /** How much each token of a question counts, from what everybody may read and from the background alone. */
  #weigh(tokens: readonly string[]): { token: number; weight: number }[] {
    const open = Array.from(this.#classes.values()).filter((held) => held.isOpenToAll);
    const passages = this.#background.passages + open.reduce((sum, { rows }) => sum + rows, 0);
    const length = this.#background.passages * this.#background.averageLength + open.reduce((sum, held) => sum + held.length, 0);
    this.#sheet.startAt(length / passages);
    return Array.from(countTokens(tokens), ([text, count]) => {
      const token = this.#hash.of(text);
      const holders = open.reduce((sum, held) => sum + this.#livingHolders(held, token), this.#background.holdersOf(text));
      return { token, weight: count * inverseFrequency(passages, holders) };
    });
  }

  #livingHolders({ lists, deadRows }: ClassPostings, token: number): number {
    const postings = lists.of(token);
    if (!postings) return 0;
    if (deadRows === 0) return postings.length;
    const { codes } = this.#sheet;
    let count = 0;
    for (const posting of postings) if (codes[rowOf(posting)] !== 0) count += 1;
    return count;
  }

  /** Versions and passages in order of time; not by row, which tells what else was taken in. */
  #precedes(row: number, other: number): boolean {
    const [slot, otherSlot] = [this.#rows.slotOf(row), this.#rows.slotOf(other)];
    if (slot === otherSlot) return row < other;
    return (this.#bySlot[slot]?.facts.id ?? '') < (this.#bySlot[otherSlot]?.facts.id ?? '');
  }

  #addClass(key: string, isOpenToAll: boolean, lists: PostingLists): ClassPostings {
    const held: ClassPostings = { key, isOpenToAll, lists, versions: 0, rows: 0, length: 0, deadRows: 0 };
    this.#classes.set(key, held);
    return held;
  }

  /** The rows at the end, whose lengths are set, become the version's. */
  #hold(facts: VersionFacts, held: ClassPostings, rowCount: number): void {
    const slot = this.#freeSlots.pop() ?? this.#bySlot.length;
    const firstRow = this.#rowCount;
    const version: HeldVersion = { facts, held, slot, firstRow, rowCount };
    this.#bySlot[slot] = version;
    this.#versions.set(facts.id, version);
    for (let row = firstRow; row < firstRow + rowCount; row += 1) {
      this.#rows.assign(row, slot);
      held.length += this.#rows.lengthOf(row);
    }
    held.versions += 1;
    held.rows += rowCount;
    this.#rowCount += rowCount;
  }

  #reserve(rows: number): void {
    this.#sheet.reserve(rows);
    this.#rows.reserve(rows);
  }
}

const withoutDates = { documentNumber: null, effectiveOn: null, expiredOn: null } as const;
