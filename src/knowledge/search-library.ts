// Search over the library: what the caller may read and what is in force, then citations, then ranking, then the reason.
import type { Scope } from '../access/scope.ts';
import { type Clock, todayInChina } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { CollectionId, PassageId } from '../base/ids.ts';
import type { Grade } from '../base/grade.ts';
import type { Log } from '../base/log.ts';
import type { Checking } from '../store/checking.ts';
import type { SearchHit } from './contract.ts';
import type { Library } from './library.store.ts';
import { createPresenter } from './present.ts';
import type { LibrarySeal } from './sealed-library.ts';
import { type HitRow, hitsById } from './hits.store.ts';
import { explainerFor, type HitExplanation } from './search/explain.ts';
import { resolveCitation } from './search/citation.ts';
import { citedPassages, citedVersions } from './search/citation.store.ts';
import { searchableVersions } from './search/search-filter.ts';
import { SearchIndex } from './search/search-index.ts';
import { segmentQuery } from './search/segment.ts';
import type { TokenHash } from './search/token-hash.ts';
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

export interface LibrarySearch {
  search(scope: Scope, request: SearchRequest): Promise<SearchResult>;
  /** Compares what is searched with the database. */
  check(): Checking;
  close(): Promise<void>;
}

export function createLibrarySearch({
  library,
  sealed,
  hash,
  snapshotFile,
  clock,
  log,
}: {
  readonly library: Library;
  readonly sealed: LibrarySeal;
  readonly hash: TokenHash;
  readonly snapshotFile: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}): LibrarySearch {
  const { presentPassage } = createPresenter(sealed);
  const index = new SearchIndex({ library, sealed, hash, snapshotFile, log });
  index.warm().catch((error: unknown) => log.error('search-index-not-ready', error));
  const search: LibrarySearch['search'] = async (
    scope,
    { query, limit, filter: { anyValidity, asOf: wantedDay, collectionIds, ...rest } },
  ) => {
    const startedAt = performance.now();
    const day = wantedDay ?? todayInChina(clock);
    const asOf = anyValidity ? null : day;
    const within = searchableVersions(scope, {
      ...rest,
      collectionIds: collectionIds.length > 0 ? collectionIds : undefined,
      asOf: asOf ?? undefined,
    });
    const tokens = segmentQuery(query);
    const citation = resolveCitation(query);
    const { ranked, named } = await index.look(within, (view) => ({
      ranked: view.rank(tokens, limit),
      named: citation && citedVersions(citation, tokens, view),
    }));
    const cited = named ? await citedPassages(library, named, todayInChina(clock), limit) : [];
    const scores = new Map(ranked.map(({ passageId, score }): [PassageId, number] => [passageId, score]));
    const bestScore = ranked[0]?.score ?? 0;
    const order = [...new Set([...cited, ...scores.keys()])].slice(0, limit);
    const rows = await hitsById(library, scope, order);
    const explain = explainerFor(query);
    const hits = order.flatMap((id) => {
      const row = rows.get(id);
      if (!row) return [];
      const passage = presentPassage(row);
      const document = presentHitDocument(sealed, row);
      const reason = explain({ title: document.title, headingPath: passage.headingPath, text: passage.text });
      const isCited = cited.includes(id);
      if (!(isCited || reason.isRelated)) return [];
      const hit = { passage, document, version: presentHitVersion(sealed, row, day) };
      return [presentHit(hit, reason, isCited, scores.get(id) ?? bestScore)];
    });
    return { hits, asOf, elapsedMs: Math.round(performance.now() - startedAt) };
  };
  return { search, check: () => checkIndex(index), close: () => index.close() };
}

function presentHitDocument({ document }: LibrarySeal, row: HitRow): SearchHit['document'] {
  return {
    id: row.document_id,
    name: document.openName(row.document_id, row.name),
    title: document.openTitle(row.document_id, row.title),
    collection: row.collection_name,
    department: row.department,
    grade: row.grade,
  };
}

function presentHitVersion({ version }: LibrarySeal, row: HitRow, day: string): SearchHit['version'] {
  return {
    id: row.version_id,
    number: row.version_number,
    documentNumber: version.openNumber(row.version_id, row.document_number),
    effectiveOn: row.effective_on,
    expiredOn: row.expired_on,
    validity: validityOn(day, { effectiveOn: row.effective_on, expiredOn: row.expired_on, isReplaced: row.replaced_at !== null }),
  };
}

function presentHit(
  hit: Pick<SearchHit, 'passage' | 'document' | 'version'>,
  reason: HitExplanation,
  isCited: boolean,
  score: number,
): ScoredHit {
  const { highlights, matchedTerms, missingTerms } = reason;
  return {
    ...hit,
    highlights: [...highlights],
    explanation: { found: isCited ? 'citation' : 'lexical', matchedTerms: [...matchedTerms], missingTerms: [...missingTerms] },
    score,
  };
}

/** While a sealed title does not open nothing is searched either: that is the fault then, and the check of values says which it is. */
async function* checkIndex(index: SearchIndex): Checking {
  try {
    yield* index.check();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'sealed-value-refused') throw error;
    yield { done: 1, total: 1, faults: [error.code] };
  }
}
