// Names of before they were sealed get their keyed hash at the start, before anybody looks for one. The names themselves are
// sealed in the background, with all the rest.
import { sql } from 'kysely';
import type { Library } from './library.store.ts';
import type { LibrarySeal } from './sealed-library.ts';

const namesPerUpdate = 500;

export async function indexNames(library: Library, { document }: LibrarySeal): Promise<void> {
  for (;;) {
    const rows = await library
      .selectFrom('document')
      .select(['id', 'name'])
      .where('name_index', 'is', null)
      .limit(namesPerUpdate)
      .execute();
    if (rows.length === 0) return;
    const ids = rows.map(({ id }) => id);
    const indexes = rows.map(({ id, name }) => document.nameIndex(document.openName(id, name)));
    await sql`
      update document set name_index = made.name_index
      from unnest(${ids}::uuid[], ${indexes}::text[]) as made (id, name_index) where document.id = made.id`.execute(library);
  }
}
