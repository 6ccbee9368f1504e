// Backups made and restores verified, as work that is queued, under way, done or failed. What a backup holds is in its manifest.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`create table backup_run (
    id uuid primary key,
    -- take (makes a backup, whose id it has) or verify (restores one aside and compares)
    work text not null,
    reason text not null,
    backup_id uuid not null,
    target text not null,
    -- The moment of the schedule that it was made for: of several replicas one makes it.
    scheduled_for timestamptz unique,
    requested_by uuid,
    state text not null,
    progress real not null default 0,
    created_at timestamptz not null,
    finished_at timestamptz,
    result jsonb,
    -- Code and details of an error.
    failure jsonb
  )`,
  sql`create index backup_run_created on backup_run (created_at desc)`,
];

export const backups: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
