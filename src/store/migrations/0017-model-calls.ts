// Scenarios name the models that they may use; and every call of a model is kept with what it took.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`alter table scenario add column model_names text[] not null default '{}'`,
  sql`create table model_call (
    id uuid primary key,
    run_id uuid not null references run on delete cascade,
    model_id uuid not null references model,
    -- Which attempt of the run it was, from 1.
    attempt integer not null,
    begun_at timestamptz not null,
    label text not null,
    outcome text not null,
    -- What broke it, as a code.
    fault text,
    finish_reason text,
    first_token_ms integer,
    elapsed_ms integer not null,
    prompt_tokens integer,
    cached_tokens integer,
    completion_tokens integer,
    reasoning_tokens integer,
    usage_source text,
    -- Millionths of a yuan.
    cost bigint
  )`,
  sql`create index model_call_run on model_call (run_id)`,
  sql`create index model_call_begun on model_call (begun_at)`,
];

export const modelCalls: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
