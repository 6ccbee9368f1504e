// What one event of a streamed chat says, or a reply that came whole, whatever dialect the endpoint speaks: OpenAI; DeepSeek, vLLM and SGLang
// (`reasoning_content`, `reasoning`); Ollama's OpenAI surface; old completions (`text`). Each event is parsed here once.
// Text in a form that is not known here makes it malformed: what nobody read, nobody has checked.
import { isJsonObject, jsonIn } from '../../base/json.ts';
import type { Usage } from '../calls.store.ts';

export interface ChoiceText {
  readonly index: number;
  readonly content: string;
  readonly reasoning: string;
  /** Something of it is reasoning, under whatever name. */
  readonly hasReasoning: boolean;
  /** Names and arguments of calls of tools, as they are written. */
  readonly toolText: string;
  readonly callsTools: boolean;
  readonly finishReason: string | undefined;
}

export type ChatEvent =
  | { readonly kind: 'delta'; readonly choices: readonly ChoiceText[]; readonly usage: Usage | undefined }
  /** `[DONE]`. */
  | { readonly kind: 'done' }
  | { readonly kind: 'fault'; readonly fault: 'malformed' | 'error-event' };

const malformed = { kind: 'fault', fault: 'malformed' } as const;
const errorEvent = { kind: 'fault', fault: 'error-event' } as const;

/** `name`: what the `event:` line of the event says. */
export function readChatEvent(data: string, name?: string): ChatEvent {
  if (data === '[DONE]') return { kind: 'done' };
  if (name === 'error') return errorEvent;
  // An event without content keeps a connection alive.
  if (data.trim() === '') return { kind: 'delta', choices: [], usage: undefined };
  const event = jsonIn(data);
  if (!isJsonObject(event)) return malformed;
  if (isThere(event['error']) || event['object'] === 'error') return errorEvent;
  const choices = choicesIn(event['choices'] ?? []);
  if (!choices) return malformed;
  return { kind: 'delta', choices, usage: usageIn(event['usage']) };
}

function choicesIn(list: unknown): ChoiceText[] | undefined {
  if (!Array.isArray(list)) return undefined;
  const choices: ChoiceText[] = [];
  for (const item of list as unknown[]) {
    const choice = choiceIn(item, choices.length);
    if (!choice) return undefined;
    choices.push(choice);
  }
  return choices;
}

const nothing: Readonly<Record<string, unknown>> = {};

function choiceIn(choice: unknown, position: number): ChoiceText | undefined {
  if (!isJsonObject(choice)) return undefined;
  const message = choice['delta'] ?? choice['message'] ?? nothing;
  if (!isJsonObject(message)) return undefined;
  const { content, refusal, reasoning, reasoning_content: longReasoning, tool_calls: calls, function_call: call } = message;
  const { text, index, finish_reason: reason } = choice;
  if (!isText(content) || !isText(refusal) || !isText(reasoning) || !isText(longReasoning) || !isText(text) || !isText(reason)) {
    return undefined;
  }
  const toolText = toolTextIn(calls, call);
  if (toolText === undefined) return undefined;
  const reasoned = reasoningIn(longReasoning ?? '', reasoning ?? '');
  return {
    index: count(index) ?? position,
    // A refusal is shown to its reader like any other text.
    content: (content ?? '') + (refusal ?? '') + (text ?? ''),
    reasoning: reasoned,
    hasReasoning: reasoned !== '' || reasonsOtherwise(message),
    toolText,
    callsTools: (Array.isArray(calls) && calls.length > 0) || isThere(call),
    finishReason: reason || undefined,
  };
}

/** Servers on their way from one name to the other send the same text under both. */
function reasoningIn(long: string, short: string): string {
  return long === short ? long : long + short;
}

const fieldsOfMessages: ReadonlySet<string> = new Set(['role', 'content', 'refusal', 'reasoning', 'reasoning_content', 'tool_calls']);

/** Servers have more names for it: `reasoning_details`, `thinking`, `thinking_blocks` ... */
function reasonsOtherwise(message: Readonly<Record<string, unknown>>): boolean {
  for (const field in message) if (!fieldsOfMessages.has(field) && /reason|think/i.test(field) && isThere(message[field])) return true;
  return false;
}

function toolTextIn(calls: unknown, call: unknown): string | undefined {
  if (!isThere(calls) && !isThere(call)) return '';
  if (isThere(calls) && !Array.isArray(calls)) return undefined;
  const functions = ((calls as unknown[] | null | undefined) ?? []).map((one) =>
    isJsonObject(one) ? (one['function'] ?? one['custom']) : one,
  );
  let written = '';
  for (const one of isThere(call) ? [...functions, call] : functions) {
    if (!isThere(one)) continue;
    if (!isJsonObject(one)) return undefined;
    for (const part of [one['name'], one['arguments'] ?? one['input']]) {
      if (!isThere(part)) continue;
      // Some servers send arguments as an object instead of its text.
      written += typeof part === 'string' ? part : JSON.stringify(part);
    }
  }
  return written;
}

/** Usage as it was reported; what was not said, or is no number of tokens, stays unknown. */
function usageIn(usage: unknown): Usage | undefined {
  if (!isJsonObject(usage)) return undefined;
  const promptTokens = count(usage['prompt_tokens']);
  const completionTokens = count(usage['completion_tokens']);
  if (promptTokens === undefined && completionTokens === undefined) return undefined;
  const [prompt, completion] = [usage['prompt_tokens_details'], usage['completion_tokens_details']];
  return {
    promptTokens,
    cachedTokens: count(usage['prompt_cache_hit_tokens']) ?? (isJsonObject(prompt) ? count(prompt['cached_tokens']) : undefined),
    completionTokens,
    reasoningTokens: isJsonObject(completion) ? count(completion['reasoning_tokens']) : undefined,
    source: 'reported',
  };
}

function count(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function isText(value: unknown): value is string | null | undefined {
  return typeof value === 'string' || !isThere(value);
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}
