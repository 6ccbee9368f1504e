// Search over the library: what the caller may read and what is in force, then citations, then ranking, then the reason.
import type { Scope } from '../access/scope.ts';
import { type Clock, todayInChina } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { CollectionId, PassageId, VersionId } from '../base/ids.ts';
import type { Grade } from '../base/grade.ts';
import type { Log } from '../base/log.ts';
import type { Checking } from '../store/checking.ts';
import type { Retrieval } from './contract.ts';
import type { Library } from './library.store.ts';
import { createHitPresenter, type ScoredHit } from './present-hits.ts';
import type { LibrarySeal } from './sealed-library.ts';
import { hitsById } from './hits.store.ts';
import { apart, arrange, fusedDepth, reordering, retrievalOf } from './vectors/hybrid.ts';
import type { Asking, Meaning } from './vectors/meaning.ts';
import { explainerFor } from './search/explain.ts';
import { resolveCitation } from './search/citation.ts';
import { citedPassages, citedVersions } from './search/citation.store.ts';
import { searchableVersions } from './search/search-filter.ts';
import { SearchIndex } from './search/search-index.ts';
import { segmentQuery } from './search/segment.ts';
import type { Named } from './validity/cited-names.ts';
import type { TokenHash } from './search/token-hash.ts';

export interface SearchRequest {
  readonly query: string;
  /** Other wordings of what the query says: words are ranked by them too; citations and models go by the query alone. */
  readonly otherWordings?: readonly string[];
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
  /** For whom models of search may be asked; without it words alone count. */
  readonly asking?: Asking | undefined;
  /** What is found by its meaning alone: ranked among the others, or apart from them in `beside`. */
  readonly meaning?: 'among' | 'beside';
}
export interface SearchResult {
  readonly hits: ScoredHit[];
  /** Found by their meaning alone, the nearest first, where they were asked for apart. */
  readonly beside: ScoredHit[];
  /** What the search went by; nothing where no models are set for it. */
  readonly retrieval?: Retrieval | undefined;
  readonly asOf: string | null;
  readonly elapsedMs: number;
}

export interface LibrarySearch {
  search(scope: Scope, request: SearchRequest): Promise<SearchResult>;
  /** Versions that are searched, whatever their validity, whose title and number are wanted. */
  named(scope: Scope, isWanted: (named: Named) => boolean): Promise<VersionId[]>;
  /** Compares what is searched with the database. */
  check(): Checking;
  close(): Promise<void>;
}

export function createLibrarySearch({
  library,
  sealed,
  hash,
  snapshotFile,
  meaning,
  clock,
  log,
}: {
  readonly library: Library;
  readonly sealed: LibrarySeal;
  readonly hash: TokenHash;
  readonly snapshotFile: string | undefined;
  readonly meaning: Meaning | undefined;
  readonly clock: Clock;
  readonly log: Log;
}): LibrarySearch {
  const index = new SearchIndex({ library, sealed, hash, snapshotFile, log });
  index.warm().catch((error: unknown) => log.error('search-index-not-ready', error));
  const search: LibrarySearch['search'] = async (scope, { query, otherWordings = [], limit, filter, asking, meaning: place = 'among' }) => {
    const { anyValidity, asOf: wantedDay, collectionIds, ...rest } = filter;
    const startedAt = performance.now();
    const day = wantedDay ?? todayInChina(clock);
    const asOf = anyValidity ? null : day;
    const within = searchableVersions(scope, {
      ...rest,
      collectionIds: collectionIds.length > 0 ? collectionIds : undefined,
      asOf: asOf ?? undefined,
    });
    const worded = [query, ...otherWordings].join(' ');
    const tokens = segmentQuery(worded);
    const citation = resolveCitation(query);
    const asked = asking && (await meaning?.ask(query, asking));
    const depth = asked?.kind === 'ready' ? Math.max(limit, fusedDepth) : limit;
    const { ranked, named, near } = await index.look(within, (view) => ({
      ranked: view.rank(tokens, depth),
      named: citation && citedVersions(citation, segmentQuery(query), view),
      near: asked?.kind === 'ready' ? asked.nearest(view.allowedIds(), depth).map(({ passageId }) => passageId) : [],
    }));
    const cited = named ? await citedPassages(library, named, todayInChina(clock), limit) : [];
    const scores = new Map(ranked.map(({ passageId, score }): [PassageId, number] => [passageId, score]));
    const order = arrange({ cited, lexical: [...scores.keys()], near, limit, place });
    const rows = await hitsById(library, scope, [...order, ...(place === 'beside' ? near : [])]);
    const present = createHitPresenter({ sealed, explain: explainerFor(worded), day, cited, scores, near });
    const show = (ids: readonly PassageId[]): ScoredHit[] => ids.flatMap((id) => present(rows.get(id)) ?? []);
    const shown = show(order);
    const { hits, beside } = place === 'among' ? { hits: shown, beside: [] } : apart(shown, show(near));
    const reordered = await reordering(query, asking, meaning)(place === 'among' ? hits : beside);
    return {
      hits: (place === 'among' ? reordered.hits : hits).slice(0, limit),
      beside: place === 'beside' ? reordered.hits : [],
      asOf,
      elapsedMs: Math.round(performance.now() - startedAt),
      ...(asked || reordered.by ? { retrieval: retrievalOf(asked, reordered.by) } : {}),
    };
  };
  const named: LibrarySearch['named'] = (scope, isWanted) =>
    index.look(searchableVersions(scope, { asOf: undefined }), (view) =>
      view.allowed().flatMap(({ id, title, documentNumber }) => (isWanted({ title, number: documentNumber }) ? [id] : [])),
    );
  return { search, named, check: () => checkIndex(index), close: () => index.close() };
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
