// Reranking in the shape that Jina, Cohere and vLLM share: a query and documents in, places and relevance out. Servers that answer in
// another shape (SGLang and text-embeddings-inference, behind which MindIE serves rerankers: a bare list with `score`) are understood too.
import { isJsonObject, jsonIn } from '../base/json.ts';
import type { Usage } from './calls.store.ts';
import type { CallableModel } from './snapshot.ts';
import { readingUsage } from './usage.ts';

export interface Rank {
  readonly index: number;
  readonly relevance_score: number;
}

export interface RerankReply {
  readonly fields: Readonly<Record<string, unknown>>;
  /** The most relevant first. */
  readonly ranks: readonly Rank[];
  readonly usage: Usage | undefined;
}

/** `fields` as a client sends them, `documents` among them. */
export function rerankBody(
  { dialect, upstreamName }: Pick<CallableModel, 'dialect' | 'upstreamName'>,
  fields: Readonly<Record<string, unknown>>,
  texts: readonly string[],
): Record<string, unknown> {
  if (dialect !== 'mindie') return { ...fields, model: upstreamName };
  const { documents: _, top_n: _topN, return_documents: _return, ...rest } = fields;
  return { ...rest, model: upstreamName, texts };
}

/** Nothing when it is not a ranking of so many texts. */
export function readRerankReply(bytes: Buffer, texts: number): RerankReply | undefined {
  const reply = jsonIn(bytes.toString('utf8'));
  const fields = isJsonObject(reply) ? reply : {};
  const listed: unknown = Array.isArray(reply) ? reply : fields['results'];
  if (!Array.isArray(listed)) return undefined;
  const ranks = listed.map(rankOf).filter((rank) => rank !== undefined && rank.index < texts);
  if (ranks.length !== listed.length) return undefined;
  return {
    fields,
    ranks: ranks.filter((rank) => rank !== undefined).toSorted((left, right) => right.relevance_score - left.relevance_score),
    usage: readingUsage(fields['usage']),
  };
}

function rankOf(result: unknown): Rank | undefined {
  if (!isJsonObject(result)) return undefined;
  const { index, relevance_score: relevance, score } = result;
  const found = relevance ?? score;
  if (!Number.isSafeInteger(index) || Number(index) < 0 || typeof found !== 'number' || !Number.isFinite(found)) return undefined;
  return { index: Number(index), relevance_score: found };
}
