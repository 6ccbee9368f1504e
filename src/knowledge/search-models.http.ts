// The operations of search models, bound to their face.
import { type Route, route } from '../access/route.ts';
import type { SearchModels } from './search-models.ts';
import { operations } from './search-models-contract.ts';

export function searchModelsRoutes(searchModels: SearchModels): Route[] {
  return [
    route(operations.getSearchModels, () => searchModels.show()),
    route(operations.setSearchModels, async (wish, { caller }) => {
      const changeId = await searchModels.set(caller, wish);
      return { searchModels: await searchModels.show(), changeId };
    }),
  ];
}
