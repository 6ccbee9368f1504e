// Which models may take a call: those that the scenario allows, that nobody has stopped, that may receive the label, and that can do
// what is asked. What is left is put in order of who would answer first; when nothing is left, the denial is that of the sieve that let
// nothing through.
import { AppError, type ErrorCode } from '../base/errors.ts';
import { type Grade, gradeRank, gradeWords } from '../base/grade.ts';
import type { Model } from './contract.ts';
import type { Estimates } from './estimates.ts';
import type { Health } from './health.ts';
import type { Prompt } from './schedule/load.ts';
import type { CallableModel, Snapshot } from './snapshot.ts';
import { stopAgainst } from './stops.ts';

export interface Wanted {
  readonly scenario: string;
  /** Names or aliases that the scenario allows. */
  readonly allowed: readonly string[];
  /** The one that was asked for, by name or alias; without it any that is allowed. */
  readonly name: string | undefined;
  readonly ability: Model['abilities'][number];
  /** The highest grade of all that would be sent. */
  readonly label: Grade;
  readonly prompt: Prompt;
  /** Of several texts that a model reads one by one, the longest: so much has to fit. Without it the whole prompt. */
  readonly longest?: Prompt | undefined;
}

export type Routing =
  | { readonly kind: 'routed'; readonly candidates: readonly CallableModel[] }
  /** Why no model takes the call, and what is still possible. */
  | { readonly kind: 'denied'; readonly denial: AppError };

export function routeCall(
  { models, stops }: Pick<Snapshot, 'models' | 'stops'>,
  wanted: Wanted,
  health: Pick<Health, 'readiness' | 'inOrder'>,
  estimates: Pick<Estimates, 'promptTokens'>,
): Routing {
  const sieves: readonly [ErrorCode, (model: CallableModel) => boolean][] = [
    ['model-unknown', (model) => isNamed(model, wanted)],
    ['model-unable', ({ abilities }) => abilities.includes(wanted.ability)],
    ['models-stopped', ({ id }) => stopAgainst(stops, id, wanted.scenario) === undefined],
    ['label-too-high', ({ receives }) => receives !== undefined && gradeRank(wanted.label) <= gradeRank(receives)],
  ];
  let candidates = models;
  for (const [code, passes] of sieves) {
    candidates = candidates.filter(passes);
    if (candidates.length === 0) return { kind: 'denied', denial: new AppError(code, detailsOf(wanted)) };
  }
  const { prompt, longest = prompt } = wanted;
  const large = candidates.filter(
    ({ id, contextTokens }) => contextTokens === null || mayFit(estimates.promptTokens(longest, id), contextTokens),
  );
  if (large.length === 0) return { kind: 'denied', denial: tooLong(candidates, (model) => estimates.promptTokens(longest, model.id)) };
  return ready(large, prompt, health);
}

/** An estimate may be off by as much: what may fit is for the model to refuse. */
const surely = 0.8;

function mayFit(tokens: number, contextTokens: number): boolean {
  return tokens * surely <= contextTokens;
}

function tooLong(models: readonly CallableModel[], tokensOf: (model: CallableModel) => number): AppError {
  const largest = models.toSorted((one, other) => (other.contextTokens ?? 0) - (one.contextTokens ?? 0))[0];
  return new AppError('context-length-exceeded', { tokens: largest ? tokensOf(largest) : 0, context: largest?.contextTokens ?? 0 });
}

/** Those that can take a request now, the one first that would answer first; those that just came back are last. */
function ready(
  candidates: readonly CallableModel[],
  prompt: Prompt,
  { readiness, inOrder }: Pick<Health, 'readiness' | 'inOrder'>,
): Routing {
  const fresh: CallableModel[] = [];
  const spared: CallableModel[] = [];
  const seconds: number[] = [];
  let isBusy = false;
  for (const model of candidates) {
    const state = readiness(model);
    if (state.kind === 'ready') (state.isSpared ? spared : fresh).push(model);
    else {
      isBusy ||= state.kind === 'busy';
      seconds.push(state.seconds);
    }
  }
  if (fresh.length + spared.length > 0) return { kind: 'routed', candidates: [...inOrder(fresh, prompt), ...inOrder(spared, prompt)] };
  return { kind: 'denied', denial: new AppError(isBusy ? 'models-busy' : 'models-unavailable', { seconds: Math.min(...seconds) }) };
}

function isNamed({ name, aliases }: CallableModel, wanted: Wanted): boolean {
  const names = [name, ...aliases];
  return names.some((one) => wanted.allowed.includes(one)) && (wanted.name === undefined || names.includes(wanted.name));
}

function detailsOf({ name = '-', allowed, ability, label }: Wanted) {
  const { zh: gradeZh, en: gradeEn } = gradeWords[label];
  return { name, allowed: allowed.join(', '), ability, gradeZh, gradeEn };
}
