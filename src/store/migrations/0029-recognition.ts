// How long text recognition of the remaining pages of a version will take, while it runs.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const recognition: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table document_version add column seconds_left integer`.execute(database);
  },
};
