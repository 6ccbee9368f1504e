// Finds in the library what a question cites by name: titles and numbers are looked up in memory, passages in the database.
import type { Kysely } from 'kysely';
import type { PassageId, VersionId } from '../../base/ids.ts';
import type { LibraryTables } from '../tables.ts';
import type { Citation } from './citation.ts';
import { citedIn, inReadingOrder } from './cited-passages.ts';
import type { VersionFacts } from './library-index.ts';
import type { LibraryView } from './search-index.ts';

/** What a citation leads to, before its passages are looked up. */
export interface CitedVersions {
  readonly citation: Citation;
  readonly byTitle: readonly VersionFacts[];
  readonly byNumber: readonly VersionFacts[];
  /** Passages of the document so numbered, those closest to the question first. */
  readonly closest: readonly PassageId[];
}

/** The question's tokens rank within a document that is cited by its number. */
export function citedVersions(citation: Citation, tokens: readonly string[], view: LibraryView): CitedVersions {
  const { article, documentNumber } = citation;
  const byTitle = article === undefined ? [] : citedIn(view.titles, citation, view.isAllowed);
  // The number in a question may carry words in front (根据云政发〔2024〕3号).
  const isNumbered = (facts: VersionFacts) => facts.documentNumber !== null && documentNumber?.endsWith(facts.documentNumber) === true;
  const byNumber = documentNumber === undefined ? [] : view.allowed().filter(isNumbered);
  return {
    citation,
    byTitle,
    byNumber,
    closest: byNumber.length === 0 ? [] : view.rank(tokens, mostRanked, byNumber).map(({ passageId }) => passageId),
  };
}

const mostRanked = 1000;

/** The passages that the question names, best first; empty when the library has none. */
export async function citedPassages(
  library: Kysely<LibraryTables>,
  cited: CitedVersions,
  today: string,
  limit: number,
): Promise<PassageId[]> {
  const byArticle = await articleOfVersions(library, cited, today);
  return (byArticle.length > 0 ? byArticle : await passagesOfNumbered(library, cited)).slice(0, limit);
}

async function articleOfVersions(
  library: Kysely<LibraryTables>,
  { citation, byTitle }: CitedVersions,
  today: string,
): Promise<PassageId[]> {
  const facts = new Map(byTitle.map((version) => [version.id, version]));
  const passages = await passagesOf(library, byTitle, citation.article);
  const citable = passages.flatMap(({ id, versionId }) => {
    const version = facts.get(versionId);
    return version ? [{ ...version, id, isExpired: version.expiredOn !== null && version.expiredOn <= today }] : [];
  });
  return inReadingOrder(citable, citation.edition).map(({ id }) => id);
}

async function passagesOfNumbered(library: Kysely<LibraryTables>, { citation, byNumber, closest }: CitedVersions): Promise<PassageId[]> {
  const passages = await passagesOf(library, byNumber, citation.article);
  const ranks = new Map(closest.map((id, rank) => [id, rank]));
  const rankOf = (id: PassageId) => ranks.get(id) ?? mostRanked;
  return passages.map(({ id }) => id).toSorted((left, right) => rankOf(left) - rankOf(right));
}

async function passagesOf(
  library: Kysely<LibraryTables>,
  versions: readonly VersionFacts[],
  article: string | undefined,
): Promise<{ id: PassageId; versionId: VersionId }[]> {
  if (versions.length === 0) return [];
  const query = library
    .selectFrom('passage')
    .where(
      'version_id',
      'in',
      versions.map(({ id }) => id),
    )
    .select(['id', 'version_id as versionId'])
    .orderBy('ordinal')
    .orderBy('version_id');
  return (article === undefined ? query : query.where('article', '=', article)).execute();
}
