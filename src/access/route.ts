// An operation bound to the function that carries it out: what a room hands to the HTTP door.
import type { z } from 'zod';
import type { BytesOperation, EventsOperation, JsonOperation, Operation } from '../base/contract.ts';
import { AppError } from '../base/errors.ts';
import type { Caller } from './access.ts';

export interface RequestContext {
  readonly caller: Caller;
  readonly requestId: string;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

export interface UploadContext extends RequestContext {
  readonly body: Uint8Array;
}

/** Bytes of a file as they leave: always as an attachment or shown by our own viewer, never as a page of this site. */
export interface FileReply {
  /** As a stream where there may be more than memory holds. */
  readonly bytes: Uint8Array | ReadableStream<Uint8Array>;
  readonly mediaType: string;
  readonly fileName: string;
}

export interface Route {
  readonly operation: Operation;
  /** Input as it came; the door has not validated it. */
  readonly handle: (input: unknown, context: UploadContext) => Promise<RouteResult>;
}
export type RouteResult =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'events'; readonly events: AsyncIterable<unknown> }
  | { readonly kind: 'bytes'; readonly file: FileReply };

export function route<Input extends z.ZodObject, Output extends z.ZodType>(
  operation: JsonOperation<Input, Output>,
  act: (input: z.output<Input>, context: UploadContext) => Promise<z.input<Output>>,
): Route {
  // What leaves is chosen by the schema: fields it does not name are dropped.
  return {
    operation,
    handle: async (input, context) => ({
      kind: 'json',
      value: operation.reply.output.parse(await act(inputOf(operation, input), context)),
    }),
  };
}

export function streamRoute<Input extends z.ZodObject, Event extends z.ZodType>(
  operation: EventsOperation<Input, Event>,
  act: (input: z.output<Input>, context: RequestContext) => AsyncIterable<z.input<Event>>,
): Route {
  return {
    operation,
    handle: async (input, context) => ({
      kind: 'events',
      events: presented(operation.reply.event, act(inputOf(operation, input), context)),
    }),
  };
}

export function bytesRoute<Input extends z.ZodObject>(
  operation: BytesOperation<Input>,
  act: (input: z.output<Input>, context: RequestContext) => Promise<FileReply>,
): Route {
  return { operation, handle: async (input, context) => ({ kind: 'bytes', file: await act(inputOf(operation, input), context) }) };
}

async function* presented(schema: z.ZodType, events: AsyncIterable<unknown>): AsyncIterable<unknown> {
  for await (const event of events) yield schema.parse(event);
}

/** Only what came from outside is the sender's fault; a value of ours that breaks its schema is an inner failure. */
function inputOf<Input extends z.ZodObject>({ input: schema }: Pick<Operation<Input>, 'input'>, input: unknown): z.output<Input> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fault = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`).join('; ');
  throw new AppError('invalid-input', { fault }, { cause: parsed.error });
}
