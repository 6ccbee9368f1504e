// Which models search uses, and the vectors that they made of passages.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  // What one model makes of passages: vectors of different sets say nothing to each other.
  sql`create table vector_set (
    id uuid primary key,
    model_id uuid not null references model,
    -- As the endpoint called it: under another name it is another model.
    upstream_name text not null,
    dimension integer not null,
    created_at timestamptz not null,
    -- When every passage that may have a vector first had one: from then on it is searched.
    completed_at timestamptz,
    -- Why nothing is embedded at the moment, as a code, and when it is tried again.
    waiting_for text,
    retry_at timestamptz,
    -- The process that embeds, as long as it is heard of.
    worker uuid,
    lease_until timestamptz,
    -- What was embedded and how long it took, for an estimate of the rest.
    worked_passages bigint not null default 0,
    worked_ms bigint not null default 0
  )`,
  sql`create table search_models (
    number integer primary key,
    vector_set_id uuid references vector_set,
    -- Stands before each question, for models that want to be told what it is for.
    query_instruction text not null,
    rerank_model_id uuid references model,
    set_at timestamptz not null
  )`,
  sql`create table embedded_version (
    vector_set_id uuid not null references vector_set,
    version_id uuid not null references document_version on delete cascade,
    embedded integer not null,
    -- Passages that the model does not accept.
    failed integer not null,
    is_done boolean not null,
    primary key (vector_set_id, version_id)
  )`,
  sql`create index embedded_version_version on embedded_version (version_id)`,
  sql`create table passage_vectors (
    id uuid primary key,
    vector_set_id uuid not null,
    version_id uuid not null,
    last_ordinal integer not null,
    passage_ids uuid[] not null,
    -- Sealed: from a vector its text can be guessed.
    vectors text not null,
    changed_in xid8 not null default pg_current_xact_id(),
    foreign key (vector_set_id, version_id) references embedded_version on delete cascade
  )`,
  sql`create index passage_vectors_version on passage_vectors (vector_set_id, version_id)`,
  sql`create index passage_vectors_changed on passage_vectors (vector_set_id, changed_in)`,
  sql`create trigger passage_vectors_note_change before insert or update on passage_vectors for each row execute function note_change()`,
];

export const searchModels: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
