// Models and their boundary: endpoints, prices, emergency stops, and the networks that are the site's own.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`create table model (
    id uuid primary key,
    name text not null,
    aliases text[] not null,
    -- Up to the part of the path that the API adds to, as clients of OpenAI call it.
    url text not null,
    upstream_name text not null,
    dialect text not null,
    zone text not null,
    location text not null,
    max_grade text not null,
    abilities text[] not null,
    context_tokens integer,
    concurrency integer,
    -- Sealed.
    key text,
    -- Until then nothing is sent to it.
    approved_at timestamptz,
    created_at timestamptz not null,
    removed_at timestamptz
  )`,
  sql`create unique index model_name on model (name) where removed_at is null`,
  sql`create table model_price (
    model_id uuid not null references model,
    valid_from date not null,
    -- Millionths of a yuan for a million tokens.
    input bigint not null,
    cached_input bigint not null,
    output bigint not null,
    primary key (model_id, valid_from)
  )`,
  sql`create table model_stop (
    id uuid primary key,
    kind text not null,
    -- Id of a model, name of a scenario; of everything there is none.
    target text,
    reason text not null,
    stopped_by uuid not null references person,
    stopped_at timestamptz not null,
    lifted_by uuid references person,
    lifted_at timestamptz
  )`,
  sql`create table site_networks (
    number integer primary key,
    networks text[] not null,
    created_at timestamptz not null,
    proposed_by uuid not null references person,
    approved_by uuid not null references person
  )`,
  // Replicas look at it to know whether what they hold of these tables is still so.
  sql`create table model_registry (id integer primary key check (id = 1), version bigint not null)`,
  sql`insert into model_registry values (1, 0)`,
];

export const models: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
