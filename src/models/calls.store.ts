// Calls as they are kept: one row for each attempt, written with the record that ends its run.
import type { Grade } from '../base/grade.ts';
import { type ModelId, newId, modelCallIdSchema, type RunId } from '../base/ids.ts';
import { type Alongside, rowsWith } from '../ledger/rows-with.ts';
import type { CallFault } from './call-fault.ts';

/** Tokens of a call as far as they are known: absent is never zero. */
export interface Usage {
  readonly promptTokens: number | undefined;
  readonly cachedTokens: number | undefined;
  readonly completionTokens: number | undefined;
  readonly reasoningTokens: number | undefined;
  /** Said by the endpoint, counted by a tokenizer, or estimated from the text. */
  readonly source: 'reported' | 'counted' | 'estimated';
}

/** One attempt, over. */
export interface CallRecord {
  readonly runId: RunId;
  readonly scenario: string;
  /** What the model was asked to do; not kept. */
  readonly kind: 'chat' | 'embeddings' | 'rerank';
  readonly modelId: ModelId;
  /** From 1. */
  readonly attempt: number;
  readonly begunAt: Date;
  readonly label: Grade;
  readonly outcome: 'done' | 'failed' | 'abandoned';
  readonly fault: CallFault | undefined;
  readonly finishReason: string | undefined;
  /** Before dispatch, while others were served. */
  readonly waitedMs: number;
  readonly isStreamed: boolean;
  /** From dispatch; undefined: there was none. */
  readonly firstTokenMs: number | undefined;
  readonly elapsedMs: number;
  readonly usage: Usage | undefined;
  /** Millionths of a yuan; undefined: no price is known. */
  readonly cost: number | undefined;
}

/** The attempts of a run. */
const rowsOfCalls = rowsWith<readonly CallRecord[]>('model_calls_ended', (calls) =>
  calls.map((call) => ({
    id: newId(modelCallIdSchema, call.begunAt.getTime()),
    run_id: call.runId,
    model_id: call.modelId,
    attempt: call.attempt,
    begun_at: call.begunAt,
    label: call.label,
    outcome: call.outcome,
    fault: call.fault,
    finish_reason: call.finishReason,
    first_token_ms: rounded(call.firstTokenMs),
    elapsed_ms: rounded(call.elapsedMs),
    prompt_tokens: call.usage?.promptTokens,
    cached_tokens: call.usage?.cachedTokens,
    completion_tokens: call.usage?.completionTokens,
    reasoning_tokens: call.usage?.reasoningTokens,
    usage_source: call.usage?.source,
    cost: call.cost,
    scenario: call.scenario,
    waited_ms: rounded(call.waitedMs),
    is_streamed: call.isStreamed,
  })),
);

function rounded(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : Math.round(milliseconds);
}

/** What stands with the record of a run: nothing where it called nobody. */
export function callRows(calls: readonly CallRecord[]): Alongside[] {
  return calls.length > 0 ? [rowsOfCalls(calls)] : [];
}
