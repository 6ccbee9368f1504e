// Emergency stops: of a model, a scenario or everything, with a reason, until somebody lifts them.
import { actorOf, type Caller } from '../access/access.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { type ModelStopId, modelStopIdSchema, newId } from '../base/ids.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import type { Stop } from './contract.ts';
import { missing } from './model-change.ts';
import { findModelRow, type ModelDatabase, moveVersion, type StopRow } from './models.store.ts';

export interface StopDependencies {
  readonly database: ModelDatabase;
  readonly ledger: Pick<Ledger, 'appendWithin'>;
  readonly clock: Clock;
  /** What this process holds of the registry is read again. */
  readonly refresh: () => Promise<void>;
}

/** What is to be stopped; the target of a model is its name, which records as its id. */
export interface StopWish extends Pick<Stop, 'kind' | 'target' | 'reason'> {}

export function createStops({ database, ledger, clock, refresh }: StopDependencies) {
  async function targetOf({ kind, target }: StopWish): Promise<string | null> {
    if (kind === 'all') return null;
    if (target === null) throw new AppError('invalid-input', { fault: 'target: 要停哪一个 which one is to be stopped' });
    if (kind === 'scenario') return target;
    const row = await findModelRow(database, { name: target });
    if (!row) throw missing();
    return row.id;
  }

  return {
    async stop(caller: Caller, wish: StopWish): Promise<ModelStopId> {
      const target = await targetOf(wish);
      const now = clock.now();
      const id = newId(modelStopIdSchema, now.getTime());
      const { kind, reason } = wish;
      await database.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('model_stop')
          .values({ id, kind, target, reason, stopped_by: caller.person, stopped_at: now, lifted_by: null, lifted_at: null })
          .execute();
        await moveVersion(transaction);
        await ledger.appendWithin(transaction, { ...about(caller, 'model-stopped', id), details: { kind, target }, personal: { reason } });
      });
      await refresh();
      return id;
    },

    async lift(caller: Caller, id: ModelStopId, reason: string): Promise<void> {
      await database.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('model_stop')
          .set({ lifted_by: caller.person, lifted_at: clock.now() })
          .where('id', '=', id)
          .where('lifted_at', 'is', null)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) throw new AppError('not-found', { what: 'emergency stop 紧急停用' });
        await moveVersion(transaction);
        await ledger.appendWithin(transaction, { ...about(caller, 'model-stop-lifted', id), personal: { reason } });
      });
      await refresh();
    },
  };
}

function about(caller: Caller, action: Entry['action'], id: ModelStopId): Pick<Entry, 'action' | 'actor' | 'subject'> {
  return { action, actor: actorOf(caller), subject: { kind: 'model-stop', id } };
}

/** The stop that stands in the way of a call, if one does. */
export function stopAgainst(stops: readonly StopRow[], modelId: string, scenario?: string): StopRow | undefined {
  return stops.find(
    ({ kind, target }) => kind === 'all' || (kind === 'scenario' && target === scenario) || (kind === 'model' && target === modelId),
  );
}
