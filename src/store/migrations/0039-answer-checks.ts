// How sure the checks of a scenario must be before something is shown. Versions from before had the values of their time.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const answerChecks: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`alter table scenario
      add column checks jsonb not null default '{"supportedFrom": 0.5, "answeredFrom": 0.5, "showOpinions": false}'`.execute(database);
  },
};
