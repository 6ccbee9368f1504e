// The ledger: records in a chain, their head, personal texts beside them, signed checkpoints, and what is kept of the tree.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`create table ledger_record (
    sequence bigint primary key,
    hash text not null,
    -- The canonical JSON that was hashed, to the letter; the columns after it repeat parts of it for searching.
    body text not null,
    time timestamptz not null,
    action text not null,
    actor_kind text not null,
    actor_id text not null,
    subject_kind text,
    subject_id text,
    outcome text not null
  )`,
  sql`create index ledger_record_time on ledger_record (time)`,
  sql`create index ledger_record_action on ledger_record (action, sequence)`,
  sql`create index ledger_record_actor on ledger_record (actor_id, sequence)`,
  sql`create index ledger_record_subject on ledger_record (subject_id, sequence)`,
  sql`create table ledger_disclosure (
    id uuid primary key,
    sequence bigint not null,
    name text not null,
    -- Salt and text.
    value text not null,
    unique (sequence, name)
  )`,
  // One row: where the chain ends. Whoever appends changes it, so replicas keep one order.
  sql`create table ledger_head (
    id integer primary key check (id = 1),
    ledger_id uuid not null,
    sequence bigint not null,
    hash text not null
  )`,
  sql`insert into ledger_head (id, ledger_id, sequence, hash) values (1, gen_random_uuid(), 0, repeat('0', 64))`,
  sql`create table ledger_checkpoint (
    size bigint primary key,
    root text not null,
    frontier text[] not null,
    note text not null,
    key_name text not null,
    made_at timestamptz not null,
    exported_at timestamptz
  )`,
  sql`create table ledger_key (
    verifier text primary key,
    first_used_at timestamptz not null
  )`,
  // Roots of complete subtrees of 256, 65,536 ... records, from which a proof of inclusion is put together quickly.
  sql`create table ledger_node (
    level integer not null,
    index bigint not null,
    hash text not null,
    primary key (level, index)
  )`,
  // Where the records begin once older ones were cut: the frontier and the last hash of what is gone.
  sql`create table ledger_start (
    id integer primary key check (id = 1),
    size bigint not null,
    previous text not null,
    frontier text[] not null
  )`,
  sql`insert into ledger_start (id, size, previous, frontier) values (1, 0, repeat('0', 64), '{}')`,
  // Writes records behind the head that they were chained to, or nothing when it has moved. A function, since the database keeps its plans.
  sql`create function ledger_append(expected jsonb, last jsonb, records jsonb, disclosures jsonb) returns boolean language plpgsql as $$
  begin
    update ledger_head set sequence = (last->>'sequence')::bigint, hash = last->>'hash'
      where sequence = (expected->>'sequence')::bigint and hash = expected->>'hash';
    if not found then return false; end if;
    insert into ledger_record (sequence, hash, body, time, action, actor_kind, actor_id, subject_kind, subject_id, outcome)
      select * from jsonb_to_recordset(records) as record (sequence bigint, hash text, body text, time timestamptz, action text,
        actor_kind text, actor_id text, subject_kind text, subject_id text, outcome text);
    insert into ledger_disclosure (id, sequence, name, value)
      select * from jsonb_to_recordset(disclosures) as disclosure (id uuid, sequence bigint, name text, value text);
    return true;
  end $$`,
];

export const ledger: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
