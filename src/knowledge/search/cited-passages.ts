// The passages that a citation means, in the order in which a reader wants them.
import { type Citation, editionOf } from './citation.ts';
import type { TitleIndex } from './title-match.ts';

export interface CitablePassage {
  readonly title: string;
  /** First day in force, `YYYY-MM-DD`. */
  readonly effectiveOn: string | null;
  readonly isExpired: boolean;
}

/** Whose title a citation means, of those accepted: the edition that it names if there is one, else every edition. */
export function citedIn<Holder extends { readonly title: string }>(
  titles: TitleIndex<Holder>,
  { title, isTitleQuoted = false, edition }: Citation,
  accept?: (holder: Holder) => boolean,
): Holder[] {
  if (title === undefined) return [];
  const found = titles.find({ title, isTitleQuoted }, accept);
  const ofEdition = found.filter((holder) => edition !== undefined && editionOf(holder.title) === edition);
  return ofEdition.length > 0 ? ofEdition : found;
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
