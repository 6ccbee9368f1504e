// Documents that wait for their password, when versions were read, how much each department may keep, and why a source was stopped.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`alter table document_version
    -- Sealed. It opens the original whenever that is read again, and goes with the version.
    add column password text,
    -- Passwords that did not open it since the last one that did.
    add column password_failures integer not null default 0,
    add column password_failed_at timestamptz,
    -- When reading it ended, whatever it came to.
    add column read_at timestamptz`,
  sql`create index document_version_read_at on document_version (read_at) where read_at is not null`,
  sql`create index document_version_unread on document_version (imported_at) where state in ('queued', 'reading')`,
  // Files that a password would have opened were rejected before; those of formats that are not opened stay so.
  sql`update document_version set state = 'locked', reason = 'encrypted'
    where state = 'rejected' and reason in ('encrypted', 'wrong-password') and coalesce(format, 'pdf') in ('pdf', 'zip', 'eml', 'msg')`,
  sql`update document_version set reason = 'lock-unknown' where state = 'rejected' and reason in ('encrypted', 'wrong-password')`,
  sql`create table library_limit (
    -- A department, or 'default' for each that has no limit of its own.
    subject text primary key,
    bytes bigint,
    documents integer
  )`,
  sql`alter table library_source add column stopped_at timestamptz, add column stopped_because text`,
];

export const libraryKeeping: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
