// What an event of a streamed chat says, whatever dialect the endpoint speaks: text, reasoning, calls of tools, usage, and how it ended.
// OpenAI; DeepSeek, vLLM and SGLang (`reasoning_content`, `reasoning`); Ollama's OpenAI surface. Each event is parsed here once.
import type { Usage } from '../calls.store.ts';

export type ChatEvent =
  | {
      readonly kind: 'delta';
      readonly content: string;
      readonly reasoning: string;
      readonly callsTools: boolean;
      readonly finishReason: string | undefined;
      readonly usage: Usage | undefined;
      /** Nothing but usage: sent because it was asked for. */
      readonly isUsageOnly: boolean;
    }
  /** `[DONE]`. */
  | { readonly kind: 'done' }
  | { readonly kind: 'fault'; readonly fault: 'malformed' | 'error-event' };

const malformed = { kind: 'fault', fault: 'malformed' } as const;

export function readChatEvent(data: string): ChatEvent {
  if (data === '[DONE]') return { kind: 'done' };
  const event = jsonIn(data);
  if (!isObject(event)) return malformed;
  if (event['error'] !== undefined && event['error'] !== null) return { kind: 'fault', fault: 'error-event' };
  const { choices } = event;
  if (!Array.isArray(choices)) return malformed;
  const usage = usageIn(event['usage']);
  let [content, reasoning] = ['', ''];
  let callsTools = false;
  let finishReason: string | undefined;
  for (const choice of choices as unknown[]) {
    if (!isObject(choice)) return malformed;
    const delta = choice['delta'];
    if (isObject(delta)) {
      content += textIn(delta['content']);
      reasoning += textIn(delta['reasoning_content']) || textIn(delta['reasoning']);
      callsTools ||= Array.isArray(delta['tool_calls']) && delta['tool_calls'].length > 0;
    }
    if (typeof choice['finish_reason'] === 'string') finishReason = choice['finish_reason'];
  }
  return { kind: 'delta', content, reasoning, callsTools, finishReason, usage, isUsageOnly: choices.length === 0 && usage !== undefined };
}

export interface ChatReply {
  readonly content: string;
  readonly reasoning: string;
  readonly callsTools: boolean;
  readonly finishReason: string | undefined;
  readonly usage: Usage | undefined;
}

/** A reply that came whole; nothing when it is none. */
export function readChatReply(body: string): ChatReply | undefined {
  const reply = jsonIn(body);
  if (!isObject(reply) || !Array.isArray(reply['choices']) || reply['choices'].length === 0) return undefined;
  let [content, reasoning] = ['', ''];
  let callsTools = false;
  let finishReason: string | undefined;
  for (const choice of reply['choices'] as unknown[]) {
    if (!isObject(choice) || !isObject(choice['message'])) return undefined;
    const { message } = choice;
    content += textIn(message['content']);
    reasoning += textIn(message['reasoning_content']) || textIn(message['reasoning']);
    callsTools ||= Array.isArray(message['tool_calls']) && message['tool_calls'].length > 0;
    if (typeof choice['finish_reason'] === 'string') finishReason = choice['finish_reason'];
  }
  return { content, reasoning, callsTools, finishReason, usage: usageIn(reply['usage']) };
}

/** Usage as it was reported; what was not said stays unknown. */
function usageIn(usage: unknown): Usage | undefined {
  if (!isObject(usage)) return undefined;
  const promptTokens = count(usage['prompt_tokens']);
  const completionTokens = count(usage['completion_tokens']);
  if (promptTokens === undefined && completionTokens === undefined) return undefined;
  const [prompt, completion] = [usage['prompt_tokens_details'], usage['completion_tokens_details']];
  return {
    promptTokens,
    cachedTokens: count(usage['prompt_cache_hit_tokens']) ?? (isObject(prompt) ? count(prompt['cached_tokens']) : undefined),
    completionTokens,
    reasoningTokens: isObject(completion) ? count(completion['reasoning_tokens']) : undefined,
    source: 'reported',
  };
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
