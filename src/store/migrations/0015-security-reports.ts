// Security reports; denials counted by who was denied; and which nights had the whole ledger verified.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`create table security_report (
    id uuid primary key,
    made_at timestamptz not null,
    -- The moment of the schedule; by hand there is none.
    scheduled_for timestamptz unique,
    requested_by uuid references person,
    -- Ids and counts, no names.
    content jsonb not null
  )`,
  sql`create table access_denial (
    -- Kind and id of who acted.
    actor text primary key,
    began_at timestamptz not null,
    denied integer not null
  )`,
  sql`create table ledger_verification (
    -- One replica verifies each moment of the schedule.
    scheduled_for timestamptz primary key
  )`,
];

export const securityReports: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
