// The operations of the library's limits, bound to their face.
import { type Route, route } from '../../access/route.ts';
import { limitOperations } from '../limits-contract.ts';
import type { LibraryLimits } from './limits.ts';

export function libraryLimitRoutes(limits: LibraryLimits): Route[] {
  return [
    route(limitOperations.listLibraryLimits, () => limits.list()),
    route(limitOperations.getLibraryRoom, async (_, { caller }) => ({ departments: await limits.own(caller) })),
    route(limitOperations.setLibraryLimit, async ({ subject, ...amounts }, { caller }) => {
      await limits.set(caller, subject, amounts);
      return {};
    }),
    route(limitOperations.removeLibraryLimit, async ({ subject }, { caller }) => {
      await limits.remove(caller, subject);
      return {};
    }),
  ];
}
