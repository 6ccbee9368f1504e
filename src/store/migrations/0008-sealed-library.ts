// Names of documents are sealed, so they are unique and found by a keyed hash. Rows of before have none until the next start.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`alter table document add column name_index text`,
  sql`alter table document drop constraint document_access_class_id_name_key`,
  sql`drop index document_collection_name`,
  sql`alter table document add unique (access_class_id, name_index)`,
  sql`create index document_collection_name on document (collection_id, name_index)`,
];

export const sealedLibrary: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
