// Search by meaning, as a search uses it: the question made into a vector, the passages nearest to it, and passages put in order by a model.
// A model that is late, away or not allowed to see what is asked takes no part; a search never fails for it.
import type { Clock } from '../../base/clock.ts';
import type { Grade } from '../../base/grade.ts';
import type { ModelId } from '../../base/ids.ts';
import type { Log } from '../../base/log.ts';
import type { Priority } from '../../base/priority.ts';
import { CallFailure, type CallFault, type CallRecord, priceOf, type Usage } from '../../models/models.ts';
import type { RetrievalLack } from '../contract.ts';
import { type Hindrance, hindranceOf, reach, type ReadCall, requestTo, type SearchCalls } from './call-model.ts';
import type { HeldVectors } from './held-vectors.ts';
import { quantiseQuestion } from './quantise.ts';
import type { VectorIndex } from './vector-index.ts';
import type { VectorSetRow } from './vectors.store.ts';

/** For whom a search asks a model, and under what. */
export interface Asking {
  /** Of what is asked. */
  readonly label: Grade;
  /** By which quotas and emergency stops know it. */
  readonly scenario: string;
  readonly priority: Priority;
  /** Puts on record what is about to be sent; where that fails nothing is. */
  readonly beforeCall: (model: ModelId, label: Grade) => Promise<void>;
  /** Told of every call that was made. */
  readonly onCall?: (call: SearchCall) => void;
}

/** A call of a model for a search, over. */
export type SearchCall = Pick<CallRecord, 'kind' | 'modelId' | 'begunAt' | 'label' | 'outcome' | 'fault' | 'elapsedMs' | 'usage' | 'cost'>;

export type AskedByMeaning =
  | { readonly kind: 'ready'; readonly nearest: (...among: Tail<Parameters<VectorIndex['nearest']>>) => ReturnType<VectorIndex['nearest']> }
  | { readonly kind: 'lacking'; readonly because: RetrievalLack };
type Tail<List extends readonly unknown[]> = List extends [unknown, ...infer Rest] ? Rest : never;

export type Reordered =
  /** Places in the list that was given, the most relevant first. */
  { readonly kind: 'ready'; readonly order: readonly number[] } | { readonly kind: 'lacking'; readonly because: RetrievalLack };

export interface Meaning {
  /** Nothing where search is set to go by words alone. */
  ask(query: string, asking: Asking): Promise<AskedByMeaning | undefined>;
  /** `label`: the highest grade of question and texts. Nothing where no model is set to rank. */
  reorder(query: string, texts: readonly string[], label: Grade, asking: Asking): Promise<Reordered | undefined>;
}

/** What is in use at the moment. */
export interface InUse {
  /** Nothing where search is set to go by words alone. */
  readonly set: Pick<VectorSetRow, 'model_id' | 'upstream_name' | 'dimension'> | undefined;
  /** Its vectors; nothing until it is complete. */
  readonly held: HeldVectors | undefined;
  /** Stands before each question. */
  readonly instruction: string;
  readonly rerankModelId: ModelId | undefined;
}

export interface Patience {
  readonly embedMs: number;
  readonly rankMs: number;
}
/** Somebody waits for the answer: later than this, words alone are the better answer. */
export const usualPatience: Patience = { embedMs: 400, rankMs: 1_000 };
/** A model that was late so often in a row is not asked for a while: nobody should wait for it in vain each time. */
const latesInARow = 3;
const pauseMs = 10_000;

export interface MeaningDependencies {
  readonly models: SearchCalls;
  readonly clock: Clock;
  readonly log: Log;
  readonly patience: Patience;
  readonly inUse: () => InUse;
  /** Vectors that are not read yet are wanted. */
  readonly onLoad: (held: HeldVectors) => void;
}

