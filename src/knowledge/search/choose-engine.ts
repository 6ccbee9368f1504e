// Which engine ranks on a given database.
import type { Store } from '../../store/store.ts';
import type { LibraryTables } from '../tables.ts';
import type { LexicalEngine } from './lexical-engine.ts';
import { createPortableEngine } from './portable-engine.store.ts';
import { createTextSearchEngine } from './text-search-engine.store.ts';

/** Ranks in the database where that can (pg_textsearch), in this process where it cannot. */
export async function createLexicalEngine(store: Store): Promise<LexicalEngine> {
  const library = store.tables<LibraryTables>();
  return store.capabilities.bm25 ? createTextSearchEngine(library) : createPortableEngine(library);
}
