// A second factor and API keys, and what keeps a flood of failed sign-ins from flooding the ledger.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  // Attempts that were turned away unread while a delay lasted.
  sql`alter table failed_sign_in add column delayed integer not null default 0`,
  sql`create table refused_sign_ins (
    -- One row: how many sign-ins failed in the hour that began then.
    only_row boolean primary key default true check (only_row),
    began_at timestamptz not null,
    refused integer not null
  )`,
  sql`create table second_factor (
    -- The person.
    id uuid primary key references person,
    -- Sealed.
    secret text not null,
    created_at timestamptz not null,
    -- Counts only once a code of it was shown.
    confirmed_at timestamptz,
    -- The newest time step whose code was taken: none is taken twice.
    last_step bigint
  )`,
  sql`create table recovery_code (
    person_id uuid not null references person,
    code_hash text not null,
    used_at timestamptz,
    primary key (person_id, code_hash)
  )`,
  sql`create table api_key (
    -- The account of kind 'key', so that what a key did has an author.
    id uuid primary key references person,
    token_hash text not null unique,
    scenario text not null,
    created_by uuid not null references person,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    -- To the hour.
    used_at timestamptz,
    revoked_at timestamptz,
    revoked_by uuid references person
  )`,
];

export const accountSecurity: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
