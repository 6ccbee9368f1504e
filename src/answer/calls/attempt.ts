// Calls of models by a run, one candidate after the other: what came of each attempt, and whether another may still be tried.
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import type { Grade } from '../../base/grade.ts';
import type { RunId } from '../../base/ids.ts';
import {
  type CallableModel,
  CallFailure,
  type CallFault,
  type CallRecord,
  type CallRequest,
  type CallTimeouts,
  type Models,
  type OpenCall,
  priceOf,
  type Prompt,
  retryAfterMs,
  type Usage,
  usageOf,
} from '../../models/models.ts';
import type { Scenario } from '../../scenarios/contract.ts';
import type { GuardVerdict } from '../guard-port.ts';

export interface AttemptDependencies {
  readonly models: Pick<Models, 'open'>;
  readonly clock: Clock;
  readonly timeouts: CallTimeouts;
}

/** What is asked of a model, whatever API it speaks. */
export interface ModelRequest {
  readonly kind: CallRecord['kind'];
  readonly isStream: boolean;
  /** Behind the base address of a model. */
  readonly path: string;
  /** All text that people or programs wrote into it. */
  readonly text: string;
  /** For one model: its own name, and what its dialect asks for. */
  bodyFor(model: CallableModel): string;
}

export interface AttemptRequest {
  readonly scenario: Scenario;
  readonly request: ModelRequest;
  readonly runId: RunId;
  /** The label of the run. */
  readonly label: Grade;
  readonly prompt: Prompt;
  readonly signal: AbortSignal;
  readonly onPlace?: CallRequest['onPlace'];
  /** By which the run has tried models before. */
  readonly attemptsBefore?: number;
}

/** What a reply came to, before it is put into words and figures. */
export interface Consumed {
  readonly fault: CallFault | undefined;
  readonly blockedBy?: string | undefined;
  readonly output?: GuardVerdict;
  readonly finishReason?: string | undefined;
  readonly usage?: Usage | undefined;
  readonly text: { readonly content: string; readonly reasoning: string };
  readonly firstTokenAt?: number | undefined;
  /** Something of it was shown, so that another model must not begin anew. */
  readonly wasShown: boolean;
}

export type Consume = (call: OpenCall) => Promise<Consumed>;

export interface Attempted {
  readonly outcome: 'relayed' | 'blocked' | 'failed' | 'abandoned';
  readonly calls: readonly CallRecord[];
  readonly output: GuardVerdict | undefined;
  /** What the client is told when it failed. */
  readonly failure: AppError | undefined;
  readonly mayTryAnother: boolean;
}

/** One model after the other, as long as nothing was seen of a reply. */
export async function attemptAll(
  dependencies: AttemptDependencies,
  { candidates, attemptsBefore = 0, ...about }: AttemptRequest & { readonly candidates: readonly CallableModel[] },
  consume: Consume,
): Promise<Attempted> {
  let attempted: Attempted | undefined;
  for (const [index, model] of candidates.entries()) {
    const before = attempted?.calls ?? [];
    const next = await attempt(dependencies, { ...about, model, attempt: attemptsBefore + index + 1 }, consume);
    attempted = { ...next, calls: [...before, ...next.calls] };
    if (!next.mayTryAnother) break;
  }
  if (!attempted) throw new AppError('model-failed', { fault: 'none' });
  return attempted;
}

type OneAttempt = AttemptRequest & { readonly model: CallableModel; readonly attempt: number };
/** Without text: the model cannot have read the prompt either. */
type Outcome = Partial<Consumed> & Pick<Consumed, 'fault'> & { readonly retryAfter?: string | undefined };

const noText = { content: '', reasoning: '' };

async function attempt({ models, clock, timeouts }: AttemptDependencies, about: OneAttempt, consume: Consume): Promise<Attempted> {
  const { scenario, request, label, prompt, model, signal, onPlace } = about;
  const begunAt = clock.now();
  const enteredAt = performance.now();
  let startedAt = enteredAt;
  let outcome: Outcome;
  try {
    const call = await models.open({
      model,
      scenario: scenario.name,
      priority: scenario.priority,
      share: scenario.share,
      prompt,
      onPlace,
      path: request.path,
      body: request.bodyFor(model),
      grade: label,
      timeouts,
      signal,
    });
    startedAt = call.dispatchedAt;
    try {
      outcome = await consume(call);
      if (outcome.blockedBy === undefined) call.report(outcome.fault);
    } finally {
      call.close();
    }
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error;
    outcome = { fault: error.fault, retryAfter: error.retryAfter, ...(error.wasRead ? { text: noText } : {}) };
  }
  return conclude(outcome, about, { begunAt, startedAt, waitedMs: startedAt - enteredAt });
}

function conclude(
  outcome: Outcome,
  about: OneAttempt,
  { begunAt, startedAt, waitedMs }: { readonly begunAt: Date; readonly startedAt: number; readonly waitedMs: number },
): Attempted {
  const { fault, blockedBy, firstTokenAt, finishReason, text } = outcome;
  const { scenario, runId, label, model, attempt: number, request } = about;
  const usage = text === undefined ? undefined : usageOf(outcome.usage, { prompt: request.text, ...text });
  const call: CallRecord = {
    runId,
    scenario: scenario.name,
    kind: request.kind,
    modelId: model.id,
    attempt: number,
    begunAt,
    label,
    outcome: fault === undefined ? 'done' : fault === 'client-gone' ? 'abandoned' : 'failed',
    fault,
    finishReason,
    waitedMs,
    isStreamed: request.isStream,
    firstTokenMs: firstTokenAt === undefined ? undefined : firstTokenAt - startedAt,
    elapsedMs: performance.now() - startedAt,
    usage,
    cost: usage && priceOf(model.prices, usage, begunAt),
  };
  const ended = { calls: [call], output: outcome.output };
  if (blockedBy !== undefined) return { ...ended, outcome: 'blocked', failure: undefined, mayTryAnother: false };
  if (fault === undefined) return { ...ended, outcome: 'relayed', failure: undefined, mayTryAnother: false };
  return {
    ...ended,
    outcome: fault === 'client-gone' ? 'abandoned' : 'failed',
    failure: failureOf(fault, outcome.retryAfter),
    mayTryAnother: outcome.wasShown !== true && !final.has(fault),
  };
}

/** Faults that another model would not mend, or must not. */
const final: ReadonlySet<CallFault> = new Set(['client-gone', 'rejected', 'denied', 'total-timeout']);

const busy: ReadonlySet<CallFault> = new Set(['throttled', 'queue-full', 'queue-too-long']);

function failureOf(fault: CallFault, retryAfter: string | undefined): AppError {
  const after = { seconds: Math.max(1, Math.ceil(retryAfterMs(retryAfter, Date.now()) / 1_000)) };
  if (busy.has(fault)) return new AppError('models-busy', after);
  if (fault === 'left-alone') return new AppError('models-unavailable', after);
  if (fault === 'stopped') return new AppError('models-stopped');
  if (fault === 'rejected') return new AppError('model-rejected');
  return new AppError('model-failed', { fault });
}
