// How often whom: shared by all replicas of one database. Unlogged, since losing it in a crash only makes everybody start afresh.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

export const rateLimits: Migration = {
  async up(database: Kysely<unknown>) {
    await sql`create unlogged table rate_limit (
      class text not null,
      -- A person, a key or an address.
      subject text not null,
      -- When the allowance is whole again (the theoretical arrival time of GCRA).
      whole_at timestamptz not null,
      primary key (class, subject)
    )`.execute(database);
  },
};
