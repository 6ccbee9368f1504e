// Found passages as they are shown: with their source, and why they were found.
import type { PassageId } from '../base/ids.ts';
import type { SearchHit } from './contract.ts';
import type { HitRow } from './hits.store.ts';
import { createPresenter } from './present.ts';
import type { LibrarySeal } from './sealed-library.ts';
import type { explainerFor } from './search/explain.ts';
import { validityOn } from './validity.ts';

/** `score` is for the answer room; it is not shown. */
export type ScoredHit = SearchHit & { readonly score: number };

export interface FoundPassages {
  readonly sealed: LibrarySeal;
  readonly explain: ReturnType<typeof explainerFor>;
  readonly day: string;
  readonly cited: readonly PassageId[];
  /** Of those that share words with the query, the best first. */
  readonly scores: ReadonlyMap<PassageId, number>;
  /** Near in meaning. */
  readonly near: readonly PassageId[];
}

/** Nothing for a passage that nothing but chance connects with the query. */
export function createHitPresenter({ sealed, explain, day, cited, scores, near }: FoundPassages): (row?: HitRow) => ScoredHit | undefined {
  const { presentPassage } = createPresenter(sealed);
  const [citedIds, nearIds] = [new Set(cited), new Set(near)];
  const [bestScore = 0] = scores.values();
  return (row) => {
    if (!row) return undefined;
    const passage = presentPassage(row);
    const document = presentHitDocument(sealed, row);
    const reason = explain({ title: document.title, headingPath: passage.headingPath, text: passage.text });
    const isCited = citedIds.has(row.id);
    const isByWords = reason.isRelated && scores.has(row.id);
    if (!(isCited || isByWords || nearIds.has(row.id))) return undefined;
    const { highlights, matchedTerms, missingTerms } = reason;
    const found = isCited ? 'citation' : isByWords ? 'lexical' : 'meaning';
    return {
      passage,
      document,
      version: presentHitVersion(sealed, row, day),
      highlights: [...highlights],
      explanation: { found, matchedTerms: [...matchedTerms], missingTerms: [...missingTerms] },
      score: scores.get(row.id) ?? (isCited ? bestScore : 0),
    };
  };
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
