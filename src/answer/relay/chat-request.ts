// What a client of OpenAI's chat API asks for: only what is needed here is looked at; every other field goes to the model as it came.
import { AppError } from '../../base/errors.ts';
import { isJsonObject } from '../../base/json.ts';
import type { CallableModel } from '../../models/models.ts';

export interface ChatRequest {
  /** The whole of it, unknown fields included. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly model: string;
  readonly isStream: boolean;
  /** Whether the client asked for the event that reports usage. */
  readonly wantsUsage: boolean;
  readonly needsTools: boolean;
  /** The longest answer that it wants, and how many of them. */
  readonly maxTokens: number | undefined;
  readonly choices: number;
  /** All text that people or programs wrote into it. */
  readonly text: string;
  /** What was last said by a user; empty where nobody did. */
  readonly lastQuestion: string;
}

export function readChatRequest(body: Uint8Array): ChatRequest {
  const fields = objectIn(body);
  const { model, messages, n = null, stream, stream_options: streamOptions, tools } = fields;
  if (typeof model !== 'string' || model === '') throw wrong('model: 应为模型名 it must be the name of a model');
  if (!Array.isArray(messages) || messages.length === 0) throw wrong('messages: 至少要有一条消息 there must be at least one message');
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean')
    throw wrong('stream: 应为 true 或 false it must be true or false');
  // Each choice would have to be watched by itself.
  if (n !== null && n !== 1) throw wrong('n: 一次只给一个回复 one reply at a time: leave it out or set it to 1');
  return {
    fields,
    model,
    isStream: stream === true,
    wantsUsage: isJsonObject(streamOptions) && streamOptions['include_usage'] === true,
    maxTokens: countIn(fields['max_completion_tokens']) ?? countIn(fields['max_tokens']),
    choices: countIn(fields['n']) ?? 1,
    needsTools: Array.isArray(tools) && tools.length > 0,
    text: messages.map((message: unknown, index) => textOf(message, index)).join('\n'),
    lastQuestion: lastQuestionIn(messages),
  };
}

/** The same, for one model: its own name, and usage asked for whatever the client wants. */
export function bodyFor({ fields, isStream }: ChatRequest, { upstreamName }: CallableModel): string {
  if (!isStream) return JSON.stringify({ ...fields, model: upstreamName });
  const given = isJsonObject(fields['stream_options']) ? fields['stream_options'] : {};
  return JSON.stringify({ ...fields, model: upstreamName, stream_options: { ...given, include_usage: true } });
}

function countIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function objectIn(body: Uint8Array): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(utf8.decode(body));
  } catch (error) {
    throw new AppError('invalid-input', { fault: '请求体不是 JSON the body is not JSON' }, { cause: error });
  }
  if (!isJsonObject(parsed)) throw wrong('请求体应为 JSON 对象 the body must be a JSON object');
  return parsed;
}

function textOf(message: unknown, index: number): string {
  if (!isJsonObject(message) || typeof message['role'] !== 'string') throw wrong(`messages.${index}: 应有 role it must have a role`);
  const { content, reasoning_content: reasoning, tool_calls: toolCalls } = message;
  const calls = toolCalls === undefined || toolCalls === null ? '' : JSON.stringify(toolCalls);
  return [partsOf(content), typeof reasoning === 'string' ? reasoning : '', calls].filter((part) => part !== '').join('\n');
}

function lastQuestionIn(messages: readonly unknown[]): string {
  const last = messages.findLast((message) => isJsonObject(message) && message['role'] === 'user');
  return isJsonObject(last) ? partsOf(last['content']) : '';
}

/** What is neither text nor parts with text is looked at as it is written. */
function partsOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (content === undefined || content === null) return '';
  if (!Array.isArray(content)) return JSON.stringify(content);
  return content
    .map((part: unknown) => (isJsonObject(part) && typeof part['text'] === 'string' ? part['text'] : JSON.stringify(part)))
    .join('\n');
}

function wrong(fault: string): AppError {
  return new AppError('invalid-input', { fault });
}
