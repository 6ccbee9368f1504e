// What a client of a reranking API asks for, and the reply in the shape that Jina, Cohere and vLLM share, whatever the model's server makes.
import { isJsonObject } from '../../base/json.ts';
import { readRerankReply, rerankBody } from '../../models/models.ts';
import { fieldsIn, longestOf, readNothing, type ReadReply, type RelayedRequest, wrong } from './relayed-request.ts';

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
    bodyFor: (called) => JSON.stringify(rerankBody(called, fields, texts)),
    readReply: (bytes) => readRanking(bytes, texts, { model, most, withTexts: fields['return_documents'] === true }),
  };
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
  const reply = readRerankReply(bytes, texts.length);
  if (!reply) return undefined;
  const results = reply.ranks.slice(0, most).map((rank) => ({ ...rank, ...(withTexts ? { document: { text: texts[rank.index] } } : {}) }));
  return readNothing(Buffer.from(JSON.stringify({ model, ...reply.fields, results })), reply.usage);
}
