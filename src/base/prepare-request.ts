// Where an operation's input goes: path parameters, headers, then the query (GET, DELETE, uploads), else a JSON body.
import type { z } from 'zod';
import type { Operation } from './contract.ts';

type Addressed<Input extends z.ZodObject> = Pick<Operation<Input>, 'method' | 'path' | 'upload'>;

interface PreparedRequest {
  /** Path and query; the caller knows the origin. */
  readonly url: string;
  readonly method: string;
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

export function prepareRequest<Input extends z.ZodObject>(operation: Addressed<Input>, input: z.input<Input>): PreparedRequest {
  const fields = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const path = operation.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = fields.get(name);
    fields.delete(name);
    return encodeURIComponent(String(value));
  });
  const { method } = operation;
  const headers: Record<string, string> = {};
  for (const [name, header] of Object.entries(operation.upload?.headers ?? {})) {
    if (fields.has(name)) headers[header] = encodeURIComponent(String(fields.get(name)));
    fields.delete(name);
  }
  if (method === 'GET' || method === 'DELETE' || operation.upload) return { url: path + asQuery(fields), method, body: null, headers };
  return { url: path, method, body: JSON.stringify(Object.fromEntries(fields)), headers };
}

/** The address of what an operation returns, for links and downloads. */
export function addressOf<Input extends z.ZodObject>(operation: Addressed<Input>, input: z.input<Input>): string {
  return prepareRequest(operation, input).url;
}

function asQuery(fields: ReadonlyMap<string, unknown>): string {
  const query = new URLSearchParams(Array.from(fields, ([name, value]): [string, string] => [name, String(value)]));
  return query.size > 0 ? `?${query.toString()}` : '';
}
