// Calls counted in the database, by model and by scenario, altogether and slot by slot.
import { sql } from 'kysely';
import type { CallFault } from './call-fault.ts';
import type { ModelDatabase } from './models.store.ts';

export interface FigureRange {
  readonly from: Date;
  readonly to: Date;
  readonly slotSeconds: number;
}

/** What a row is about: a model or a scenario, and without a slot the whole range. */
interface Place {
  readonly model_id: string | null;
  readonly scenario: string | null;
  readonly slot: number | null;
}

interface SumRow extends Place {
  readonly calls: number;
  readonly failed: number;
  readonly abandoned: number;
  readonly prompt_tokens: number | null;
  readonly cached_tokens: number | null;
  readonly completion_tokens: number | null;
  readonly reasoning_tokens: number | null;
  readonly cost: number | null;
}

/** Half and nineteen in twenty. */
interface TimeRow {
  readonly waited_ms: readonly number[] | null;
  readonly first_token_ms: readonly number[] | null;
  readonly between_tokens_ms: readonly number[] | null;
}

export type FigureRow = SumRow & TimeRow;

/** Times of more calls than that are taken from so many of them, whichever: putting millions in order would keep others waiting. */
const timesFrom = 100_000;
const noTimes: TimeRow = { waited_ms: null, first_token_ms: null, between_tokens_ms: null };

/** Two statements, so that what else the database is asked comes between. */
export async function listFigures(database: ModelDatabase, range: FigureRange): Promise<FigureRow[]> {
  const sums = await listSums(database, range);
  const calls = sums.reduce((sum, row) => sum + (row.model_id !== null && row.slot === null ? row.calls : 0), 0);
  const times = await listTimes(database, range, Math.ceil(Math.max(1, calls) / timesFrom));
  const known = new Map(times.map((row) => [keyOf(row), row]));
  return sums.map((row) => ({ ...row, ...(known.get(keyOf(row)) ?? noTimes) }));
}

function keyOf({ model_id, scenario, slot }: Place): string {
  return JSON.stringify([model_id, scenario, slot]);
}

const places = sql.raw('grouping sets ((model_id), (scenario), (model_id, slot), (scenario, slot))');

function slotIn({ from, slotSeconds }: FigureRange) {
  return sql`floor(extract(epoch from begun_at - ${from}::timestamptz) / ${slotSeconds}::integer)::integer`;
}

async function listSums(database: ModelDatabase, range: FigureRange): Promise<SumRow[]> {
  const { rows } = await sql<SumRow>`
    with cell as (
      select model_id, coalesce(scenario, '') as scenario, ${slotIn(range)} as slot, count(*) as calls,
        count(*) filter (where outcome = 'failed') as failed, count(*) filter (where outcome = 'abandoned') as abandoned,
        sum(prompt_tokens) as prompt_tokens, sum(cached_tokens) as cached_tokens, sum(completion_tokens) as completion_tokens,
        sum(reasoning_tokens) as reasoning_tokens, sum(cost) as cost
      from model_call where begun_at >= ${range.from} and begun_at < ${range.to} group by 1, 2, 3
    )
    select model_id, scenario, slot, sum(calls)::integer as calls, sum(failed)::integer as failed, sum(abandoned)::integer as abandoned,
      sum(prompt_tokens)::float8 as prompt_tokens, sum(cached_tokens)::float8 as cached_tokens,
      sum(completion_tokens)::float8 as completion_tokens, sum(reasoning_tokens)::float8 as reasoning_tokens, sum(cost)::float8 as cost
    from cell group by ${places}`.execute(database);
  return rows;
}

/** Times of single tokens are known of streams alone, and between tokens where they were not merely estimated. */
async function listTimes(database: ModelDatabase, range: FigureRange, oneIn: number): Promise<(Place & TimeRow)[]> {
  const { rows } = await sql<Place & TimeRow>`
    with call as (
      select model_id, coalesce(scenario, '') as scenario, ${slotIn(range)} as slot, waited_ms as waited,
        case when is_streamed then first_token_ms end as first_token,
        case when is_streamed and outcome = 'done' and usage_source <> 'estimated' and completion_tokens > 1
          then (elapsed_ms - first_token_ms)::float8 / (completion_tokens - 1) end as between_tokens
      from model_call where begun_at >= ${range.from} and begun_at < ${range.to}
        and (${oneIn}::integer = 1 or mod(hashtext(id::text), ${oneIn}::integer) = 0)
    )
    select model_id, scenario, slot,
      percentile_cont(array[0.5, 0.95]::float8[]) within group (order by waited) as waited_ms,
      percentile_cont(array[0.5, 0.95]::float8[]) within group (order by first_token) as first_token_ms,
      percentile_cont(array[0.5, 0.95]::float8[]) within group (order by between_tokens) as between_tokens_ms
    from call group by ${places}`.execute(database);
  return rows;
}

export interface FaultRow {
  readonly model_id: string | null;
  readonly scenario: string | null;
  readonly fault: CallFault;
  readonly calls: number;
}

/** The most frequent first. */
export async function listFaults(database: ModelDatabase, { from, to }: FigureRange): Promise<FaultRow[]> {
  const { rows } = await sql<FaultRow>`
    with call as (
      select model_id, coalesce(scenario, '') as scenario_name, fault
      from model_call where begun_at >= ${from} and begun_at < ${to} and fault is not null
    )
    select model_id, scenario_name as scenario, fault, count(*)::integer as calls
    from call group by grouping sets ((model_id, fault), (scenario_name, fault)) order by calls desc, fault`.execute(database);
  return rows;
}
