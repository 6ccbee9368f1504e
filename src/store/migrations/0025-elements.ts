// What reading found in a version besides its text, and what people said of it. Both are sealed; flags are names from a closed list.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const elements: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table document_version
      add column elements jsonb,
      add column settled jsonb,
      add column flags text[] not null default '{}'`.execute(database);
  },
};
