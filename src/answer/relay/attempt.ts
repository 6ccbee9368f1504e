// One attempt of a relayed run: the call, what came of it, and whether another model may still be tried.
import type { Exchange } from '../../access/route.ts';
import { nodeBytesUpTo } from '../../base/bytes-up-to.ts';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import {
  type CallableModel,
  CallFailure,
  type CallFault,
  type CallRecord,
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
import type { Guard, GuardVerdict } from '../guard-port.ts';
import type { Intent } from '../runs.store.ts';
import { pumpStream } from './pump.ts';
import type { RelayedRequest } from './relayed-request.ts';
import { beginStream, tellPlace } from './stream-head.ts';

export interface AttemptDependencies {
  readonly models: Pick<Models, 'open'>;
  readonly guard: Guard;
  readonly clock: Clock;
  readonly timeouts: CallTimeouts;
}

export interface Attempted {
  readonly outcome: 'relayed' | 'blocked' | 'failed' | 'abandoned';
  readonly calls: readonly CallRecord[];
  /** What is left to send once the outcome is on record. */
  readonly rest: Buffer;
  readonly output: GuardVerdict | undefined;
  /** What the client is told when it failed. */
  readonly failure: AppError | undefined;
  readonly mayTryAnother: boolean;
}

export interface AttemptRequest {
  readonly scenario: Scenario;
  readonly exchange: Exchange;
  readonly request: RelayedRequest;
  readonly intent: Intent;
  readonly prompt: Prompt;
  readonly model: CallableModel;
  readonly attempt: number;
}

/** What a call came to, before it is put into words and figures. */
interface Outcome {
  readonly fault: CallFault | undefined;
  readonly retryAfter?: string | undefined;
  readonly blockedBy?: string | undefined;
  readonly output?: GuardVerdict;
  readonly rest?: Buffer;
  readonly finishReason?: string | undefined;
  readonly usage?: Usage | undefined;
  /** Undefined where the model cannot have read the prompt either. */
  readonly text?: { readonly content: string; readonly reasoning: string };
  readonly firstTokenAt?: number | undefined;
}

const noText = { content: '', reasoning: '' };

export async function attemptCall(dependencies: AttemptDependencies, about: AttemptRequest): Promise<Attempted> {
  const { models, clock, timeouts } = dependencies;
  const { scenario, exchange, request, intent, prompt, model } = about;
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
      onPlace: request.isStream && exchange.wantsPlace ? (place) => tellPlace(exchange, place) : undefined,
      path: request.path,
      body: request.bodyFor(model),
      grade: intent.label,
      timeouts,
      signal: exchange.signal,
    });
    startedAt = call.dispatchedAt;
    try {
      outcome = request.isStream ? await streamed(dependencies, call, about) : await whole(dependencies, call, request);
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

async function streamed({ guard }: AttemptDependencies, call: OpenCall, { exchange, request }: AttemptRequest): Promise<Outcome> {
  const watch = guard.watch();
  const { tail, ...pumped } = await pumpStream({
    call,
    sink: exchange,
    watch,
    wantsUsage: request.wantsUsage,
    onFirst: () => beginStream(exchange),
    now: () => performance.now(),
  });
  const output: GuardVerdict = pumped.blockedBy === undefined ? await watch.end() : { kind: 'blocked', rule: pumped.blockedBy };
  return { ...pumped, rest: tail, output, blockedBy: output.kind === 'blocked' ? output.rule : undefined };
}

const maxReplyBytes = 16 * 1024 * 1024;

async function whole({ guard }: AttemptDependencies, call: OpenCall, request: RelayedRequest): Promise<Outcome> {
  const bytes = await bytesOf(call);
  const fault = call.fault();
  if (!bytes || fault) return { fault: fault ?? 'cut', text: noText };
  const firstTokenAt = performance.now();
  const reply = request.readReply(bytes);
  if (!reply) return { fault: 'malformed', text: noText };
  const { content, reasoning, toolText, finishReason, usage } = reply;
  const watch = guard.watch();
  for (const [place, text] of [
    ['reasoning', reasoning],
    ['output', content],
    ['output', toolText],
  ] as const)
    if (text !== '') watch.push(place, text);
  const output = await watch.end();
  const blockedBy = output.kind === 'blocked' ? output.rule : undefined;
  return {
    fault: undefined,
    blockedBy,
    output,
    rest: reply.bytes,
    finishReason,
    usage,
    text: { content: content + toolText, reasoning },
    firstTokenAt,
  };
}

/** The whole body; nothing when it broke off or is larger than any answer. */
async function bytesOf({ reply: { body } }: OpenCall): Promise<Buffer | undefined> {
  return nodeBytesUpTo(body, maxReplyBytes).catch(() => undefined);
}

function conclude(
  outcome: Outcome,
  about: AttemptRequest,
  { begunAt, startedAt, waitedMs }: { readonly begunAt: Date; readonly startedAt: number; readonly waitedMs: number },
): Attempted {
  const { fault, blockedBy, firstTokenAt, finishReason, text } = outcome;
  const { scenario, intent, model, attempt, request } = about;
  const usage = text === undefined ? undefined : usageOf(outcome.usage, { prompt: request.text, ...text });
  const call: CallRecord = {
    runId: intent.id,
    scenario: scenario.name,
    kind: request.kind,
    modelId: model.id,
    attempt,
    begunAt,
    label: intent.label,
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
  const ended = { calls: [call], rest: outcome.rest ?? Buffer.alloc(0), output: outcome.output };
  if (blockedBy !== undefined) return { ...ended, outcome: 'blocked', failure: undefined, mayTryAnother: false };
  if (fault === undefined) return { ...ended, outcome: 'relayed', failure: undefined, mayTryAnother: false };
  return {
    ...ended,
    outcome: fault === 'client-gone' ? 'abandoned' : 'failed',
    failure: failureOf(fault, outcome.retryAfter),
    mayTryAnother: !(request.isStream && firstTokenAt !== undefined) && !final.has(fault),
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
