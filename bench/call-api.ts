// Calls the HTTP API of a running server by its operations.
import type { z } from 'zod';
import type { JsonOperation } from '../src/base/contract.ts';
import { prepareRequest } from '../src/base/prepare-request.ts';

export async function callApi<Input extends z.ZodObject, Output extends z.ZodType>(
  origin: string,
  operation: JsonOperation<Input, Output>,
  input: z.input<Input>,
  file?: Uint8Array<ArrayBuffer>,
  token?: string,
): Promise<z.output<Output>> {
  const { url, method, body } = prepareRequest(operation, input);
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  if (file) headers['content-type'] = 'application/octet-stream';
  else if (body !== null) headers['content-type'] = 'application/json';
  const response = await fetch(new URL(url, origin), { method, headers, body: file ?? body });
  if (!response.ok) throw new Error(`${operation.id}: ${response.status} ${await response.text()}`);
  return operation.reply.output.parse(await response.json());
}
