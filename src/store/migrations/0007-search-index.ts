// What the search index in the process needs: which transaction last changed a row, and tokens as keyed hashes.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`drop index if exists passage_tokens_bm25`,
  // The transaction that last wrote the row. Set by a trigger on every write, also one that restores a backup: whoever asks for
  // all rows changed since the oldest transaction that was running at his last look misses none.
  sql`alter table document add column changed_in xid8 not null default pg_current_xact_id()`,
  sql`alter table document_version add column changed_in xid8 not null default pg_current_xact_id()`,
  sql`create index document_changed on document (changed_in)`,
  sql`create index document_version_changed on document_version (changed_in)`,
  sql`create function note_change() returns trigger language plpgsql as $$
    begin
      new.changed_in := pg_current_xact_id();
      return new;
    end
  $$`,
  sql`create trigger document_note_change before insert or update on document for each row execute function note_change()`,
  sql`create trigger document_version_note_change before insert or update on document_version for each row execute function note_change()`,
  // How the tokens of its passages were made; '' for tokens that are to be made.
  sql`alter table document_version add column recipe text not null default ''`,
  // Rewrites the table, so that the plain words of earlier versions are gone from its files too.
  sql`alter table passage alter column tokens type bytea using ''`,
];

export const searchIndex: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
