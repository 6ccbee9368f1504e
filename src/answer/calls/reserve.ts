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

export interface ReserveRequest {
  readonly caller: Acting;
  readonly scenario: Scenario;
  readonly request: Spending;
  readonly prompt: Pick<Prompt, 'tokens'>;
  readonly candidates: readonly CallableModel[];
  readonly askedAt: Date;
}

/** Fails where a quota has less left than the longest and the dearest answer would take. */
export function reserveFor({ models, quota }: ReserveDependencies, about: ReserveRequest): Promise<Reservation> {
  const { caller, scenario, candidates } = about;
  return quota.reserve({
    ...askerOf(caller, scenario.name),
    atMost() {
      // What it may call is read with the prompt.
      const { tools } = about.request;
      const toolTokens = tools === undefined ? 0 : estimateTokens(JSON.stringify(tools));
      const each = candidates.map((model) => amountsFor(models, model, about, toolTokens));
      const costs = each.map(({ cost }) => cost);
      return {
        tokens: Math.max(0, ...each.map(({ tokens }) => tokens)),
        cost: costs.includes(undefined) ? undefined : Math.max(0, ...costs.filter((cost) => cost !== undefined)),
      };
    },
  });
}

function amountsFor(
  { estimates }: ReserveDependencies['models'],
  { id, prices }: CallableModel,
  { prompt, request, askedAt }: ReserveRequest,
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
