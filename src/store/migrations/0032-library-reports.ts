// What the desk told week by week, by access class: so that each reader is told of what he may read.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const libraryReports: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table library_report (
      scheduled_for timestamptz primary key,
      made_at timestamptz not null,
      -- Counts of findings by access class; no names, no texts.
      content jsonb not null
    )`.execute(database);
  },
};
