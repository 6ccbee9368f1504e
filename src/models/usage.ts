// What a call took, in tokens and money: as the endpoint reported it, or else estimated from the text. Absent is never zero.
import { dayInChina } from '../base/clock.ts';
import { isJsonObject } from '../base/json.ts';
import type { Usage } from './calls.store.ts';
import type { Price } from './contract.ts';

export interface CallText {
  readonly prompt: string;
  readonly content: string;
  readonly reasoning: string;
}

/** A report that leaves the prompt out, or says that there was none, is not believed in that part. */
export function usageOf(reported: Usage | undefined, { prompt, content, reasoning }: CallText): Usage {
  if (reported?.promptTokens && reported.completionTokens !== undefined) return reported;
  return {
    promptTokens: reported?.promptTokens || estimateTokens(prompt),
    cachedTokens: reported?.cachedTokens,
    completionTokens: reported?.completionTokens ?? estimateTokens(content) + estimateTokens(reasoning),
    reasoningTokens: reported?.reasoningTokens,
    source: 'estimated',
  };
}

/** About 1.6 Chinese characters, 4 others, make a token with the tokenizers of DeepSeek and Qwen; short texts round up. */
export function estimateTokens(text: string): number {
  let chinese = 0;
  for (let index = 0; index < text.length; index += 1) if (isChinese(text.charCodeAt(index))) chinese += 1;
  return Math.ceil(chinese / 1.6 + (text.length - chinese) / 4);
}

/** The common blocks; of the rare ones beyond the first plane, the first half of each character. */
function isChinese(unit: number): boolean {
  return (
    (unit >= 0x4e00 && unit <= 0x9fff) ||
    (unit >= 0x3400 && unit <= 0x4dbf) ||
    (unit >= 0xf900 && unit <= 0xfaff) ||
    (unit >= 0xd840 && unit <= 0xd888)
  );
}

/** Usage of a call that writes no tokens: some servers report one sum only. */
export function readingUsage(usage: unknown): Usage | undefined {
  if (!isJsonObject(usage)) return undefined;
  const { prompt_tokens: prompt, total_tokens: total } = usage;
  const promptTokens = [prompt, total].find((count) => Number.isSafeInteger(count) && Number(count) > 0);
  if (promptTokens === undefined) return undefined;
  return {
    promptTokens: Number(promptTokens),
    cachedTokens: undefined,
    completionTokens: 0,
    reasoningTokens: undefined,
    source: 'reported',
  };
}

const million = 1_000_000;

/** Millionths of a yuan; undefined: no price is known for that day. */
export function priceOf(
  prices: readonly Price[],
  { promptTokens, cachedTokens = 0, completionTokens }: Usage,
  at: Date,
): number | undefined {
  if (prices.length === 0) return undefined;
  const day = dayInChina(at);
  const price = prices
    .filter(({ validFrom }) => validFrom <= day)
    .toSorted((left, right) => right.validFrom.localeCompare(left.validFrom))[0];
  if (!price || promptTokens === undefined || completionTokens === undefined) return undefined;
  const cached = Math.min(cachedTokens, promptTokens);
  return Math.round(((promptTokens - cached) * price.input + cached * price.cachedInput + completionTokens * price.output) / million);
}
