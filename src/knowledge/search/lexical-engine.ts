// The seam between search and what ranks: two engines, one ranking.
import type { PassageId } from '../../base/ids.ts';
import type { Store } from '../../store/store.ts';
import type { LibraryTables } from '../tables.ts';
import { createPortableEngine } from './portable-engine.store.ts';
import type { VersionCondition } from './search-filter.ts';
import { createTextSearchEngine } from './text-search-engine.store.ts';

export interface LexicalQuery {
  readonly tokens: readonly string[];
  /** From `searchableVersions`: what the caller may read and asked to look in. */
  readonly within: VersionCondition;
  readonly limit: number;
}

export interface PassageHit {
  readonly passageId: PassageId;
  /** BM25, higher is better; only passages that share a token with the query are hits. */
  readonly score: number;
}

export interface LexicalEngine {
  /** Best first, as many as the condition and the limit allow; sees every committed write, also another process's. */
  search(query: LexicalQuery): Promise<PassageHit[]>;
}

/** Ranks in the database where that can (pg_textsearch), in this process where it cannot. */
export async function createLexicalEngine(store: Store): Promise<LexicalEngine> {
  const library = store.tables<LibraryTables>();
  return store.capabilities.bm25 ? createTextSearchEngine(library) : createPortableEngine(library);
}
