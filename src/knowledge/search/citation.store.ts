// Finds in the library what a question cites by name.
import { type Kysely, sql } from 'kysely';
import type { PassageId } from '../../base/ids.ts';
import type { LibraryTables } from '../tables.ts';
import { Bm25Index } from './bm25.ts';
import { type Citation, resolveCitation } from './citation.ts';
import { citedTitles, inReadingOrder } from './cited-passages.ts';
import type { VersionCondition } from './search-filter.ts';
import { segmentQuery } from './segment.ts';

/** The passages that the question names, best first; empty when it names none or the library has none. */
export type CitationLookup = (query: string, within: VersionCondition, limit: number) => Promise<PassageId[]>;

export function createCitationLookup(library: Kysely<LibraryTables>): CitationLookup {
  return async (query, within, limit) => {
    const citation = resolveCitation(query);
    if (!citation) return [];
    const byArticle = await findArticle(library, citation, within);
    const found = byArticle.length > 0 ? byArticle : await findByDocumentNumber(library, citation, query, within);
    return found.slice(0, limit);
  };
}

async function findArticle(library: Kysely<LibraryTables>, citation: Citation, within: VersionCondition): Promise<PassageId[]> {
  if (citation.title === undefined || citation.article === undefined) return [];
  const rows = await searchable(library, within)
    .where('document.title', 'in', cited(citation, await titlesIn(library, within)))
    .where('passage.article', '=', citation.article)
    .select(['passage.id', 'document.title', 'document_version.effective_on as effectiveOn', isExpired.as('isExpired')])
    .orderBy('passage.ordinal')
    .execute();
  return inReadingOrder(rows, citation.edition).map((row) => row.id);
}

/** Within the document so named, the passages closest to the rest of the question come first. */
async function findByDocumentNumber(
  library: Kysely<LibraryTables>,
  { documentNumber, article }: Citation,
  query: string,
  within: VersionCondition,
): Promise<PassageId[]> {
  if (documentNumber === undefined) return [];
  const ofDocument = searchable(library, within)
    // The number in a question may carry words in front (根据云政发〔2024〕3号).
    .where(sql<boolean>`${documentNumber} like '%' || document_version.document_number`)
    .select(['passage.id', 'passage.tokens'])
    .orderBy('passage.ordinal');
  const rows = await (article === undefined ? ofDocument : ofDocument.where('passage.article', '=', article)).execute();
  const index = new Bm25Index();
  for (const { tokens } of rows) index.add(tokens.split(' '));
  const scores = new Map(index.search(segmentQuery(query), { limit: rows.length }).map(({ row, score }) => [row, score]));
  return rows
    .map(({ id }, row) => ({ id, score: scores.get(row) ?? 0 }))
    .toSorted((left, right) => right.score - left.score)
    .map(({ id }) => id);
}

async function titlesIn(library: Kysely<LibraryTables>, within: VersionCondition): Promise<string[]> {
  const rows = await library
    .selectFrom('document')
    .innerJoin('document_version', 'document_version.document_id', 'document.id')
    .where(within.sql)
    .select('document.title')
    .distinct()
    .orderBy('document.title')
    .execute();
  return rows.map((row) => row.title);
}

/** No title at all would be no list to look in. */
function cited(citation: Citation, titles: readonly string[]): string[] {
  const found = citedTitles(citation, titles);
  return found.length > 0 ? found : [''];
}

const isExpired = sql<boolean>`coalesce(document_version.expired_on <= current_date, false)`;

function searchable(library: Kysely<LibraryTables>, within: VersionCondition) {
  return library
    .selectFrom('passage')
    .innerJoin('document_version', 'document_version.id', 'passage.version_id')
    .innerJoin('document', 'document.id', 'document_version.document_id')
    .where(within.sql);
}
