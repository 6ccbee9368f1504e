// Which documents of a listing have a text in their name or title. Both are sealed, so the process looks into them: within what
// the caller may read, some at a time, so that others get their turn.
import type { Scope } from '../access/scope.ts';
import type { DocumentId } from '../base/ids.ts';
import { type DocumentListing, type Library, listNames } from './library.store.ts';
import type { LibrarySeal } from './sealed-library.ts';

const namesAtATime = 1000;

export async function namedDocuments(
  library: Library,
  { document }: LibrarySeal,
  scope: Scope,
  listing: DocumentListing,
  part: string,
): Promise<DocumentId[]> {
  const found: DocumentId[] = [];
  for (let after: DocumentId | undefined; ; ) {
    const rows = await listNames(library, scope, listing, namesAtATime, after);
    for (const { id, name, title } of rows)
      if (document.openName(id, name).includes(part) || document.openTitle(id, title).includes(part)) found.push(id);
    after = rows.at(-1)?.id;
    if (rows.length < namesAtATime) return found;
  }
}
