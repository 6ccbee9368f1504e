// The passages that a citation means, in the order in which a reader wants them.
import { type Citation, editionOf } from './citation.ts';
import { createTitleMatcher } from './title-match.ts';

export interface CitablePassage {
  readonly title: string;
  /** First day in force, `YYYY-MM-DD`. */
  readonly effectiveOn: string | null;
  readonly isExpired: boolean;
}

/** The titles, of those given, that a citation means: the edition that it names if there is one, else every edition. */
export function citedTitles(citation: Citation, titles: Iterable<string>): string[] {
  const { title, isTitleQuoted, edition } = citation;
  if (title === undefined) return [];
  const found = createTitleMatcher(titles).find({ title, isTitleQuoted: isTitleQuoted ?? false });
  const ofEdition = found.filter((candidate) => edition !== undefined && editionOf(candidate) === edition);
  return ofEdition.length > 0 ? ofEdition : [...found];
}

/** The edition of the named year first, then what is still in force, then the newest; otherwise as given. */
export function inReadingOrder<Passage extends CitablePassage>(passages: readonly Passage[], edition: string | undefined): Passage[] {
  const isNamed = (passage: Passage) => edition !== undefined && (editionOf(passage.title) ?? passage.effectiveOn?.slice(0, 4)) === edition;
  return passages.toSorted(
    (left, right) =>
      Number(isNamed(right)) - Number(isNamed(left)) ||
      Number(left.isExpired) - Number(right.isExpired) ||
      (right.effectiveOn ?? '').localeCompare(left.effectiveOn ?? ''),
  );
}
