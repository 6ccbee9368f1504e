// The passages that a learned ranking chooses from, indexed by kind of token so that each kind is a signal of its own.
import { Bm25Index } from '../bm25.ts';
import { segmentForIndex, segmentQuery } from '../segment.ts';
import { type KnownPassage, longWords } from './question-memory.ts';

export interface LearnablePassage {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

interface Entry extends KnownPassage {
  readonly tokens: ReadonlySet<string>;
  readonly length: number;
}

/** Passages of a title are added in their order: neighbours are about the same matter. */
export class PassageCollection {
  readonly all = new Bm25Index();
  readonly words = new Bm25Index();
  readonly pairs = new Bm25Index();
  readonly characters = new Bm25Index();
  readonly titles = new Bm25Index();
  readonly #entries: Entry[] = [];
  readonly #rows = new Map<string, number>();

  add({ id, title, text }: LearnablePassage): void {
    const tokens = segmentForIndex({ title, headingPath: [], text });
    const ofKind = (prefix: string) => tokens.filter((token) => token.startsWith(prefix));
    const row = this.all.add(tokens);
    this.words.add(ofKind('w'));
    this.pairs.add(ofKind('b'));
    this.characters.add(ofKind('c'));
    this.titles.add(segmentQuery(title));
    this.#entries[row] = { id, title, words: longWords(tokens), tokens: new Set(tokens), length: tokens.length };
    this.#rows.set(id, row);
  }

  get size(): number {
    return this.all.size;
  }

  entry(row: number): Entry {
    const entry = this.#entries[row];
    if (!entry) throw new RangeError(`There is no passage in row ${row}.`);
    return entry;
  }

  rowOf(id: string): number | undefined {
    return this.#rows.get(id);
  }

  passageOf(id: string): KnownPassage | undefined {
    const row = this.#rows.get(id);
    return row === undefined ? undefined : this.#entries[row];
  }
}
