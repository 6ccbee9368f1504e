// Calls counted in the database, by model and by scenario, altogether and slot by slot.
import { sql } from 'kysely';
import type { CallFault } from './call-fault.ts';
import type { ModelDatabase } from './models.store.ts';

export interface FigureRange {
  readonly from: Date;
  readonly to: Date;
  readonly slotSeconds: number;
}

/** Of a model or of a scenario; without a slot of the whole range. */
export interface FigureRow {
  readonly model_id: string | null;
  readonly scenario: string | null;
  readonly slot: number | null;
  readonly calls: number;
  readonly failed: number;
  readonly abandoned: number;
  /** Half and nineteen in twenty. */
  readonly waited_ms: readonly number[] | null;
  readonly first_token_ms: readonly number[] | null;
  readonly between_tokens_ms: readonly number[] | null;
  readonly prompt_tokens: number | null;
  readonly cached_tokens: number | null;
  readonly completion_tokens: number | null;
  readonly reasoning_tokens: number | null;
  readonly cost: number | null;
}

/** Times of single tokens are known of streams alone, and between tokens where they were not merely estimated. */
export async function listFigures(database: ModelDatabase, { from, to, slotSeconds }: FigureRange): Promise<FigureRow[]> {
  const { rows } = await sql<FigureRow>`
    with call as (
      select *, coalesce(scenario, '') as scenario_name,
        floor(extract(epoch from begun_at - ${from}::timestamptz) / ${slotSeconds}::integer)::integer as slot,
        case when is_streamed then first_token_ms end as streamed_first_ms,
        case when is_streamed and outcome = 'done' and usage_source <> 'estimated' and completion_tokens > 1
          then (elapsed_ms - first_token_ms)::float8 / (completion_tokens - 1) end as between_ms
      from model_call where begun_at >= ${from} and begun_at < ${to}
    )
    select model_id, scenario_name as scenario, slot,
      count(*)::integer as calls,
      (count(*) filter (where outcome = 'failed'))::integer as failed,
      (count(*) filter (where outcome = 'abandoned'))::integer as abandoned,
      percentile_cont(array[0.5, 0.95]::float8[]) within group (order by waited_ms) as waited_ms,
      percentile_cont(array[0.5, 0.95]::float8[]) within group (order by streamed_first_ms) as first_token_ms,
      percentile_cont(array[0.5, 0.95]::float8[]) within group (order by between_ms) as between_tokens_ms,
      sum(prompt_tokens)::float8 as prompt_tokens,
      sum(cached_tokens)::float8 as cached_tokens,
      sum(completion_tokens)::float8 as completion_tokens,
      sum(reasoning_tokens)::float8 as reasoning_tokens,
      sum(cost)::float8 as cost
    from call
    group by grouping sets ((model_id), (scenario_name), (model_id, slot), (scenario_name, slot))`.execute(database);
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
