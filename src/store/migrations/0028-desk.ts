// What the editor's desk counts: when a document is to be looked at again, how many of its elements nobody has confirmed, and what a
// version shares with others: least values of keyed hashes, which say how alike two texts are and nothing of what is in them.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`alter table document add column review_on date`,
  sql`alter table document_version add column unsettled integer not null default 0, add column likeness bytea`,
];

export const desk: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
