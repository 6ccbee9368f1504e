// Reranking in the shape that Jina, Cohere and vLLM share: a query and documents in, places and relevance out. Servers that answer in
// another shape (SGLang and text-embeddings-inference, behind which MindIE serves rerankers: a bare list with `score`) are put into it.
import { isJsonObject, jsonIn } from '../../base/json.ts';
import type { CallableModel } from '../../models/models.ts';
import { fieldsIn, longestOf, readingUsage, readNothing, type ReadReply, type RelayedRequest, wrong } from './relayed-request.ts';

export function readRerankRequest(body: Uint8Array): RelayedRequest {
  const fields = fieldsIn(body);
  const { model, query, documents, top_n: topN } = fields;
  if (typeof query !== 'string' || query === '') throw wrong('query: 应为文字，不得为空 it must be a text');
  if (!Array.isArray(documents) || documents.length === 0) throw wrong('documents: 至少要有一段文字 there must be at least one text');
  if (topN !== undefined && topN !== null && !(Number.isSafeInteger(topN) && Number(topN) > 0))
    throw wrong('top_n: 应为正整数 it must be a whole number above zero');
  const texts = documents.map(textOf);
  const most = Math.min(texts.length, Number(topN ?? texts.length));
  return {
    kind: 'rerank',
    model,
    isStream: false,
    wantsUsage: false,
    // It writes nothing.
    maxTokens: 0,
    choices: 0,
    ability: 'rerank',
    path: '/rerank',
    text: [query, ...texts].join('\n'),
    longest: `${query}\n${longestOf(texts)}`,
    bodyFor: (called) => JSON.stringify(bodyIn(called, fields, texts)),
    readReply: (bytes) => readRanking(bytes, texts, { model, most, withTexts: fields['return_documents'] === true }),
  };
}

function bodyIn({ dialect, upstreamName }: CallableModel, fields: Readonly<Record<string, unknown>>, texts: readonly string[]) {
  if (dialect !== 'mindie') return { ...fields, model: upstreamName };
  const { documents: _, top_n: _topN, return_documents: _return, ...rest } = fields;
  return { ...rest, model: upstreamName, texts };
}

/** As text, or with the text in a field as Cohere and Jina allow. */
function textOf(document: unknown): string {
  const text = isJsonObject(document) ? document['text'] : document;
  if (typeof text === 'string') return text;
  throw wrong('documents: 应为文字的列表 it must be a list of texts');
}

interface Wanted {
  readonly model: string;
  readonly most: number;
  readonly withTexts: boolean;
}

function readRanking(bytes: Buffer, texts: readonly string[], { model, most, withTexts }: Wanted): ReadReply | undefined {
  const reply = jsonIn(bytes.toString('utf8'));
  const more = isJsonObject(reply) ? reply : {};
  const listed: unknown = Array.isArray(reply) ? reply : more['results'];
  if (!Array.isArray(listed)) return undefined;
  const ranks = listed.map(rankOf);
  if (!ranks.every((rank) => rank !== undefined && rank.index < texts.length)) return undefined;
  const results = ranks
    .filter((rank) => rank !== undefined)
    .toSorted((left, right) => right.relevance_score - left.relevance_score)
    .slice(0, most)
    .map((rank) => ({ ...rank, ...(withTexts ? { document: { text: texts[rank.index] } } : {}) }));
  return readNothing(Buffer.from(JSON.stringify({ model, ...more, results })), readingUsage(more['usage']));
}

function rankOf(result: unknown): { readonly index: number; readonly relevance_score: number } | undefined {
  if (!isJsonObject(result)) return undefined;
  const { index, relevance_score: relevance, score } = result;
  const found = relevance ?? score;
  if (!Number.isSafeInteger(index) || Number(index) < 0 || typeof found !== 'number' || !Number.isFinite(found)) return undefined;
  return { index: Number(index), relevance_score: found };
}
