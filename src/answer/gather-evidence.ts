// What the engine is given to answer from: the passages that were found, and beside the best of them what stands before and
// after, so that a list cut between passages is whole.
import type { Scope } from '../access/scope.ts';
import type { Passage, Retrieval, SearchHit } from '../knowledge/contract.ts';
import type { Knowledge, SearchRequest } from '../knowledge/knowledge.ts';
import type { EvidencePassage } from './extract/evidence.ts';
import { otherWordingsIn } from './extract/lay-words.ts';
import { headingsAskedFor } from './extract/service-guide.ts';

/** A passage with what a quotation from it shows of its source. */
export interface Evidence extends Pick<SearchHit, 'document' | 'version'> {
  readonly passage: Passage;
  readonly score: number;
  /** From a file of the conversation. */
  readonly isAttached?: boolean;
}

/** Recall at 20 is near that at 50, and each passage costs time. */
const hitLimit = 20;
const hitsWithNeighbours = 3;
const besideLimit = 3;
const bestByWords = 5;

export interface Gathered {
  /** Found by words, the best first, then neighbours of the best: whether there is an answer is decided by these alone. */
  readonly byWords: readonly Evidence[];
  /** Found by their meaning alone, the nearest first: shown where nothing is asserted, and read by a model that writes. */
  readonly byMeaning: readonly Evidence[];
  readonly retrieval: Retrieval | undefined;
}

export async function gatherEvidence(
  knowledge: Knowledge,
  scope: Scope,
  search: Omit<SearchRequest, 'limit' | 'meaning'>,
): Promise<Gathered> {
  const { hits, beside, retrieval } = await knowledge.search(scope, {
    ...search,
    otherWordings: [...otherWordingsIn(search.query), ...headingsAskedFor(search.query)],
    limit: hitLimit,
    meaning: 'beside',
  });
  const best = hits.slice(0, hitsWithNeighbours);
  const known = new Set(hits.map(({ passage }) => passage.id));
  const neighbours = await knowledge.findNeighbours(
    scope,
    best.map(({ passage }) => passage),
  );
  const added = neighbours
    .filter(({ id }) => !known.has(id))
    .flatMap((passage) => {
      const hit = best.find(({ version }) => version.id === passage.versionId);
      return hit ? [{ passage, document: hit.document, version: hit.version, score: 0 }] : [];
    });
  const byWords = [...hits, ...added];
  const ids = new Set(byWords.map(({ passage }) => passage.id));
  return { byWords, byMeaning: beside.filter(({ passage }) => !ids.has(passage.id)).slice(0, besideLimit), retrieval };
}

/** For a model that writes: what only meaning found stands behind the best that words found. */
export function asSources({ byWords, byMeaning }: Gathered): Evidence[] {
  return [...byWords.slice(0, bestByWords), ...byMeaning, ...byWords.slice(bestByWords)];
}

export function asEvidencePassages(evidence: readonly Evidence[], asOf: string | null): EvidencePassage[] {
  const year = asOf === null ? undefined : Number(asOf.slice(0, 4));
  return evidence.map(({ passage, document, version, score }, index) => {
    const { id, headingPath, text, start } = passage;
    const yearInForce = version.effectiveOn === null ? undefined : year;
    return { passageId: id, documentId: document.id, title: document.title, headingPath, text, start, rank: index + 1, score, yearInForce };
  });
}
