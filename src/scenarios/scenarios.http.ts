// The operations of scenarios, bound to their face.
import { type Route, route } from '../access/route.ts';
import { operations } from './contract.ts';
import type { Scenarios } from './scenarios.ts';

export function scenarioRoutes(scenarios: Scenarios): Route[] {
  return [
    route(operations.listScenarios, async () => ({ scenarios: await scenarios.list() })),
    route(operations.listScenarioVersions, async ({ name }) => ({ versions: await scenarios.versions(name) })),
    route(operations.addScenarioVersion, async ({ reason, ...wish }, { caller }) => ({
      changeId: await scenarios.add(caller, wish, reason),
    })),
  ];
}
