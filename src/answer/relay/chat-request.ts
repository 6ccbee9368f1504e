// What a client of OpenAI's chat API asks for: only what is needed here is looked at; every other field goes to the model as it came.
import { isJsonObject } from '../../base/json.ts';
import { type CallableModel, readChatReply, withoutReasoning } from '../../models/models.ts';
import { fieldsIn, type ReadReply, type RelayedRequest, wrong } from './relayed-request.ts';

export interface ChatRequest extends RelayedRequest {
  /** What was last said by a user; empty where nobody did. */
  readonly lastQuestion: string;
}

export function readChatRequest(body: Uint8Array): ChatRequest {
  const fields = fieldsIn(body);
  const { model, messages, n = null, stream, stream_options: streamOptions, tools } = fields;
  if (!Array.isArray(messages) || messages.length === 0) throw wrong('messages: 至少要有一条消息 there must be at least one message');
  if (stream !== undefined && stream !== null && typeof stream !== 'boolean')
    throw wrong('stream: 应为 true 或 false it must be true or false');
  // Each choice would have to be watched by itself.
  if (n !== null && n !== 1) throw wrong('n: 一次只给一个回复 one reply at a time: leave it out or set it to 1');
  const isStream = stream === true;
  const mayCall = Array.isArray(tools) && tools.length > 0;
  return {
    kind: 'chat',
    model,
    isStream,
    wantsUsage: isJsonObject(streamOptions) && streamOptions['include_usage'] === true,
    maxTokens: countIn(fields['max_completion_tokens']) ?? countIn(fields['max_tokens']),
    choices: countIn(fields['n']) ?? 1,
    tools: mayCall ? tools : undefined,
    ability: mayCall ? 'tools' : 'chat',
    path: '/chat/completions',
    text: messages.map((message: unknown, index) => textOf(message, index)).join('\n'),
    lastQuestion: lastQuestionIn(messages),
    bodyFor: (called) => bodyFor(fields, isStream, called),
    readReply,
  };
}

/** Usage is asked for whatever the client wants. */
function bodyFor(fields: Readonly<Record<string, unknown>>, isStream: boolean, { upstreamName }: CallableModel): string {
  if (!isStream) return JSON.stringify({ ...fields, model: upstreamName });
  const given = isJsonObject(fields['stream_options']) ? fields['stream_options'] : {};
  return JSON.stringify({ ...fields, model: upstreamName, stream_options: { ...given, include_usage: true } });
}

function countIn(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

function readReply(bytes: Buffer, showsReasoning: boolean): ReadReply | undefined {
  const text = bytes.toString('utf8');
  const reply = readChatReply(text);
  if (!reply || showsReasoning || !reply.isMixed) return reply && { ...reply, bytes };
  const shown = withoutReasoning(text, reply.content);
  return shown === undefined ? undefined : { ...reply, bytes: Buffer.from(shown) };
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
