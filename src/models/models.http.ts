// The operations of models, bound to their face.
import { type Route, route } from '../access/route.ts';
import { operations } from './contract.ts';
import type { Models } from './models.ts';

export function modelRoutes(models: Models): Route[] {
  return [
    route(operations.listModels, () => models.list()),
    route(operations.getModelFigures, ({ span }) => models.figures(span)),
    route(operations.addModel, ({ name, url, zone, location, maxGrade, key, reason, upstreamName = name, ...traits }, { caller }) =>
      models.add(caller, { name, traits: { ...traits, upstreamName }, boundary: { url, zone, location, maxGrade }, key, reason }),
    ),
    route(operations.changeModel, ({ name, reason, ...wish }, { caller }) => models.change(caller, name, wish, reason)),
    route(operations.setModelKey, async ({ name, key }, { caller }) => ({ model: await models.setKey(caller, name, key) })),
    route(operations.setModelPrice, async ({ name, ...price }, { caller }) => ({ model: await models.setPrice(caller, name, price) })),
    route(operations.removeModel, async ({ name }, { caller }) => {
      await models.remove(caller, name);
      return {};
    }),
    route(operations.testModel, async ({ name }) => ({ steps: await models.test(name) })),
    route(operations.stopModels, async (wish, { caller }) => ({ stop: await models.stop(caller, wish) })),
    route(operations.liftStop, async ({ stopId, reason }, { caller }) => {
      await models.lift(caller, stopId, reason);
      return {};
    }),
    route(operations.getEgressPolicy, async () => {
      const { text, rules } = await models.policy();
      return { text, rules: [...rules] };
    }),
    route(operations.getSiteNetworks, () => models.networks()),
    route(operations.proposeSiteNetworks, async ({ networks, reason }, { caller }) => ({
      changeId: await models.proposeNetworks(caller, networks, reason),
    })),
  ];
}
