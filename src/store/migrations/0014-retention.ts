// How long each kind of data is kept, what a legal hold keeps longer, and each carrying out.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  // A kind without a row is kept for its standard time.
  sql`create table retention_period (
    kind text primary key,
    -- 0: for ever.
    days integer not null check (days >= 0),
    changed_at timestamptz not null,
    changed_by uuid not null references person
  )`,
  sql`create table retention_run (
    id uuid primary key,
    -- The moment of the schedule; by hand there is none.
    scheduled_for timestamptz unique,
    requested_by uuid references person,
    created_at timestamptz not null,
    -- queued, running, done
    state text not null,
    finished_at timestamptz,
    -- By kind: how much there was to remove when it began, and how much was removed.
    totals jsonb not null default '{}',
    removed jsonb not null default '{}'
  )`,
  sql`create index retention_run_created on retention_run (created_at desc)`,
  sql`create table legal_hold (
    id uuid primary key,
    -- document, person, span
    kind text not null,
    target uuid,
    begins_at timestamptz,
    ends_at timestamptz,
    -- Sealed.
    reason text not null,
    placed_at timestamptz not null,
    placed_by uuid not null references person,
    lifted_at timestamptz,
    check ((kind = 'span') = (target is null)),
    check ((kind = 'span') = (begins_at is not null))
  )`,
  sql`create unique index legal_hold_standing on legal_hold (kind, target) where lifted_at is null`,
  // Originals whose documents are gone; the file goes after the commit that took the last version away.
  sql`create table original_to_remove (address text primary key)`,
];

export const retention: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
