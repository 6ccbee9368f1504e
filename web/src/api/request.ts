// Where an operation's input goes: path parameters, then the query (GET, DELETE, uploads), else a JSON body.
import type { z } from 'zod';
import type { Operation } from '../../../src/base/contract.ts';

type AnyOperation<Input extends z.ZodObject> = Pick<Operation<Input>, 'method' | 'path' | 'upload'>;

interface PreparedRequest {
  readonly url: string;
  readonly method: string;
  readonly body: string | null;
}

export function prepareRequest<Input extends z.ZodObject>(operation: AnyOperation<Input>, input: z.input<Input>): PreparedRequest {
  const fields = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = fields.get(name);
    fields.delete(name);
    return encodeURIComponent(String(value));
  });
  const { method } = operation;
  if (method === 'GET' || method === 'DELETE' || operation.upload) return { url: path + queryOf(fields), method, body: null };
  return { url: path, method, body: JSON.stringify(Object.fromEntries(fields)) };
}

/** The address of what an operation returns, for links, downloads and the PDF reader. */
export function addressOf<Input extends z.ZodObject>(operation: AnyOperation<Input>, input: z.input<Input>): string {
  return prepareRequest(operation, input).url;
}

function queryOf(fields: ReadonlyMap<string, unknown>): string {
  const query = new URLSearchParams([...fields].map(([name, value]) => [name, String(value)]));
  return query.size > 0 ? `?${query}` : '';
}
