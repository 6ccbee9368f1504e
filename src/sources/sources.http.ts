// The operations of sources, bound to their face.
import { type Route, route } from '../access/route.ts';
import { operations } from './contract.ts';
import type { Sources } from './sources.ts';

export function sourceRoutes(sources: Sources): Route[] {
  return [
    route(operations.listSources, (_, { caller }) => sources.list(caller)),
    route(operations.addSource, async (wish, { caller }) => ({ source: await sources.add(caller, wish) })),
    route(operations.changeSource, async ({ sourceId, ...change }, { caller }) => ({
      source: await sources.change(caller, sourceId, change),
    })),
    route(operations.lookAtSource, async ({ sourceId }, { caller }) => ({ source: await sources.look(caller, sourceId) })),
    route(operations.removeSource, async ({ sourceId }, { caller }) => {
      await sources.remove(caller, sourceId);
      return {};
    }),
    route(operations.listSourceFiles, async ({ sourceId, state }, { caller }) => ({
      files: await sources.files(caller, sourceId, state),
    })),
  ];
}
