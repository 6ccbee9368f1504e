// Keys of sources that are buckets.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const sourceKeys: Migration = {
  async up(database: Kysely<unknown>) {
    // Sealed; of folders null.
    await sql`alter table library_source add column access_key text`.execute(database);
  },
};
