// Other documents that a document names by their titles: 《…》（…〔2023〕1号). Whether it repeals or amends them, it says in the same clause.
import { clausesOf } from './clauses.ts';
import { firstDayIn } from './force.ts';
import { findDocumentNumber } from './own-number.ts';
import type { DocumentReference, ReadingText } from './reading.ts';

/** 《…》 with one title quoted inside, and what stands in brackets right behind it. */
const quotedTitle = /《([^《》]*(?:《[^《》]*》[^《》]*)*)》(?:\s*[（(]([^（）()]{1,60})[）)])?/g;
const orderNumber = /^\p{Script=Han}{0,30}令?第\s*\d{1,5}\s*号$/u;
const amending = /(?:作(?:如下|出|以下)?(?:修改|修订|修正)|(?:修改|修订|修正)(?:为|如下)|予以(?:修改|修订|修正))/;
/** Lists of everything that was ever issued are no clauses. */
const mostReferences = 500;
const longestTitle = 200;

export function referencesIn(reading: ReadingText, ownTitle: string, ownNumber: string | undefined): DocumentReference[] {
  const found = new Map<string, DocumentReference>();
  for (const { text, start, repeals } of clausesOf(reading)) {
    const kind = repeals ? 'repeals' : amending.test(text) ? 'amends' : 'cites';
    const on = repeals ? firstDayIn(text) : undefined;
    for (const match of text.matchAll(quotedTitle)) {
      const [whole, title = '', bracket] = match;
      const number = numberIn(bracket);
      if (title === '' || title.length > longestTitle || isOwn(title, number, ownTitle, ownNumber)) continue;
      const place = { start: start + match.index, end: start + match.index + whole.length };
      const reference = { kind, title, ...(number !== undefined && { number }), ...(on !== undefined && { on }), ...place } as const;
      const key = `${kind} ${number ?? ''} ${title}`;
      if (!found.has(key) && found.size < mostReferences) found.set(key, reference);
    }
  }
  return [...found.values()];
}

function numberIn(bracket: string | undefined): string | undefined {
  if (bracket === undefined) return undefined;
  return findDocumentNumber(bracket) ?? (orderNumber.test(bracket.trim()) ? bracket.replaceAll(/\s/g, '') : undefined);
}

/** A document that names itself, by its number or, where none is written, by its title. */
function isOwn(title: string, number: string | undefined, ownTitle: string, ownNumber: string | undefined): boolean {
  return number === undefined ? title === ownTitle : number === ownNumber;
}
