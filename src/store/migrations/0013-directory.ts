// Accounts of the institution's own directory, linked by what it calls them for good, and sign-ins that are on their way there.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  // What of an account its directory decides: nothing, roles, roles-and-department
  sql`alter table person add column directory_decides text not null default 'nothing'`,
  sql`create table directory_account (
    issuer text not null,
    subject text not null,
    -- Written before the person is: of two first sign-ins at the same moment the second waits here.
    person_id uuid not null unique references person deferrable initially deferred,
    linked_at timestamptz not null,
    primary key (issuer, subject)
  )`,
  sql`create table oidc_attempt (
    -- Of the token in the browser's cookie, from which state, nonce and verifier follow.
    token_hash text primary key,
    -- A path of this site.
    destination text not null,
    expires_at timestamptz not null
  )`,
];

export const directory: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
