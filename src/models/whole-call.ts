// Calls whose reply is small and comes whole: vectors of texts, and texts in order of relevance.
import { nodeBytesUpTo } from '../base/bytes-up-to.ts';
import type { CallRequest, OpenCall } from './call.ts';
import { CallFailure } from './call-fault.ts';
import type { Usage } from './calls.store.ts';
import { inNumbers, readEmbeddingsReply } from './embeddings-api.ts';
import { type Rank, readRerankReply, rerankBody } from './rerank-api.ts';
import { usageOf } from './usage.ts';
import { promptOf } from './schedule/load.ts';

export type WholeRequest = Omit<CallRequest, 'prompt' | 'path' | 'body' | 'onPlace'>;

export interface EmbedRequest extends WholeRequest {
  readonly texts: readonly string[];
}
export interface Embedded {
  /** One for each text, all of one length. */
  readonly vectors: readonly (readonly number[])[];
  readonly usage: Usage;
}

export interface RankRequest extends EmbedRequest {
  readonly query: string;
}
export interface Ranked {
  /** The most relevant first; each text once. */
  readonly ranks: readonly Rank[];
  readonly usage: Usage;
}

const maxReplyBytes = 64 * 1024 * 1024;

/** Both fail with a `CallFailure`. */
export function createWholeCalls(open: (request: CallRequest) => Promise<OpenCall>) {
  async function call<Read>(
    request: WholeRequest,
    { path, body, text }: { readonly path: string; readonly body: unknown; readonly text: string },
    read: (bytes: Buffer) => Read | undefined,
  ): Promise<Read> {
    const opened = await open({ ...request, path, body: JSON.stringify(body), prompt: promptOf(text) });
    try {
      const bytes = await nodeBytesUpTo(opened.reply.body, maxReplyBytes).catch(() => undefined);
      const found = bytes && opened.fault() === undefined ? read(bytes) : undefined;
      const fault = opened.fault() ?? (bytes ? (found === undefined ? 'malformed' : undefined) : 'cut');
      opened.report(fault);
      if (fault !== undefined || found === undefined) throw new CallFailure(fault ?? 'malformed');
      return found;
    } finally {
      opened.close();
    }
  }

  return {
    async embed({ texts, ...request }: EmbedRequest): Promise<Embedded> {
      const text = texts.join('\n');
      const body = { model: request.model.upstreamName, input: texts };
      return call(request, { path: '/embeddings', body, text }, (bytes) => {
        const reply = readEmbeddingsReply(bytes, texts.length);
        const vectors = reply?.items.map((item) => inNumbers(item.embedding));
        const length = vectors?.[0]?.length ?? 0;
        if (!reply || !vectors || length === 0 || vectors.some((vector) => vector.length !== length)) return undefined;
        return { vectors, usage: usageOf(reply.usage, { prompt: text, content: '', reasoning: '' }) };
      });
    },

    async rank({ query, texts, ...request }: RankRequest): Promise<Ranked> {
      const text = [query, ...texts].join('\n');
      const body = rerankBody(request.model, { query, documents: texts }, texts);
      return call(request, { path: '/rerank', body, text }, (bytes) => {
        const reply = readRerankReply(bytes, texts.length);
        if (!reply || new Set(reply.ranks.map(({ index }) => index)).size !== texts.length) return undefined;
        return { ranks: reply.ranks, usage: usageOf(reply.usage, { prompt: text, content: '', reasoning: '' }) };
      });
    },
  };
}
