// Models and stops as they leave: with names in place of ids, and never a key.
import type { Model, Price, Stop } from './contract.ts';
import { boundaryOf, type ModelRow, type StopRow, traitsOf } from './models.store.ts';
import { stopAgainst } from './stops.ts';

export function presentModel(row: ModelRow, prices: readonly Price[], stops: readonly StopRow[]): Model {
  const isStopped = stopAgainst(stops, row.id) !== undefined;
  return {
    id: row.id,
    name: row.name,
    ...traitsOf(row),
    ...boundaryOf(row),
    hasKey: row.key !== null,
    state: row.approved_at === null ? 'waiting' : isStopped ? 'stopped' : 'active',
    prices: [...prices],
  };
}

export function presentStop(row: StopRow, nameOf: ReadonlyMap<string, string>): Stop {
  const { id, kind, target, reason, stopped_by_name: stoppedBy, stopped_at: stoppedAt } = row;
  const named = kind === 'model' && target !== null ? (nameOf.get(target) ?? target) : target;
  return { id, kind, target: named, reason, stoppedBy, stoppedAt: stoppedAt.toISOString() };
}
