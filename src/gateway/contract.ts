// The API of OpenAI, as its clients call it. What a key gets is decided by its scenario: quotations with their sources, or a model's reply.
import { z } from 'zod';
import { rawOperation } from '../base/contract.ts';

const message = z.looseObject({ role: z.string(), content: z.unknown().optional() });

export const operations = {
  createChatCompletion: rawOperation({
    id: 'createChatCompletion',
    method: 'POST',
    path: '/v1/chat/completions',
    permission: 'answers.ask',
    summary: 'A chat completion, streamed or not; fields that are not named here go to the model as they came',
    input: z.looseObject({ model: z.string(), messages: z.array(message).min(1), stream: z.boolean().optional() }),
    mediaTypes: ['application/json', 'text/event-stream'],
  }),
  createEmbedding: rawOperation({
    id: 'createEmbedding',
    method: 'POST',
    path: '/v1/embeddings',
    permission: 'answers.ask',
    summary: 'Embeddings of texts; fields that are not named here go to the model as they came',
    input: z.looseObject({ model: z.string(), input: z.union([z.string(), z.array(z.string()).min(1)]) }),
    mediaTypes: ['application/json'],
  }),
  createRerank: rawOperation({
    id: 'createRerank',
    method: 'POST',
    path: '/v1/rerank',
    permission: 'answers.ask',
    summary: 'Documents in the order of their relevance to a query, in the shape of Jina, Cohere and vLLM',
    input: z.looseObject({
      model: z.string(),
      query: z.string(),
      documents: z.array(z.union([z.string(), z.looseObject({ text: z.string() })])).min(1),
      top_n: z.number().int().min(1).optional(),
    }),
    mediaTypes: ['application/json'],
  }),
  listOpenAiModels: rawOperation({
    id: 'listOpenAiModels',
    method: 'GET',
    path: '/v1/models',
    permission: 'answers.ask',
    summary: 'Names that the key may put into `model`',
    input: z.object({}),
    mediaTypes: ['application/json'],
  }),
};
