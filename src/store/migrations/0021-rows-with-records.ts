// Rows that are written with the records of the ledger, each kind by a function: the database keeps the plans of what it does thousands of
// times a second, and one short statement calls them all.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`create function runs_begun(rows jsonb) returns boolean language plpgsql as $$
  begin
    insert into run (id, scenario_id, person_id, question, label, as_of, asked_at)
      select id, scenario_id, person_id, question, label, as_of, asked_at from jsonb_populate_recordset(null::run, rows);
    return true;
  end $$`,
  sql`create function runs_answered(rows jsonb) returns boolean language plpgsql as $$
  begin
    update run set outcome = ended.outcome, label = ended.label, answer = ended.answer, finished_at = ended.finished_at
      from jsonb_populate_recordset(null::run, rows) as ended where run.id = ended.id;
    return true;
  end $$`,
  sql`create function runs_relayed(rows jsonb) returns boolean language plpgsql as $$
  begin
    update run set outcome = ended.outcome, label = ended.label, finished_at = ended.finished_at
      from jsonb_populate_recordset(null::run, rows) as ended where run.id = ended.id;
    return true;
  end $$`,
  sql`create function runs_failed(rows jsonb) returns boolean language plpgsql as $$
  begin
    update run set outcome = 'failed', finished_at = ended.finished_at
      from jsonb_populate_recordset(null::run, rows) as ended where run.id = ended.id and run.outcome is null;
    return true;
  end $$`,
  sql`create function model_calls_ended(rows jsonb) returns boolean language plpgsql as $$
  begin
    insert into model_call select * from jsonb_populate_recordset(null::model_call, rows);
    return true;
  end $$`,
];

export const rowsWithRecords: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
