// The API of OpenAI for other systems: the scenario of the key decides whether a model is relayed or documents answer.
import type { Exchange } from '../access/route.ts';
import type { AnswerRoom } from '../answer/answer.ts';
import { readChatRequest } from '../answer/relay/chat-request.ts';
import { readEmbeddingsRequest } from '../answer/relay/embeddings-request.ts';
import { readRerankRequest } from '../answer/relay/rerank-request.ts';
import { AppError } from '../base/errors.ts';
import { rememberBriefly } from '../base/remember-briefly.ts';
import type { Scenario } from '../scenarios/contract.ts';
import type { Scenarios } from '../scenarios/scenarios.ts';
import { answerInChat } from './answer-in-chat.ts';

export interface Gateway {
  chat(exchange: Exchange): Promise<void>;
  embeddings(exchange: Exchange): Promise<void>;
  rerank(exchange: Exchange): Promise<void>;
  listModels(exchange: Exchange): Promise<void>;
}

export interface GatewayDependencies {
  readonly answer: Pick<AnswerRoom, 'relay' | 'ask' | 'walk'>;
  readonly scenarios: Pick<Scenarios, 'get'>;
}

/** Another version of a scenario counts within that time. */
const knownForMs = 1000;
/** More scenarios with keys than this a site does not have. */
const maxKnown = 1000;

export function createGateway({ answer, scenarios }: GatewayDependencies): Gateway {
  const scenarioNamed = rememberBriefly((name) => scenarios.get(name), { forMs: knownForMs, most: maxKnown });

  async function scenarioOf({ acting: { by } }: Exchange): Promise<Scenario> {
    if (by.kind !== 'api-key') throw new AppError('key-needed');
    return scenarioNamed(by.scenario);
  }

  /** Of the model alone: documents have no part in it. */
  async function relayed(exchange: Exchange, read: Parameters<AnswerRoom['relay']>[2]): Promise<void> {
    const scenario = await scenarioOf(exchange);
    if (scenario.engine !== 'relay') throw new AppError('scenario-quotes', { scenario: scenario.name });
    await answer.relay(scenario, exchange, read);
  }

  return {
    async chat(exchange) {
      const scenario = await scenarioOf(exchange);
      await (scenario.engine === 'relay' ? answer.relay(scenario, exchange, readChatRequest) : answerInChat(answer, scenario, exchange));
    },
    embeddings: (exchange) => relayed(exchange, readEmbeddingsRequest),
    rerank: (exchange) => relayed(exchange, readRerankRequest),
    async listModels(exchange) {
      const { name, modelNames } = await scenarioOf(exchange);
      const data = [name, ...modelNames].map((id) => ({ id, object: 'model', owned_by: 'hengjian' }));
      exchange.head(200, { 'content-type': 'application/json' });
      exchange.end(JSON.stringify({ object: 'list', data }));
    },
  };
}
