// The API of OpenAI for other systems: the scenario of the key decides whether a model is relayed or documents are quoted.
import type { Exchange } from '../access/route.ts';
import type { AnswerRoom } from '../answer/answer.ts';
import { AppError } from '../base/errors.ts';
import type { Scenario } from '../scenarios/contract.ts';
import type { Scenarios } from '../scenarios/scenarios.ts';
import { quoteInChat } from './quote-in-chat.ts';

export interface Gateway {
  chat(exchange: Exchange): Promise<void>;
  listModels(exchange: Exchange): Promise<void>;
}

export interface GatewayDependencies {
  readonly answer: Pick<AnswerRoom, 'relay' | 'ask'>;
  readonly scenarios: Pick<Scenarios, 'get'>;
}

export function createGateway({ answer, scenarios }: GatewayDependencies): Gateway {
  return {
    async chat(exchange) {
      const scenario = await scenarioOf(exchange, scenarios);
      await (scenario.engine === 'relay' ? answer.relay(scenario, exchange) : quoteInChat(answer, scenario, exchange));
    },
    async listModels(exchange) {
      const { name, modelNames } = await scenarioOf(exchange, scenarios);
      const data = [name, ...modelNames].map((id) => ({ id, object: 'model', owned_by: 'hengjian' }));
      exchange.head(200, { 'content-type': 'application/json' });
      exchange.end(JSON.stringify({ object: 'list', data }));
    },
  };
}

function scenarioOf({ caller: { by } }: Exchange, scenarios: Pick<Scenarios, 'get'>): Promise<Scenario> {
  if (by.kind !== 'api-key') throw new AppError('key-needed');
  return scenarios.get(by.scenario);
}
