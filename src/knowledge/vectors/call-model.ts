// Calls of the models that search uses, by id: each goes the one way to a model, under the label of what is sent. What stands against a call
// is a word, never an error.
import type { Grade } from '../../base/grade.ts';
import type { RetrievalLack } from '../contract.ts';
import type { ModelId } from '../../base/ids.ts';
import { type CallableModel, CallFailure, type CallFault, type CallTimeouts, type Models, promptOf } from '../../models/models.ts';
import type { Priority } from '../../base/priority.ts';

export type SearchCalls = Pick<Models, 'route' | 'embed' | 'rank' | 'snapshot'>;

export interface ReadCall {
  readonly modelId: ModelId;
  readonly ability: 'embeddings' | 'rerank';
  /** By which quotas and emergency stops know it. */
  readonly scenario: string;
  readonly priority: Priority;
  /** The highest grade of all that is sent. */
  readonly label: Grade;
  /** All that is sent. */
  readonly texts: readonly string[];
  readonly timeouts: CallTimeouts;
  readonly signal: AbortSignal;
}

/** Why there is no reply. */
export type Hindrance = Exclude<RetrievalLack, 'incomplete' | 'loading' | 'unrecorded'>;

/** The name of a use that no scenario can have: theirs hold no brackets. */
export const libraryUse = '(library)';

export type Reached = { readonly kind: 'reached'; readonly model: CallableModel } | { readonly kind: 'hindered'; readonly by: Hindrance };

/** The model, if it may be sent this now. */
export function reach({ route, snapshot }: SearchCalls, { modelId, ability, scenario, label, texts }: ReadCall): Reached {
  const name = snapshot().models.find(({ id }) => id === modelId)?.name;
  if (name === undefined) return { kind: 'hindered', by: 'model-gone' };
  const longest = texts.reduce((long, text) => (text.length > long.length ? text : long), '');
  const wanted = { scenario, allowed: [name], name, ability, label, prompt: promptOf(texts.join('\n')), longest: promptOf(longest) };
  const routing = route(wanted);
  if (routing.kind === 'denied') return { kind: 'hindered', by: byDenial[routing.denial.code] ?? 'unavailable' };
  const [model] = routing.candidates;
  return model ? { kind: 'reached', model } : { kind: 'hindered', by: 'unavailable' };
}

const byDenial: Readonly<Record<string, Hindrance>> = {
  'model-unknown': 'model-gone',
  'model-unable': 'model-gone',
  'models-stopped': 'stopped',
  'label-too-high': 'label-too-high',
  'context-length-exceeded': 'too-long',
  'models-busy': 'busy',
};

const byFault: Readonly<Partial<Record<CallFault, Hindrance>>> = {
  denied: 'label-too-high',
  throttled: 'busy',
  'queue-full': 'busy',
  'queue-too-long': 'busy',
  'key-refused': 'key-refused',
  rejected: 'rejected',
  stopped: 'stopped',
  'client-gone': 'late',
};

/** Of a call that was begun; what is no fault of a call is thrown on. */
export function hindranceOf(error: unknown): Hindrance {
  if (error instanceof CallFailure) return byFault[error.fault] ?? 'unavailable';
  throw error;
}

/** What a call of this model needs besides texts. */
export function requestTo(model: CallableModel, { scenario, priority, label: grade, texts, timeouts, signal }: ReadCall) {
  return { model, scenario, priority, share: 1, grade, texts, timeouts, signal };
}
