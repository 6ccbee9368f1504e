// Sources: places outside that the library follows, what was found in them, and documents whose file is gone from there.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`create table library_source (
    id uuid primary key,
    name text not null,
    kind text not null,
    -- The path of a folder.
    place text not null,
    -- Where documents from it stand at first.
    access_class_id uuid not null references access_class,
    every_minutes integer not null,
    is_paused boolean not null default false,
    added_by uuid not null references person,
    added_at timestamptz not null,
    looked_at timestamptz,
    look_due_at timestamptz not null,
    -- Why the last look came to nothing.
    fault text
  )`,
  sql`create table library_source_file (
    id uuid primary key,
    source_id uuid not null references library_source on delete cascade,
    -- A keyed hash; the path itself is sealed.
    path_index text not null,
    path text not null,
    byte_length bigint not null,
    modified_at timestamptz not null,
    state text not null,
    fault text,
    document_id uuid references document on delete set null,
    unique (source_id, path_index)
  )`,
  sql`create index library_source_file_document on library_source_file (document_id) where document_id is not null`,
  sql`alter table document add column origin_gone_at timestamptz`,
  // What editors are told of questions asked in vain looks for these.
  sql`create index run_in_vain on run (asked_at) where outcome in ('not-found', 'not-sure') or (outcome = 'answered' and feedback is not null)`,
];

export const sources: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
