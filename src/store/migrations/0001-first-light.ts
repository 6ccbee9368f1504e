// Scenarios, the library, and the runs that answered from it.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`create table scenario (
    id uuid primary key,
    name text not null,
    version integer not null,
    title text not null,
    purpose text not null,
    input_grade text not null,
    collection_ids uuid[] not null,
    engine text not null,
    created_at timestamptz not null,
    unique (name, version)
  )`,
  sql`create table collection (
    id uuid primary key,
    name text not null unique,
    created_at timestamptz not null
  )`,
  sql`create table document (
    id uuid primary key,
    collection_id uuid not null references collection,
    name text not null,
    title text not null,
    -- A title that a person gave, which reading the text again must not change.
    title_given boolean not null default false,
    department text not null,
    grade text not null,
    created_at timestamptz not null,
    deleted_at timestamptz,
    unique (collection_id, name)
  )`,
  sql`create table document_version (
    id uuid primary key,
    document_id uuid not null references document,
    number integer not null,
    sha256 text not null,
    byte_length bigint not null,
    state text not null,
    reason text,
    progress real not null default 0,
    format text,
    encoding text,
    page_count integer,
    passage_count integer not null default 0,
    character_count integer not null default 0,
    document_number text,
    issuer text,
    published_on date,
    effective_on date,
    expired_on date,
    -- Dates that a person or the importer gave, which reading the text again must not change.
    dates_given boolean not null default false,
    -- Set when a newer version without a date of its own takes over: from then on it is never searched.
    replaced_at timestamptz,
    imported_at timestamptz not null,
    reading jsonb,
    cleaning jsonb not null default '[]',
    unique (document_id, number)
  )`,
  sql`create index document_version_sha256 on document_version (sha256)`,
  sql`create table passage (
    id uuid primary key,
    document_id uuid not null references document,
    version_id uuid not null references document_version,
    ordinal integer not null,
    heading_path text[] not null,
    article text,
    paragraph integer not null,
    page integer,
    reading_start integer not null,
    reading_end integer not null,
    text text not null,
    -- Search tokens, space separated; opaque to the database.
    tokens text not null,
    origin jsonb not null,
    unique (version_id, ordinal)
  )`,
  sql`create index passage_article on passage (document_id, article)`,
  sql`create table run (
    id uuid primary key,
    scenario_id uuid not null references scenario,
    person text not null,
    question text not null,
    label text not null,
    as_of date,
    asked_at timestamptz not null,
    outcome text,
    answer jsonb,
    finished_at timestamptz
  )`,
  sql`create index run_person_asked on run (person, asked_at desc)`,
];

export const firstLight: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
