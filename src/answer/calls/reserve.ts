// What a run may use of models is reserved before anything goes to one, and what it used is settled after.
import type { Acting } from '../../access/access.ts';
import { type CallableModel, type CallRecord, estimateTokens, type Models, priceOf, type Prompt } from '../../models/models.ts';
import type { Amounts, QuotaRoom, Reservation } from '../../quota/quota.ts';
import type { Scenario } from '../../scenarios/contract.ts';
import { askerOf } from '../asker.ts';

export interface ReserveDependencies {
  readonly models: Pick<Models, 'estimates'>;
  readonly quota: Pick<QuotaRoom, 'reserve'>;
}

/** What decides, beside the prompt, how much a request can take. */
export interface Spending {
  /** The longest answer that it wants, and how many of them. */
  readonly maxTokens: number | undefined;
  readonly choices: number;
  /** What the model may call. */
  readonly tools?: unknown;
}

/** A call that is to be made of one of the candidates. */
export interface PlannedCall {
  readonly request: Spending;
  readonly prompt: Pick<Prompt, 'tokens'>;
  readonly candidates: readonly CallableModel[];
}

export interface ReserveRequest extends PlannedCall {
  readonly caller: Acting;
  readonly scenario: Scenario;
  readonly askedAt: Date;
  /** Calls of other models for the same answer. */
  readonly besides?: readonly PlannedCall[];
}

/** Fails where a quota has less left than the longest and the dearest answer would take. */
export function reserveFor({ models, quota }: ReserveDependencies, about: ReserveRequest): Promise<Reservation> {
  const { caller, scenario, besides = [], askedAt } = about;
  return quota.reserve({
    ...askerOf(caller, scenario.name),
    atMost: () => [about, ...besides].map((call) => atMost(models, call, askedAt)).reduce(sumOf),
  });
}

function atMost(models: ReserveDependencies['models'], call: PlannedCall, askedAt: Date): Amounts {
  // What it may call is read with the prompt.
  const { tools } = call.request;
  const toolTokens = tools === undefined ? 0 : estimateTokens(JSON.stringify(tools));
  const each = call.candidates.map((model) => amountsFor(models, model, { ...call, askedAt }, toolTokens));
  const costs = each.map(({ cost }) => cost);
  return {
    tokens: Math.max(0, ...each.map(({ tokens }) => tokens)),
    cost: costs.includes(undefined) ? undefined : Math.max(0, ...costs.filter((cost) => cost !== undefined)),
  };
}

function sumOf(one: Amounts, other: Amounts): Amounts {
  const cost = one.cost === undefined || other.cost === undefined ? undefined : one.cost + other.cost;
  return { tokens: one.tokens + other.tokens, cost };
}

function amountsFor(
  { estimates }: ReserveDependencies['models'],
  { id, prices }: CallableModel,
  { prompt, request, askedAt }: PlannedCall & Pick<ReserveRequest, 'askedAt'>,
  toolTokens: number,
): Amounts {
  const promptTokens = estimates.promptTokens({ tokens: prompt.tokens + toolTokens }, id);
  const completionTokens = (request.maxTokens ?? estimates.answerTokens(id)) * request.choices;
  const usage = { promptTokens, completionTokens, cachedTokens: undefined, reasoningTokens: undefined, source: 'estimated' } as const;
  return { tokens: promptTokens + completionTokens, cost: priceOf(prices, usage, askedAt) };
}

/** Every attempt counts, also one that failed. */
export function usedBy(calls: readonly CallRecord[]): Amounts {
  let [tokens, cost] = [0, 0];
  for (const { usage, cost: paid } of calls) {
    tokens += (usage?.promptTokens ?? 0) + (usage?.completionTokens ?? 0);
    cost += paid ?? 0;
  }
  return { tokens, cost };
}
