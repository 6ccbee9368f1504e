// What whoever asked says of the answer.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const runFeedback: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table run add column feedback jsonb`.execute(database);
  },
};
