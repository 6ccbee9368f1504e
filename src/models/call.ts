// One attempt at one model: sent under the label of its run, watched by deadlines, and ended from outside when its client leaves or
// somebody pulls the emergency stop. What goes wrong is a fault with a name, never a reply that looks whole.
import { AppError } from '../base/errors.ts';
import type { Grade } from '../base/grade.ts';
import type { Egress, OpenReply } from '../egress/egress.ts';
import type { Entered, Health, PlaceAtModel } from './health.ts';
import { CallFailure, type CallFault } from './call-fault.ts';
import { type CallTimeouts, type Deadlines, startDeadlines } from './deadlines.ts';
import { headersFor } from './request.ts';
import type { Prompt } from './schedule/load.ts';
import type { Priority } from '../base/priority.ts';
import type { PlaceInQueue } from './schedule/queue.ts';
import type { CallableModel } from './snapshot.ts';

export interface CallRequest {
  readonly model: CallableModel;
  readonly scenario: string;
  readonly priority: Priority;
  /** Of its scenario among the others, 1 being usual. */
  readonly share: number;
  readonly prompt: Prompt;
  /** While it waits for the model: when it begins to, and whenever its place changes. */
  readonly onPlace?: ((place: PlaceInQueue) => void) | undefined;
  /** Behind the base address, e.g. `/chat/completions`. */
  readonly path: string;
  readonly body: string;
  /** The label of the run. */
  readonly grade: Grade;
  readonly timeouts: CallTimeouts;
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal;
}

export interface OpenCall {
  readonly reply: OpenReply;
  readonly deadlines: Deadlines;
  /** When its turn came, on the clock of `performance.now`. */
  readonly dispatchedAt: number;
  /** The fault that ended it from our side, if one did. */
  fault(): CallFault | undefined;
  /** What broke it, or nothing: so it is known how the model does. Left out where nothing can be said of the model. */
  report(fault: CallFault | undefined): void;
  /** To be called once, whatever became of it. */
  close(): void;
}

/** Ends calls of a model or a scenario that are under way. */
export interface RunningCalls {
  endWhere(isStopped: (modelId: string, scenario: string) => boolean): void;
}

/** Why a call was ended is told apart from this. */
const over = new Error('the call is over');

export function createCalls(egress: Pick<Egress, 'open'>, health: Pick<Health, 'enter'>) {
  const running = new Set<{ readonly modelId: string; readonly scenario: string; readonly end: (fault: CallFault) => void }>();

  /** Fails with a `CallFailure` unless a reply with status 200 begins. */
  async function open({ model, path, body, grade, timeouts, signal, ...asked }: CallRequest): Promise<OpenCall> {
    const controller = new AbortController();
    let ended: CallFault | undefined;
    const end = (fault: CallFault): void => {
      ended ??= fault;
      controller.abort(over);
    };
    const onGone = (): void => end('client-gone');
    signal.addEventListener('abort', onGone, { once: true });
    const entry = { modelId: model.id, scenario: asked.scenario, end };
    running.add(entry);
    let deadlines: Deadlines | undefined;
    let place: PlaceAtModel | undefined;
    let replyBody: OpenReply['body'] | undefined;
    const close = (): void => {
      running.delete(entry);
      deadlines?.end();
      place?.leave();
      signal.removeEventListener('abort', onGone);
      // What was read to its end has nothing more to stop.
      if (!replyBody?.readableEnded) controller.abort(over);
    };
    try {
      if (signal.aborted) throw new CallFailure('client-gone');
      const entered = await health.enter(model, { ...asked, waitMs: timeouts.queueMs, signal: controller.signal });
      if (entered.kind !== 'entered') throw refused(entered, ended);
      place = entered;
      const dispatchedAt = performance.now();
      deadlines = startDeadlines(timeouts, end);
      const url = new URL(`${model.url}${path}`);
      const request = { method: 'POST', headers: headersFor(model), body, signal: controller.signal, grade } as const;
      const reply = await egress.open(model.purpose, url, request).catch((error: unknown) => {
        throw new CallFailure(ended ?? (isDenial(error) ? 'denied' : 'unreachable'), { cause: error, wasSent: true });
      });
      replyBody = reply.body;
      if (reply.status !== 200) throw await refusal(reply);
      return { reply, deadlines: watched(deadlines, place), dispatchedAt, fault: () => ended, report: place.ended, close };
    } catch (error) {
      if (error instanceof CallFailure) place?.ended(error.fault, error.retryAfter);
      close();
      throw error;
    }
  }

  const calls: RunningCalls = {
    endWhere(isStopped) {
      for (const { modelId, scenario, end } of running) if (isStopped(modelId, scenario)) end('stopped');
    },
  };
  return { open, running: calls };
}

function refused(refusal: Exclude<Entered, { kind: 'entered' }>, ended: CallFault | undefined): CallFailure {
  if (refusal.kind === 'left') return new CallFailure(ended ?? 'client-gone');
  const { fault, seconds } = refusal;
  return new CallFailure(fault, { retryAfter: String(seconds) });
}

function watched(deadlines: Deadlines, place: PlaceAtModel): Deadlines {
  return {
    token() {
      place.answers();
      deadlines.token();
    },
    end: deadlines.end,
  };
}

function isDenial(error: unknown): boolean {
  return error instanceof AppError && error.code === 'egress-denied';
}

/** The body says nothing that a client may see: it could quote the key or name machines of the house. */
async function refusal({ status, headers, body }: OpenReply): Promise<CallFailure> {
  body.on('error', () => {});
  body.destroy();
  const retryAfter = headers['retry-after'];
  if (status === 429) return new CallFailure('throttled', { status, retryAfter: Array.isArray(retryAfter) ? retryAfter[0] : retryAfter });
  if (status === 401 || status === 403) return new CallFailure('key-refused', { status });
  // An address that has no such API is a fault of the endpoint's settings, not of what was asked.
  const isAsked = status >= 400 && status < 500 && status !== 404 && status !== 408;
  return new CallFailure(isAsked ? 'rejected' : 'upstream-status', { status });
}
