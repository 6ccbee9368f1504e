// Answer boxes on pages of others, and which visit a run belongs to.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`create table answer_box (
    -- Also the id of its account, under which its visitors ask.
    id uuid primary key references person,
    title text not null,
    greeting text not null,
    language text not null,
    scenario text not null,
    -- Of the pages that it may stand in.
    origins text[] not null,
    -- Questions in a minute: of one address, and of all visitors.
    per_address integer not null,
    per_box integer not null,
    is_on boolean not null,
    -- Each change counts it up.
    version integer not null default 1,
    created_by uuid not null references person,
    created_at timestamptz not null,
    approved_at timestamptz,
    removed_at timestamptz
  )`,
  sql`create table answer_box_run (
    run_id uuid primary key references run on delete cascade,
    box_id uuid not null references answer_box,
    -- Of the random token that the visitor's page holds.
    visit_hash text not null,
    asked_at timestamptz not null
  )`,
  sql`create index answer_box_run_box on answer_box_run (box_id, asked_at)`,
];

export const answerBoxes: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
