// What figures of calls are made from besides: the scenario, how long the call waited for its turn, and whether it was streamed.
import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  sql`alter table model_call
    add column scenario text,
    -- Before it was sent, while others were served.
    add column waited_ms integer,
    -- Of a reply that came whole nothing is known of single tokens.
    add column is_streamed boolean`,
  sql`update model_call set scenario = scenario.name
    from run join scenario on scenario.id = run.scenario_id where run.id = model_call.run_id`,
];

export const modelCallFigures: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
