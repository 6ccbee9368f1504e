// Questions that belong together: a conversation is named by its first run.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`alter table run add column conversation_id uuid`,
  sql`update run set conversation_id = id where outcome is distinct from 'relayed'`,
  sql`create index run_conversation on run (conversation_id) where conversation_id is not null`,
  sql`create or replace function runs_begun(rows jsonb) returns boolean language plpgsql as $$
  begin
    insert into run (id, scenario_id, person_id, question, label, as_of, asked_at, conversation_id)
      select id, scenario_id, person_id, question, label, as_of, asked_at, conversation_id from jsonb_populate_recordset(null::run, rows);
    return true;
  end $$`,
];

export const conversations: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
