// One event of a streamed chat, or a reply that came whole, without the reasoning of its model. Only fields that are known to hold none are
// kept: tokens with their probabilities, and whatever name a server may give to reasoning tomorrow, are left out with it.
import { isJsonObject, jsonIn } from '../../base/json.ts';

type Fields = Readonly<Record<string, unknown>>;

/** `content`: what of its text is no reasoning. Nothing where nothing is left to be told. */
export function withoutReasoning(json: string, content: string): string | undefined {
  const event = jsonIn(json);
  if (!isJsonObject(event)) return undefined;
  const first: unknown = Array.isArray(event['choices']) ? event['choices'][0] : undefined;
  const choice = isJsonObject(first) ? first : {};
  const name = isJsonObject(choice['message']) ? 'message' : 'delta';
  const said = choice[name];
  const message = { ...kept(isJsonObject(said) ? said : {}, ['role', 'tool_calls', 'function_call']), content };
  const isEmpty = content === '' && Object.keys(message).length === 1 && !isThere(choice['finish_reason']) && !isThere(event['usage']);
  if (isEmpty) return undefined;
  return JSON.stringify({
    ...kept(event, ['id', 'object', 'created', 'model', 'system_fingerprint', 'usage']),
    choices: [{ index: 0, [name]: message, finish_reason: choice['finish_reason'] ?? null }],
  });
}

function kept(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.filter((name) => isThere(fields[name])).map((name) => [name, fields[name]]));
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}
