// How many tokens a prompt and its answer will take, before a model has said so: estimated from the text, and corrected by what each model
// reported of earlier ones.
import type { ModelId } from '../base/ids.ts';
import type { Usage } from './calls.store.ts';
import type { Prompt } from './schedule/load.ts';

export interface Estimates {
  promptTokens(prompt: Pick<Prompt, 'tokens'>, model: ModelId): number;
  /** Of an answer whose length nobody has limited. */
  answerTokens(model: ModelId): number;
  learn(prompt: Pick<Prompt, 'tokens'>, model: ModelId, usage: Usage | undefined): void;
}

/** Until a model has answered: what most answers of chats stay below. */
const firstAnswer = { mean: 512, deviation: 256 };
const leastAnswer = 64;
/** The share of the newest report. */
const newest = 0.1;
/** What a chat is wrapped in says more about the ratio of a short prompt than its text does. */
const leastPrompt = 50;
/** A report beyond that is of something else than the text, such as pictures. */
const [leastRatio, mostRatio] = [0.25, 4];

export function createEstimates(): Estimates {
  const known = new Map<ModelId, { ratio: number; mean: number; deviation: number }>();
  const knownOf = (model: ModelId) => known.get(model) ?? { ratio: 1, ...firstAnswer };

  return {
    promptTokens: ({ tokens }, model) => Math.ceil(tokens * knownOf(model).ratio),
    answerTokens(model) {
      const { mean, deviation } = knownOf(model);
      return Math.ceil(Math.max(leastAnswer, mean + 2 * deviation));
    },
    learn({ tokens }, model, usage) {
      if (usage?.source !== 'reported') return;
      const { promptTokens, completionTokens } = usage;
      let { ratio, mean, deviation } = knownOf(model);
      if (promptTokens !== undefined && tokens >= leastPrompt)
        ratio += newest * (Math.min(mostRatio, Math.max(leastRatio, promptTokens / tokens)) - ratio);
      if (completionTokens !== undefined) {
        deviation += newest * (Math.abs(completionTokens - mean) - deviation);
        mean += newest * (completionTokens - mean);
      }
      known.set(model, { ratio, mean, deviation });
    },
  };
}
