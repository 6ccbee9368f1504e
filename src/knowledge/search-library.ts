// Search over the library: what the caller may read and what is in force, then citations, then ranking, then the reason.
import type { Scope } from '../access/scope.ts';
import { type Clock, todayInChina } from '../base/clock.ts';
import type { CollectionId, PassageId } from '../base/ids.ts';
import type { Grade } from '../base/grade.ts';
import type { Store } from '../store/store.ts';
import type { SearchHit } from './contract.ts';
import type { Library } from './library.store.ts';
import { presentPassage } from './present.ts';
import { type HitRow, hitsById } from './hits.store.ts';
import { explainHit, type HitExplanation } from './search/explain.ts';
import { createCitationLookup } from './search/citation.store.ts';
import { createLexicalEngine } from './search/choose-engine.ts';
import { searchableVersions } from './search/search-filter.ts';
import { segmentQuery } from './search/segment.ts';
import { validityOn } from './validity.ts';

export interface SearchRequest {
  readonly query: string;
  readonly limit: number;
  readonly filter: {
    /** Empty: all collections. */
    readonly collectionIds: readonly CollectionId[];
    readonly department?: string | undefined;
    readonly grade?: Grade | undefined;
    /** Default today; counts only unless `anyValidity`. */
    readonly asOf?: string | undefined;
    readonly anyValidity: boolean;
    readonly publishedFrom?: string | undefined;
    readonly publishedTo?: string | undefined;
  };
}
/** `score` is for the answer room; it is not shown. */
export type ScoredHit = SearchHit & { readonly score: number };
export interface SearchResult {
  readonly hits: ScoredHit[];
  readonly asOf: string | null;
  readonly elapsedMs: number;
}

export type LibrarySearch = (scope: Scope, request: SearchRequest) => Promise<SearchResult>;

export async function createLibrarySearch({
  store,
  library,
  clock,
}: {
  readonly store: Store;
  readonly library: Library;
  readonly clock: Clock;
}): Promise<LibrarySearch> {
  const engine = await createLexicalEngine(store);
  const findCited = createCitationLookup(library);
  return async (scope, { query, limit, filter: { anyValidity, asOf: wantedDay, collectionIds, ...rest } }) => {
    const startedAt = performance.now();
    const day = wantedDay ?? todayInChina(clock);
    const asOf = anyValidity ? null : day;
    const within = searchableVersions(scope, {
      ...rest,
      collectionIds: collectionIds.length > 0 ? collectionIds : undefined,
      asOf: asOf ?? undefined,
    });
    const cited = await findCited(query, within, limit);
    const ranked = await engine.search({ tokens: segmentQuery(query), within, limit });
    const scores = new Map(ranked.map(({ passageId, score }): [PassageId, number] => [passageId, score]));
    const bestScore = ranked[0]?.score ?? 0;
    const order = [...new Set([...cited, ...scores.keys()])].slice(0, limit);
    const rows = await hitsById(library, scope, order);
    const hits = order.flatMap((id) => {
      const row = rows.get(id);
      const reason = row && explainHit(query, { title: row.title, headingPath: row.heading_path, text: row.text });
      const isCited = cited.includes(id);
      if (!row || !reason || !(isCited || reason.isRelated)) return [];
      return [presentHit(row, reason, isCited, scores.get(id) ?? bestScore, day)];
    });
    return { hits, asOf, elapsedMs: Math.round(performance.now() - startedAt) };
  };
}

function presentHit(row: HitRow, reason: HitExplanation, isCited: boolean, score: number, day: string): ScoredHit {
  const { highlights, matchedTerms, missingTerms } = reason;
  return {
    passage: presentPassage(row),
    document: {
      id: row.document_id,
      name: row.name,
      title: row.title,
      collection: row.collection_name,
      department: row.department,
      grade: row.grade,
    },
    version: {
      id: row.version_id,
      number: row.version_number,
      documentNumber: row.document_number,
      effectiveOn: row.effective_on,
      expiredOn: row.expired_on,
      validity: validityOn(day, { effectiveOn: row.effective_on, expiredOn: row.expired_on, isReplaced: row.replaced_at !== null }),
    },
    highlights: [...highlights],
    explanation: { found: isCited ? 'citation' : 'lexical', matchedTerms: [...matchedTerms], missingTerms: [...missingTerms] },
    score,
  };
}
