// How people show who they are: passwords, sessions, one-time links, keys, and what slows guessing down.
// Tokens are kept as hashes only: whoever reads the database can use none of them.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  // `key` is the account of an API key, so that what it did has an author.
  sql`alter table person add column kind text not null default 'person'`,
  sql`create table site (
    -- One row at most, written when it is decided: accounts or solo. Accounts are final.
    only_row boolean primary key default true check (only_row),
    mode text not null,
    decided_at timestamptz not null
  )`,
  sql`create table password (
    person_id uuid primary key references person,
    hash text not null,
    -- Newest first, without the present one.
    earlier_hashes jsonb not null,
    changed_at timestamptz not null
  )`,
  sql`create table session (
    id uuid primary key,
    token_hash text not null unique,
    person_id uuid not null references person,
    -- password, link, oidc, ldap
    method text not null,
    address text not null,
    device text not null,
    started_at timestamptz not null,
    seen_at timestamptz not null,
    ends_at timestamptz not null,
    second_factor_at timestamptz
  )`,
  sql`create index session_person on session (person_id)`,
  sql`create table sign_in_link (
    token_hash text primary key,
    person_id uuid not null references person,
    created_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  // A browser that signed this person in before: strangers who guess do not slow it down.
  sql`create table known_device (
    token_hash text primary key,
    person_id uuid not null references person,
    used_at timestamptz not null
  )`,
  sql`create table failed_sign_in (
    -- Hash of the name tried, or of the known device and the name.
    subject text primary key,
    failures integer not null,
    last_at timestamptz not null
  )`,
];

export const signIn: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
