// The seam between search and what ranks: two engines, one ranking.
import type { PassageId } from '../../base/ids.ts';
import type { VersionCondition } from './search-filter.ts';

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
