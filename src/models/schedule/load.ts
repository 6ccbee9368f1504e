// What one endpoint has to do, seen from here alone: prompts that it has not answered yet, answers that it is writing, and how fast it reads.
// From these follows when it would give a first token to a prompt.
import { estimateTokens } from '../usage.ts';
import { createPrefixIndex, prefixBlocks } from './prefix-index.ts';

export interface Prompt {
  readonly tokens: number;
  /** Of `prefixBlocks`. */
  readonly blocks: readonly string[];
}

export function promptOf(text: string): Prompt {
  return { tokens: estimateTokens(text), blocks: prefixBlocks(text) };
}

export interface EndpointLoad {
  /** Until the first token of this prompt, were it sent now. */
  estimateMs(prompt: Prompt): number;
  sent(prompt: Prompt): SentPrompt;
  inFlight(): number;
}

export interface SentPrompt {
  firstToken(): void;
  /** Over, with or without a first token. */
  end(): void;
}

export interface LoadOptions {
  readonly nowMs: () => number;
  readonly maxBlocks?: number;
}

/** Until an endpoint has shown its own: a 32B model on one accelerator. */
const firstTokensPerSecond = 4_000;
/** Each new prompt counts for a tenth of what is known of the speed. */
const keptShare = 0.9;
/** An answer under way takes a little of each step in which a prompt is read. */
const tokensPerAnswer = 16;
/** A prompt that is known to the last block is still read to its end. */
const leastTokens = 16;

export function createEndpointLoad({ nowMs, maxBlocks = 8_192 }: LoadOptions): EndpointLoad {
  const prefixes = createPrefixIndex({ maxBlocks });
  /** In the order in which they were sent. */
  const unanswered = new Map<SentPrompt, { readonly tokens: number; readonly sentAt: number }>();
  let answers = 0;
  let lastFirstTokenAt = Number.NEGATIVE_INFINITY;
  let [tokensRead, msRead] = [firstTokensPerSecond, 1_000];

  const tokensPerMs = (): number => tokensRead / msRead;

  function newTokens({ tokens, blocks }: Prompt): number {
    const share = blocks.length === 0 ? 0 : prefixes.matched(blocks) / blocks.length;
    return Math.max(leastTokens, tokens * (1 - share));
  }

  /** What is left to read of all that was sent; of the first, some has been read since its turn came. */
  function tokensAhead(): number {
    let ahead = 0;
    let isFirst = true;
    for (const { tokens, sentAt } of unanswered.values()) {
      const read = isFirst ? (nowMs() - Math.max(sentAt, lastFirstTokenAt)) * tokensPerMs() : 0;
      ahead += Math.max(0, tokens - read);
      isFirst = false;
    }
    return ahead;
  }

  /** Prompts are read one after the other, so this one took the time since it was sent, or since the one before was done. */
  function learn(tokens: number, sentAt: number): void {
    const tookMs = nowMs() - Math.max(sentAt, lastFirstTokenAt);
    lastFirstTokenAt = nowMs();
    tokensRead = keptShare * tokensRead + tokens;
    msRead = keptShare * msRead + Math.max(tookMs, 0.1);
  }

  return {
    estimateMs: (prompt) => (tokensAhead() + newTokens(prompt) + tokensPerAnswer * answers) / tokensPerMs(),
    sent(prompt) {
      const work = { tokens: newTokens(prompt), sentAt: nowMs() };
      prefixes.add(prompt.blocks);
      let isAnswering = false;
      const sent: SentPrompt = {
        firstToken() {
          if (!unanswered.delete(sent)) return;
          learn(work.tokens, work.sentAt);
          isAnswering = true;
          answers += 1;
        },
        end() {
          unanswered.delete(sent);
          if (isAnswering) answers -= 1;
          isAnswering = false;
        },
      };
      unanswered.set(sent, work);
      return sent;
    },
    inFlight: () => unanswered.size + answers,
  };
}
