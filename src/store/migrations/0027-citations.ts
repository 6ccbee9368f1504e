// Which version cites or repeals which document: by keyed hashes of number and title, so that what is cited is found whenever it is
// imported; and by which document another one was repealed.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`create table citation (
    id uuid primary key,
    version_id uuid not null references document_version (id) on delete cascade,
    ordinal integer not null,
    kind text not null,
    number_key text,
    title_key text not null,
    cited jsonb not null,
    reading_start integer not null,
    reading_end integer not null
  )`,
  sql`create index citation_version on citation (version_id, ordinal)`,
  sql`create index citation_number on citation (number_key) where number_key is not null`,
  sql`create index citation_title on citation (title_key)`,
  sql`alter table document_version add column repealed_by uuid references document (id) on delete set null`,
];

export const citations: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
