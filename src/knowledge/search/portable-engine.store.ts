// BM25 in this process, for servers without pg_textsearch. The database stays the judge of what may be seen: every search asks
// it which versions the filter allows, and in the same breath which have changed since they were loaded, so that writes of other
// processes are seen at the next search.
import { type Kysely, sql } from 'kysely';
import type { PassageId, VersionId } from '../../base/ids.ts';
import type { LibraryTables } from '../tables.ts';
import { Bm25Index } from './bm25.ts';
import type { LexicalEngine, LexicalQuery, PassageHit } from './lexical-engine.ts';
import type { VersionCondition } from './search-filter.ts';

interface VersionMark {
  readonly id: VersionId;
  /** Which transactions last wrote the version's and the document's row; passages are only written together with one of them. */
  readonly mark: string;
  readonly isAllowed: boolean;
}

interface LoadedPassage {
  readonly passageId: PassageId;
  readonly versionId: VersionId;
}

/** Versions fetched at a time: some thousands of passages, so that loading a large library takes little memory beside the index. */
const versionsPerFetch = 50;

export function createPortableEngine(library: Kysely<LibraryTables>): LexicalEngine {
  const copy = new LibraryCopy(library);
  return { search: (query) => copy.search(query) };
}

class LibraryCopy {
  readonly #library: Kysely<LibraryTables>;
  readonly #index = new Bm25Index();
  /** By row of the index. */
  readonly #passages: LoadedPassage[] = [];
  readonly #loaded = new Map<VersionId, { readonly mark: string; readonly rows: readonly number[] }>();
  /** Searches that arrive together catch up one after the other. */
  #caughtUp: Promise<unknown> = Promise.resolve();

  constructor(library: Kysely<LibraryTables>) {
    this.#library = library;
  }

  async search({ tokens, within, limit }: LexicalQuery): Promise<PassageHit[]> {
    if (tokens.length === 0) return [];
    const allowed = await this.#catchUpInTurn(within);
    const accept = (row: number) => allowed.has(this.#passage(row).versionId);
    return this.#index.search(tokens, { limit, accept }).map(({ row, score }) => ({ passageId: this.#passage(row).passageId, score }));
  }

  #catchUpInTurn(within: VersionCondition): Promise<ReadonlySet<VersionId>> {
    const turn = this.#caughtUp.then(() => this.#catchUp(within));
    this.#caughtUp = turn.catch(() => undefined);
    return turn;
  }

  async #catchUp(within: VersionCondition): Promise<ReadonlySet<VersionId>> {
    const marks = await readMarks(this.#library, within);
    const current = new Set(marks.map(({ id }) => id));
    for (const id of this.#loaded.keys()) if (!current.has(id)) this.#unload(id);
    const changed = marks.filter(({ id, mark }) => this.#loaded.get(id)?.mark !== mark);
    for (let from = 0; from < changed.length; from += versionsPerFetch) await this.#load(changed.slice(from, from + versionsPerFetch));
    return new Set(marks.filter(({ isAllowed }) => isAllowed).map(({ id }) => id));
  }

  async #load(versions: readonly VersionMark[]): Promise<void> {
    const ids = versions.map(({ id }) => id);
    const passages = await this.#library
      .selectFrom('passage')
      .select(['id', 'version_id', 'tokens'])
      .where('version_id', 'in', ids)
      .orderBy('version_id')
      .orderBy('ordinal')
      .execute();
    const byVersion = Map.groupBy(passages, (passage) => passage.version_id);
    for (const { id, mark } of versions) {
      this.#unload(id);
      const rows = (byVersion.get(id) ?? []).map((passage) => {
        const row = this.#index.add(passage.tokens === '' ? [] : passage.tokens.split(' '));
        this.#passages[row] = { passageId: passage.id, versionId: id };
        return row;
      });
      this.#loaded.set(id, { mark, rows });
    }
  }

  #unload(id: VersionId): void {
    for (const row of this.#loaded.get(id)?.rows ?? []) this.#index.remove(row);
    this.#loaded.delete(id);
  }

  #passage(row: number): LoadedPassage {
    const passage = this.#passages[row];
    if (passage === undefined) throw new RangeError(`The index holds a row ${row} that was never loaded.`);
    return passage;
  }
}

async function readMarks(library: Kysely<LibraryTables>, within: VersionCondition): Promise<VersionMark[]> {
  const { rows } = await sql<VersionMark>`
    select document_version.id, document_version.xmin || '.' || document.xmin as mark, ${within.sql} as "isAllowed"
    from document_version join document on document.id = document_version.document_id
    where document_version.state = 'ready'`.execute(library);
  return rows;
}
