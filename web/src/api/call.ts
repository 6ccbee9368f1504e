// The typed client: every request and reply goes by the contract of its operation.
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { EventsOperation, JsonOperation, Operation } from '../../../src/base/contract.ts';
import { type Problem, problemOf, problemOfFailure } from './problem.ts';
import { prepareRequest } from '../../../src/base/prepare-request.ts';
import { readServerEvents } from '../../../src/base/server-events.ts';

export async function call<Input extends z.ZodObject, Output extends z.ZodType>(
  operation: JsonOperation<Input, Output>,
  input: z.input<Input>,
  signal?: AbortSignal,
): Promise<z.output<Output>> {
  const response = await send(operation, input, signal);
  return operation.reply.output.parse(await response.json());
}

/** A query of the query library for an operation; its key is the operation and the input. */
export function queryOf<Input extends z.ZodObject, Output extends z.ZodType>(
  operation: JsonOperation<Input, Output>,
  input: z.input<Input>,
) {
  return queryOptions({ queryKey: [operation.id, input], queryFn: ({ signal }) => call(operation, input, signal) });
}

/** Passes each event on as it arrives; resolves when the stream ends. */
export async function stream<Input extends z.ZodObject, Event extends z.ZodType>(
  operation: EventsOperation<Input, Event>,
  input: z.input<Input>,
  onEvent: (event: z.output<Event>) => void,
  signal: AbortSignal,
  file?: File,
): Promise<void> {
  const response = await send(operation, input, signal, file);
  if (!response.body) return;
  try {
    for await (const payload of readServerEvents(response.body)) onEvent(operation.reply.event.parse(JSON.parse(payload)));
  } catch (error) {
    throw error instanceof TypeError ? problemOfFailure(error) : error;
  }
}

async function send<Input extends z.ZodObject>(
  operation: Operation<Input>,
  input: z.input<Input>,
  signal?: AbortSignal,
  file?: File,
): Promise<Response> {
  const { url, method, body: fields, headers: inHeaders } = prepareRequest(operation, input);
  const body = file ?? fields;
  const headers = { ...inHeaders, ...(body !== null && { 'content-type': file ? 'application/octet-stream' : 'application/json' }) };
  const response = await fetch(url, { method, headers, body, signal: signal ?? null }).catch((error: unknown) => {
    throw problemOfFailure(error);
  });
  if (!response.ok) throw noticed(problemOf(await response.text()));
  return response;
}

const signOuts = new EventTarget();

/** Tells whenever a reply says that nobody is signed in (any more); returns how to stop listening. */
export function whenSignedOut(act: () => void): () => void {
  signOuts.addEventListener('signed-out', act);
  return () => signOuts.removeEventListener('signed-out', act);
}

export function noticed(problem: Problem): Problem {
  if (problem.code === 'unauthenticated') signOuts.dispatchEvent(new Event('signed-out'));
  return problem;
}
