// What is sent to an endpoint besides the body.
import type { CallableModel } from './snapshot.ts';

/** The key is the endpoint's own; whoever asked showed another one, which goes no further than our door. */
export function headersFor({ key }: Pick<CallableModel, 'key'>): Record<string, string> {
  return { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) };
}
