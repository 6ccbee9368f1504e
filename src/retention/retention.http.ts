// The operations of retention, bound to its face.
import { type Route, route } from '../access/route.ts';
import { operations } from './contract.ts';
import type { Retention } from './retention.ts';

export function retentionRoutes(retention: Retention): Route[] {
  return [
    route(operations.getRetention, () => retention.overview()),
    route(operations.changePeriod, async ({ reason, ...wish }, { caller }) => ({
      changeId: await retention.changePeriod(caller, wish, reason),
    })),
    route(operations.applyRetention, async (_, { caller }) => ({ run: await retention.apply(caller) })),
    route(operations.proposeRedaction, async ({ subject, reason }, { caller }) => ({
      changeId: await retention.proposeRedaction(caller, subject, reason),
    })),
    route(operations.listHolds, async ({ which }, { caller }) => ({ holds: await retention.holds.list(caller, which) })),
    route(operations.placeHold, async ({ on, reason }, { caller }) => ({ hold: await retention.holds.place(caller, on, reason) })),
    route(operations.proposeHoldLift, async ({ holdId, reason }, { caller }) => ({
      changeId: await retention.holds.proposeLift(caller, holdId, reason),
    })),
  ];
}
