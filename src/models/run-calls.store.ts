// The calls of one run, with the models that they went to.
import { sql } from 'kysely';
import type { RunId } from '../base/ids.ts';
import type { CallRecord, Usage } from './calls.store.ts';
import type { Boundary } from './contract.ts';
import type { ModelDatabase } from './models.store.ts';

export interface RunCallRow {
  readonly model: string;
  readonly zone: Boundary['zone'];
  readonly attempt: number;
  readonly begunAt: Date;
  readonly outcome: CallRecord['outcome'];
  readonly fault: NonNullable<CallRecord['fault']> | null;
  readonly finishReason: string | null;
  readonly isStreamed: boolean | null;
  readonly waitedMs: number | null;
  readonly firstTokenMs: number | null;
  readonly elapsedMs: number;
  readonly promptTokens: number | null;
  readonly cachedTokens: number | null;
  readonly completionTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly usageSource: Usage['source'] | null;
  readonly cost: number | null;
}

export async function listCallsOf(database: ModelDatabase, run: RunId): Promise<RunCallRow[]> {
  const { rows } = await sql<RunCallRow>`
    select model.name as model, model.zone, attempt, begun_at as "begunAt", outcome, fault, finish_reason as "finishReason",
      is_streamed as "isStreamed", waited_ms as "waitedMs", first_token_ms as "firstTokenMs", elapsed_ms as "elapsedMs",
      prompt_tokens as "promptTokens", cached_tokens as "cachedTokens", completion_tokens as "completionTokens",
      reasoning_tokens as "reasoningTokens", usage_source as "usageSource", cost::float8 as cost
    from model_call join model on model.id = model_call.model_id
    where run_id = ${run} order by attempt`.execute(database);
  return rows;
}
