// What this process knows of each model from its own calls: whether it is left alone for a while, how many requests it works on, and who
// waits for it. Nothing is sent to find out.
import type { ModelId } from '../base/ids.ts';
import { type Breaker, type BreakerState, createBreaker, signOf } from './breaker.ts';
import type { CallFault } from './call-fault.ts';
import { inOrderOfFirstToken } from './schedule/choose.ts';
import { createEndpointLoad, type EndpointLoad, type Prompt } from './schedule/load.ts';
import type { Priority } from '../base/priority.ts';
import { createQueue, type PlaceInQueue } from './schedule/queue.ts';
import type { CallableModel } from './snapshot.ts';

/** What the sums here are made with, so that tests are exact. */
export interface Timing {
  /** Since 1970; it never goes back. */
  readonly nowMs: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Calls back later, unless it is taken back by what it returns. */
  readonly after: (ms: number, act: () => void) => () => void;
}

/** A clock that is put back or forward changes nothing here. */
export const processTiming: Timing = {
  nowMs: () => performance.timeOrigin + performance.now(),
  random: Math.random,
  after(ms, act) {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

export interface ModelHealth {
  readonly modelId: ModelId;
  readonly name: string;
  readonly state: BreakerState;
  readonly serving: number;
  readonly waiting: number;
  /** Of whoever has waited longest; undefined: nobody waits. */
  readonly longestWaitMs: number | undefined;
}

export interface PlaceAtModel {
  /** A first token came. */
  answers(): void;
  ended(fault: CallFault | undefined, retryAfter?: string): void;
  /** The next may come; once, whatever became of it. */
  leave(): void;
}

export type Entered =
  | ({ readonly kind: 'entered' } & PlaceAtModel)
  | { readonly kind: 'refused'; readonly fault: 'left-alone' | 'queue-full' | 'queue-too-long'; readonly seconds: number }
  /** It went away by itself, or was stopped. */
  | { readonly kind: 'left' };

export interface EnterRequest {
  readonly scenario: string;
  readonly priority: Priority;
  /** Share of its scenario among the others, 1 being usual. */
  readonly share: number;
  readonly prompt: Prompt;
  /** When it begins to wait, and whenever its place changes. */
  readonly onPlace?: ((place: PlaceInQueue) => void) | undefined;
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/** Whether a model can take a request now; if not, after how many seconds asking again makes sense. */
export type Readiness =
  | { readonly kind: 'ready'; readonly isSpared: boolean }
  | { readonly kind: 'busy' | 'unavailable'; readonly seconds: number };

export interface Health {
  enter(model: CallableModel, request: EnterRequest): Promise<Entered>;
  readiness(model: CallableModel): Readiness;
  /** The one first that would give the first token first, as far as this process knows. */
  inOrder(models: readonly CallableModel[], prompt: Prompt): CallableModel[];
  of(models: readonly CallableModel[]): ModelHealth[];
  /** Forgets all others. */
  keep(models: readonly CallableModel[]): void;
}

/** Of each class: whoever comes after them would hardly be served in time. */
const maxWaiting = 200;

interface Known {
  readonly breaker: Breaker;
  readonly model: CallableModel;
  readonly queue: ReturnType<typeof createQueue>;
  readonly load: EndpointLoad;
}

export function createHealth({ nowMs, random, after }: Timing): Health {
  const known = new Map<ModelId, Known>();

  /** With another number of places a queue begins anew, and who waits in the old one is served there. */
  function find(model: CallableModel): Known {
    const found = known.get(model.id);
    if (found?.model === model) return found;
    const queue =
      found && found.model.concurrency === model.concurrency
        ? found.queue
        : createQueue({ places: model.concurrency ?? Number.POSITIVE_INFINITY, maxWaiting, nowMs, after });
    const isKnown = found && isSameEndpoint(found.model, model);
    const breaker = isKnown ? found.breaker : createBreaker({ nowMs, random });
    const load = isKnown ? found.load : createEndpointLoad({ nowMs });
    const made = { breaker, model, queue, load };
    known.set(model.id, made);
    return made;
  }

  const secondsUntil = (untilMs: number): number => Math.max(1, Math.ceil((untilMs - nowMs()) / 1_000));

  function readiness(model: CallableModel): Readiness {
    const { breaker } = find(model);
    if (breaker.isReady()) return { kind: 'ready', isSpared: breaker.isSpared() };
    const state = breaker.state();
    const seconds = 'untilMs' in state ? secondsUntil(state.untilMs) : 1;
    return { kind: state.kind === 'throttled' ? 'busy' : 'unavailable', seconds };
  }

  return {
    async enter(model, { waitMs, prompt, share, onPlace, ...request }) {
      const { breaker, queue, load } = find(model);
      const admission = { ...request, weight: share, cost: prompt.tokens, deadlineMs: waitMs, ...(onPlace ? { onPlace } : {}) };
      const admitted = await queue.enter(admission);
      if (admitted.kind === 'left') return admitted;
      if (admitted.kind === 'refused') {
        const { reason, expectedWaitMs = waitMs } = admitted;
        const fault = reason === 'queue-full' ? reason : 'queue-too-long';
        return { kind: 'refused', fault, seconds: Math.max(1, Math.ceil(expectedWaitMs / 1_000)) };
      }
      // It may have begun to fail while this one waited.
      const pass = breaker.tryEnter();
      if (!pass) {
        admitted.release();
        const then = readiness(model);
        return { kind: 'refused', fault: 'left-alone', seconds: then.kind === 'ready' ? 1 : then.seconds };
      }
      const sent = load.sent(prompt);
      return {
        kind: 'entered',
        answers() {
          sent.firstToken();
          pass.answers();
        },
        ended: (fault, retryAfter) => (fault === 'throttled' ? pass.throttled(retryAfter) : pass.ended(signOf(fault))),
        leave() {
          // Of what was not reported nothing is known.
          pass.ended('nothing');
          sent.end();
          admitted.release();
        },
      };
    },
    readiness,
    inOrder: (models, prompt) =>
      models.length < 2
        ? [...models]
        : inOrderOfFirstToken(
            models.map((model) => ({ model, load: find(model).load })),
            prompt,
            { random },
          ).map(({ model }) => model),
    of: (models) =>
      models.map((model) => {
        const { breaker, queue } = find(model);
        return {
          modelId: model.id,
          name: model.name,
          state: breaker.state(),
          serving: queue.serving(),
          waiting: queue.waiting(),
          longestWaitMs: queue.longestWaitMs(),
        };
      }),
    keep(models) {
      const ids = new Set(models.map(({ id }) => id));
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    },
  };
}

/** With another address, name or key it may do well where it did not: nothing is held against it. */
function isSameEndpoint(one: CallableModel, other: CallableModel): boolean {
  return one.url === other.url && one.upstreamName === other.upstreamName && one.key === other.key;
}
