// Data folders of the first version hold an index of pg_textsearch, an extension that the embedded database no longer brings along.
import { type Kysely, sql } from 'kysely';

/**
 * Even a query on the table fails while the index is there, so it goes when the database is opened, before anything is migrated or
 * backed up. What an extension made cannot be dropped once its library is gone: its access method borrows the handler of btree.
 */
export async function dropRetiredExtension(database: Kysely<unknown>): Promise<void> {
  await sql`do $$
    begin
      if exists (select from pg_extension where extname = 'pg_textsearch')
        and not exists (select from pg_available_extensions where name = 'pg_textsearch') then
        update pg_am set amhandler = 'bthandler'::regproc where amname = 'bm25';
        drop extension pg_textsearch cascade;
      end if;
    end
  $$`.execute(database);
}
