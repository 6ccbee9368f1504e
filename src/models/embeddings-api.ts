// Embeddings as servers speak of them: texts in, a vector for each out, as numbers or as bytes in base64.
import { isJsonObject, jsonIn } from '../base/json.ts';
import type { Usage } from './calls.store.ts';
import { readingUsage } from './usage.ts';

/** Numbers, or single precision with the lowest byte first, in base64. */
export type Embedding = string | readonly number[];

export interface EmbeddingsReply {
  readonly fields: Readonly<Record<string, unknown>>;
  /** In the order of the texts. */
  readonly items: readonly { readonly embedding: Embedding }[];
  readonly usage: Usage | undefined;
}

/** Nothing when it is not a vector for each text. */
export function readEmbeddingsReply(bytes: Buffer, texts: number): EmbeddingsReply | undefined {
  const fields = jsonIn(bytes.toString('utf8'));
  if (!isJsonObject(fields) || !Array.isArray(fields['data']) || fields['data'].length !== texts) return undefined;
  const items: unknown[] = fields['data'];
  if (!items.every(isItem)) return undefined;
  const ordered = items.toSorted((left, right) => placeOf(left) - placeOf(right));
  return { fields, items: ordered, usage: readingUsage(fields['usage']) };
}

export function inBase64(embedding: Embedding): string {
  return typeof embedding === 'string' ? embedding : Buffer.from(new Float32Array(embedding).buffer).toString('base64');
}

export function inNumbers(embedding: Embedding): readonly number[] {
  if (typeof embedding !== 'string') return embedding;
  const bytes = Uint8Array.from(Buffer.from(embedding, 'base64'));
  return [...new Float32Array(bytes.buffer, 0, Math.floor(bytes.byteLength / 4))];
}

interface Item {
  readonly embedding: Embedding;
  readonly index?: unknown;
}

/** Sorting keeps the order of those that do not say. */
function placeOf({ index }: Item): number {
  return typeof index === 'number' ? index : 0;
}

function isItem(item: unknown): item is Item {
  if (!isJsonObject(item)) return false;
  const { embedding } = item;
  return typeof embedding === 'string' ? embedding !== '' : Array.isArray(embedding) && embedding.every(Number.isFinite);
}
