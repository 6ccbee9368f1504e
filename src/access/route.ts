// An operation bound to the function that carries it out: what a room hands to the HTTP door.
import type { z } from 'zod';
import type { BytesOperation, EventsOperation, JsonOperation, Operation, RawOperation } from '../base/contract.ts';
import { AppError } from '../base/errors.ts';
import type { Requirement } from '../base/permissions.ts';
import type { Acting, Caller } from './access.ts';

/** A request before it is known who sends it. */
export interface Visit {
  readonly requestId: string;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** The sender's network address; `in-process` for the command line that opened the data folder itself. */
  readonly address: string;
  readonly isFromThisMachine: boolean;
  readonly userAgent: string;
  /** Of W3C Trace Context, as it came. */
  readonly traceparent?: string | undefined;
  readonly cookies: Cookies;
}

/** Cookies of this site. Attributes and prefixes are the door's matter. */
export interface Cookies {
  get(name: CookieName): string | undefined;
  /** Until the browser closes unless an age is given. */
  set(name: CookieName, value: string, maxAgeSeconds?: number): void;
  drop(name: CookieName): void;
}
export type CookieName = 'session' | 'device' | 'oidc';

export interface RequestContext extends Visit {
  readonly caller: Caller;
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

/** Input as it came; the door has not validated it. */
type Handle<Context> = (input: unknown, context: Context) => Promise<RouteResult>;

export type Route =
  | {
      readonly kind: 'caller';
      readonly operation: Operation;
      readonly requirement: CallerRequirement;
      readonly handle: Handle<UploadContext>;
    }
  | { readonly kind: 'open'; readonly operation: Operation; readonly requirement: OpenRequirement; readonly handle: Handle<Visit> }
  | RawRoute;
export interface RawRoute {
  readonly kind: 'raw';
  readonly operation: Operation;
  readonly requirement: CallerRequirement;
  readonly handle: (exchange: Exchange) => Promise<void>;
}
/** A request and its reply as they are on the wire, for protocols of other clients. */
export interface Exchange {
  readonly requestId: string;
  readonly acting: Acting;
  /** With what they may see. */
  readonly caller: () => Promise<Caller>;
  readonly body: Uint8Array;
  /** Of W3C Trace Context, as it came. */
  readonly traceparent: string | undefined;
  /** Aborted when the client goes away before the reply has ended. */
  readonly signal: AbortSignal;
  /** The client asked to be told its place while it waits for a model (`x-hengjian-queue: 1`). */
  readonly wantsPlace: boolean;
  /** Whether the head of the reply has been sent. */
  hasBegun(): boolean;
  head(status: number, headers: Readonly<Record<string, string>>): void;
  /** False: wait for `drained` before writing more. */
  write(bytes: Uint8Array | string): boolean;
  /** Resolves when there is room again, or the client has gone. */
  drained(): Promise<void>;
  end(bytes?: Uint8Array | string): void;
}
/** What is asked of an identified caller; the others need none. */
type CallerRequirement = Exclude<Requirement, OpenRequirement>;
type OpenRequirement = 'anybody' | 'data-folder';

export type RouteResult =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'events'; readonly events: AsyncIterable<unknown> }
  | { readonly kind: 'bytes'; readonly file: FileReply };

export function route<Input extends z.ZodObject, Output extends z.ZodType>(
  operation: JsonOperation<Input, Output>,
  act: (input: z.output<Input>, context: UploadContext) => Promise<z.input<Output>>,
): Route {
  // What leaves is chosen by the schema: fields it does not name are dropped.
  return ofCaller(operation, async (input, context) => ({
    kind: 'json',
    value: operation.reply.output.parse(await act(inputOf(operation, input), context)),
  }));
}

/** For what is done before it is known who asks: the operation declares `anybody` or `data-folder`. */
export function openRoute<Input extends z.ZodObject, Output extends z.ZodType>(
  operation: JsonOperation<Input, Output>,
  act: (input: z.output<Input>, visit: Visit) => Promise<z.input<Output>>,
): Route {
  const requirement = operation.permission;
  if (requirement !== 'anybody' && requirement !== 'data-folder') throw new Error(`${operation.id} needs a caller: bind it with route`);
  return {
    kind: 'open',
    operation,
    requirement,
    handle: async (input, visit) => ({ kind: 'json', value: operation.reply.output.parse(await act(inputOf(operation, input), visit)) }),
  };
}

/** The same for what comes as a stream of events; what fails before the stream is there has a status of its own. */
export function openStreamRoute<Input extends z.ZodObject, Event extends z.ZodType>(
  operation: EventsOperation<Input, Event>,
  act: (input: z.output<Input>, visit: Visit) => Promise<AsyncIterable<z.input<Event>>>,
): Route {
  if (operation.permission !== 'anybody') throw new Error(`${operation.id} needs a caller: bind it with streamRoute`);
  return {
    kind: 'open',
    operation,
    requirement: 'anybody',
    handle: async (input, visit) => ({
      kind: 'events',
      events: presented(operation.reply.event, await act(inputOf(operation, input), visit)),
    }),
  };
}

export function streamRoute<Input extends z.ZodObject, Event extends z.ZodType>(
  operation: EventsOperation<Input, Event>,
  act: (input: z.output<Input>, context: UploadContext) => AsyncIterable<z.input<Event>>,
): Route {
  return ofCaller(operation, async (input, context) => ({
    kind: 'events',
    events: presented(operation.reply.event, act(inputOf(operation, input), context)),
  }));
}

export function bytesRoute<Input extends z.ZodObject>(
  operation: BytesOperation<Input>,
  act: (input: z.output<Input>, context: RequestContext) => Promise<FileReply>,
): Route {
  return ofCaller(operation, async (input, context) => ({ kind: 'bytes', file: await act(inputOf(operation, input), context) }));
}

/** Fails as long as nothing has been written; after that it ends what it began. */
export function rawRoute<Input extends z.ZodObject>(operation: RawOperation<Input>, handle: RawRoute['handle']): Route {
  return { kind: 'raw', operation, requirement: requirementOf(operation), handle };
}

function ofCaller(operation: Operation, handle: Handle<UploadContext>): Route {
  return { kind: 'caller', operation, requirement: requirementOf(operation), handle };
}

function requirementOf({ id, permission }: Pick<Operation, 'id' | 'permission'>): CallerRequirement {
  if (permission === 'anybody' || permission === 'data-folder') throw new Error(`${id} has no caller: bind it with openRoute`);
  return permission;
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