export function createMeaning({ models, clock, log, patience, inUse, onLoad }: MeaningDependencies): Meaning {
  const lates = new Map<ModelId, { count: number; until: number }>();

  /** The reply of the model, or why there is none. */
  async function call<Reply extends { readonly usage: Usage }>(
    { beforeCall, onCall, ...about }: Omit<ReadCall, 'timeouts' | 'signal'> & Pick<Asking, 'beforeCall' | 'onCall'>,
    withinMs: number,
    send: (request: ReturnType<typeof requestTo>) => Promise<Reply>,
  ): Promise<{ readonly reply: Reply } | { readonly lack: Hindrance | 'unrecorded' }> {
    const late = lates.get(about.modelId) ?? { count: 0, until: 0 };
    if (late.until > performance.now()) return { lack: 'late' };
    const timeouts = { queueMs: withinMs, firstTokenMs: 2 * withinMs, betweenTokensMs: 2 * withinMs, totalMs: 2 * withinMs };
    const before = reach(models, { ...about, timeouts, signal: never });
    if (before.kind === 'hindered') return { lack: before.by };
    try {
      await beforeCall(about.modelId, about.label);
    } catch (error) {
      log.error('search-unrecorded', error);
      return { lack: 'unrecorded' };
    }
    // A client that leaves is nobody's fault: that it was too slow for us says nothing of the model to others who use it.
    const request = { ...about, timeouts, signal: AbortSignal.timeout(withinMs) };
    const [begunAt, startedAt] = [clock.now(), performance.now()];
    const told = (fault: CallFault | undefined, usage?: Usage): void =>
      onCall?.({
        kind: about.ability,
        modelId: about.modelId,
        begunAt,
        label: about.label,
        outcome: fault === undefined ? 'done' : fault === 'client-gone' ? 'abandoned' : 'failed',
        fault,
        elapsedMs: performance.now() - startedAt,
        usage,
        cost: usage && priceOf(before.model.prices, usage, begunAt),
      });
    try {
      const reply = await send(requestTo(before.model, request));
      told(undefined, reply.usage);
      lates.delete(about.modelId);
      return { reply };
    } catch (error) {
      const lack = hindranceOf(error);
      if (error instanceof CallFailure) told(error.fault);
      if (lack === 'late') {
        const count = late.count + 1;
        lates.set(about.modelId, { count, until: count >= latesInARow ? performance.now() + pauseMs : 0 });
      }
      return { lack };
    }
  }

  return {
    async ask(query, asking) {
      const { set, held, instruction } = inUse();
      if (!set) return undefined;
      const { model_id: modelId, dimension, upstream_name: upstreamName } = set;
      if (!held) return lacking('incomplete');
      if (!held.isLoaded) {
        onLoad(held);
        return lacking('loading');
      }
      const model = models.snapshot().models.find(({ id }) => id === modelId);
      if (model && model.upstreamName !== upstreamName) return lacking('model-changed');
      const texts = [`${instruction}${query}`];
      const called = await call({ ...asking, modelId, ability: 'embeddings', texts }, patience.embedMs, models.embed);
      if ('lack' in called) return lacking(called.lack);
      const [vector] = called.reply.vectors;
      if (vector?.length !== dimension) return lacking('model-changed');
      const question = quantiseQuestion(vector);
      if (!question) return lacking('rejected');
      const index = await held.caughtUp();
      return { kind: 'ready', nearest: (among, limit) => index.nearest(question, among, limit) };
    },

    async reorder(query, texts, label, asking) {
      const { rerankModelId: modelId } = inUse();
      if (modelId === undefined || texts.length === 0) return undefined;
      const about = { ...asking, label, modelId, ability: 'rerank', texts: [query, ...texts] } as const;
      const called = await call(about, patience.rankMs, (request) => models.rank({ ...request, query, texts }));
      if ('lack' in called) return lacking(called.lack);
      return { kind: 'ready', order: called.reply.ranks.map(({ index }) => index) };
    },
  };
}

const never = new AbortController().signal;

function lacking(because: RetrievalLack): { readonly kind: 'lacking'; readonly because: RetrievalLack } {
  return { kind: 'lacking', because };
}
