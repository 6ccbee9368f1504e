// Data keys, each wrapped by the master key, which is never in the database; and what sealing work was done.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`create table data_key (
    -- Stands in the header of every value that the key seals.
    id integer primary key,
    purpose text not null,
    algorithm text not null,
    -- arriving (all processes learn it), active (seals), retiring (still opens), destroyed (wrapped is gone)
    state text not null,
    -- Whether values from before there were keys may still stand unsealed; bound to the wrapped key, so that it cannot be set by hand.
    accepts_plain boolean not null,
    wrapped bytea,
    created_at timestamptz not null default now(),
    retired_at timestamptz,
    destroyed_at timestamptz
  )`,
  sql`create unique index data_key_active on data_key (purpose) where state = 'active'`,
  sql`create table sealing_run (
    id integer generated always as identity primary key,
    started_at timestamptz not null default now(),
    finished_at timestamptz,
    done bigint not null default 0,
    total bigint not null default 0
  )`,
];

export const keyRing: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
