// Files attached to questions: read, sealed, never indexed, gone with the run that they were first asked with.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const attachments: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create table attachment (
      id uuid primary key,
      person_id uuid not null references person,
      run_id uuid references run on delete cascade,
      name text not null,
      grade text not null,
      content jsonb not null,
      created_at timestamptz not null
    )`.execute(database);
    await sql`create index attachment_run on attachment (run_id)`.execute(database);
    await sql`create index attachment_person on attachment (person_id)`.execute(database);
  },
};
