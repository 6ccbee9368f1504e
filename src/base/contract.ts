// One definition per operation: the server, the OpenAPI document and the typed browser client are all made from it.
import type { z } from 'zod';
import type { Permission } from './permissions.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** How an operation answers: one JSON value, a stream of server-sent events, or the bytes of a file. */
export type Reply<Output extends z.ZodType, Event extends z.ZodType> =
  | { readonly kind: 'json'; readonly output: Output }
  | { readonly kind: 'events'; readonly event: Event }
  | { readonly kind: 'bytes'; readonly mediaTypes: readonly string[] };

export interface Operation<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType = z.ZodType,
  Event extends z.ZodType = z.ZodType,
> {
  /** Stable name, also the `operationId`: verb first, e.g. `listDocuments`. */
  readonly id: string;
  readonly method: Method;
  /** Hono path; `:name` parameters are fields of the input. */
  readonly path: `/api/${string}`;
  readonly summary: string;
  readonly permission: Permission;
  /** Path parameters, then query (GET, DELETE) or JSON body fields, as one object. */
  readonly input: Input;
  readonly reply: Reply<Output, Event>;
  /** Present when the body is a file: the largest size accepted, in bytes. Input fields then travel in the query. */
  readonly upload?: { readonly maxBytes: number };
}

export function operation<Input extends z.ZodObject, Output extends z.ZodType>(
  definition: Omit<Operation<Input>, 'reply'> & { readonly output: Output },
): Operation<Input, Output, never> & { readonly reply: { readonly kind: 'json'; readonly output: Output } } {
  const { output, ...rest } = definition;
  return { ...rest, reply: { kind: 'json', output } };
}

export function streamOperation<Input extends z.ZodObject, Event extends z.ZodType>(
  definition: Omit<Operation<Input>, 'reply'> & { readonly event: Event },
): Operation<Input, never, Event> & { readonly reply: { readonly kind: 'events'; readonly event: Event } } {
  const { event, ...rest } = definition;
  return { ...rest, reply: { kind: 'events', event } };
}

export function bytesOperation<Input extends z.ZodObject>(
  definition: Omit<Operation<Input>, 'reply'> & { readonly mediaTypes: readonly string[] },
): Operation<Input, never, never> & { readonly reply: { readonly kind: 'bytes'; readonly mediaTypes: readonly string[] } } {
  const { mediaTypes, ...rest } = definition;
  return { ...rest, reply: { kind: 'bytes', mediaTypes } };
}
