// What is relayed, whatever API it speaks: only what is needed here is looked at; every other field goes to the model as it came.
import { AppError } from '../../base/errors.ts';
import { isJsonObject } from '../../base/json.ts';
import type { Model } from '../../models/contract.ts';
import type { Usage } from '../../models/models.ts';
import type { ModelRequest } from '../calls/attempt.ts';
import type { Spending } from '../calls/reserve.ts';

export interface RelayedRequest extends ModelRequest, Spending {
  readonly model: string;
  /** Whether the client asked for the event that reports usage. */
  readonly wantsUsage: boolean;
  /** What a model must be able to do. */
  readonly ability: Model['abilities'][number];
  /** Of several texts that the model reads one by one, the longest. */
  readonly longest?: string;
  /** A reply that came whole; nothing when it is none. */
  readReply(bytes: Buffer, showsReasoning: boolean): ReadReply | undefined;
}

export interface ReadReply {
  /** As it is passed on. */
  readonly bytes: Buffer;
  readonly content: string;
  readonly reasoning: string;
  readonly toolText: string;
  readonly finishReason: string | undefined;
  readonly usage: Usage | undefined;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The fields of a request, among them the name of a model. */
export function fieldsIn(body: Uint8Array): Record<string, unknown> & { readonly model: string } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(utf8.decode(body));
  } catch (error) {
    throw new AppError('invalid-input', { fault: '请求体不是 JSON the body is not JSON' }, { cause: error });
  }
  if (!isJsonObject(parsed)) throw wrong('请求体应为 JSON 对象 the body must be a JSON object');
  const { model } = parsed;
  if (typeof model !== 'string' || model === '') throw wrong('model: 应为模型名 it must be the name of a model');
  return { ...parsed, model };
}

export function wrong(fault: string): AppError {
  return new AppError('invalid-input', { fault });
}

export function longestOf(texts: readonly string[]): string {
  return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
}

/** A reply without words of a model. */
export function readNothing(bytes: Buffer, usage: Usage | undefined): ReadReply {
  return { bytes, content: '', reasoning: '', toolText: '', finishReason: undefined, usage };
}
