// Webhooks, what is delivered to them, and how far the ledger was looked at for it.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`create table webhook (
    id uuid primary key,
    name text not null,
    url text not null,
    zone text not null,
    events text[] not null,
    -- Only of this scenario.
    scenario text,
    is_on boolean not null,
    version integer not null default 1,
    -- Sealed; the one before signs too until it is over.
    secret text not null,
    previous_secret text,
    previous_until timestamptz,
    -- Deliveries that were given up since the last one that arrived.
    given_up integer not null default 0,
    created_by uuid not null references person,
    created_at timestamptz not null,
    approved_at timestamptz,
    removed_at timestamptz
  )`,
  sql`create table webhook_delivery (
    id uuid primary key,
    webhook_id uuid not null references webhook,
    -- The record of the ledger that it tells of; null: a test.
    sequence bigint,
    event text not null,
    payload text not null,
    state text not null,
    attempts integer not null default 0,
    -- Of the last attempt: a status, or the code of the failure.
    result text,
    created_at timestamptz not null,
    due_at timestamptz not null,
    ended_at timestamptz,
    unique (webhook_id, sequence)
  )`,
  sql`create index webhook_delivery_due on webhook_delivery (due_at) where state = 'waiting'`,
  sql`create index webhook_delivery_webhook on webhook_delivery (webhook_id, created_at)`,
  sql`create table webhook_watch (
    only_row boolean primary key default true check (only_row),
    sequence bigint not null
  )`,
];

export const webhooks: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
