// How a scenario is served when models are busy, and who can be reached where it does not help.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const scenarioService: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table scenario
      add column priority text not null default 'interactive',
      add column share integer not null default 1,
      add column contact text`.execute(database);
  },
};
