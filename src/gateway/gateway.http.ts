// The operations of OpenAI's API, bound to their face.
import { type Route, rawRoute } from '../access/route.ts';
import { operations } from './contract.ts';
import type { Gateway } from './gateway.ts';

export function gatewayRoutes(gateway: Gateway): Route[] {
  return [
    rawRoute(operations.createChatCompletion, gateway.chat),
    rawRoute(operations.createEmbedding, gateway.embeddings),
    rawRoute(operations.createRerank, gateway.rerank),
    rawRoute(operations.listOpenAiModels, gateway.listModels),
  ];
}
