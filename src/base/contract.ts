// One definition per operation: the server, the OpenAPI document and the typed browser client are all made from it.
import type { z } from 'zod';
import type { Requirement } from './permissions.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
interface JsonReply<Output extends z.ZodType> {
  readonly kind: 'json';
  readonly output: Output;
}
interface EventsReply<Event extends z.ZodType> {
  readonly kind: 'events';
  readonly event: Event;
}
/** Whatever the protocol of the path says; the handler writes it. */
interface RawReply {
  readonly kind: 'raw';
  readonly mediaTypes: readonly string[];
}
interface BytesReply {
  readonly kind: 'bytes';
  readonly mediaTypes: readonly string[];
}

export interface Operation<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType = z.ZodType,
  Event extends z.ZodType = z.ZodType,
> {
  /** Stable name, also the `operationId`: verb first, e.g. `listDocuments`. */
  readonly id: string;
  readonly method: Method;
  /** Hono path; `:name` parameters are fields of the input. */
  readonly path: `/api/${string}` | `/v1/${string}`;
  readonly summary: string;
  readonly permission: Requirement;
  /** Path parameters, then query (GET, DELETE) or JSON body fields, as one object. */
  readonly input: Input;
  /** One JSON value, a stream of server-sent events, the bytes of a file, or what another protocol says. */
  readonly reply: JsonReply<Output> | EventsReply<Event> | BytesReply | RawReply;
  /** Present when the body is a file. Input fields then travel in the query. */
  readonly upload?: Upload;
  /** How often it may be done; without it, as uploads if it is one, else as any request. */
  readonly limit?: LimitClass;
}

interface Upload {
  /** The largest size accepted. */
  readonly maxBytes: number;
  /** Fields that no address may show, each by the header in which it travels, percent-encoded. */
  readonly headers?: Readonly<Record<string, string>>;
}

export type LimitClass = 'sign-in' | 'questions' | 'uploads' | 'requests';

export function limitClassOf({ limit, upload }: Pick<Operation, 'limit' | 'upload'>): LimitClass {
  return limit ?? (upload ? 'uploads' : 'requests');
}

export type JsonOperation<Input extends z.ZodObject, Output extends z.ZodType> = Operation<Input, Output, never> & {
  readonly reply: JsonReply<Output>;
};
export type EventsOperation<Input extends z.ZodObject, Event extends z.ZodType> = Operation<Input, never, Event> & {
  readonly reply: EventsReply<Event>;
};
export type RawOperation<Input extends z.ZodObject> = Operation<Input, never, never> & { readonly reply: RawReply };
export type BytesOperation<Input extends z.ZodObject> = Operation<Input, never, never> & { readonly reply: BytesReply };

export function operation<Input extends z.ZodObject, Output extends z.ZodType>(
  definition: Omit<Operation<Input>, 'reply'> & { readonly output: Output },
): JsonOperation<Input, Output> {
  const { output, ...rest } = definition;
  return { ...rest, reply: { kind: 'json', output } };
}

export function streamOperation<Input extends z.ZodObject, Event extends z.ZodType>(
  definition: Omit<Operation<Input>, 'reply'> & { readonly event: Event },
): EventsOperation<Input, Event> {
  const { event, ...rest } = definition;
  return { ...rest, reply: { kind: 'events', event } };
}

export function bytesOperation<Input extends z.ZodObject>(
  definition: Omit<Operation<Input>, 'reply'> & { readonly mediaTypes: readonly string[] },
): BytesOperation<Input> {
  const { mediaTypes, ...rest } = definition;
  return { ...rest, reply: { kind: 'bytes', mediaTypes } };
}

/** For clients that speak a protocol of their own: `/v1`. The input describes what they send; the handler reads it. */
export function rawOperation<Input extends z.ZodObject>(
  definition: Omit<Operation<Input>, 'reply'> & { readonly path: `/v1/${string}`; readonly mediaTypes: readonly string[] },
): RawOperation<Input> {
  const { mediaTypes, ...rest } = definition;
  return { ...rest, reply: { kind: 'raw', mediaTypes } };
}
