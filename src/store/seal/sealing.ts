// Keeps what is on disk under the keys that now seal: values of before there were keys, and values under keys that are being
// replaced. A job, safe to run again after a crash at any point: it looks for what is left to do.
import { type Generated, sql } from 'kysely';
import type { Log } from '../../base/log.ts';
import { activateSuccessors, addSuccessors, destroyKeys, refusePlainValues, replaceMasterKey, retiredKeys } from '../keys/change-keys.ts';
import type { Algorithm } from '../keys/cipher.ts';
import type { DataKey, KeyRing } from '../keys/key-ring.ts';
import type { MasterKeySource } from '../keys/master-key.ts';
import type { Jobs } from '../jobs.ts';
import type { Store } from '../store.ts';
import type { Seal } from './seal.ts';
import { countStaleRows, renewTable, tablesOf } from './stale-values.store.ts';
import { wipeTraces } from './wipe-traces.ts';

const sealingQueue = 'seal-values';

/** Sealed things that are not columns: files. */
export interface SealedStock {
  countStale(): Promise<number>;
  renewStale(report: (renewed: number) => Promise<void>): Promise<void>;
}

export interface SealingDependencies {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly seal: Seal;
  readonly ring: KeyRing;
  readonly master: MasterKeySource;
  /** Of new keys. */
  readonly algorithm: Algorithm;
  readonly stocks: readonly SealedStock[];
  readonly log: Log;
}

export interface SealingState {
  readonly keys: readonly Pick<DataKey, 'id' | 'purpose' | 'algorithm' | 'state' | 'created_at'>[];
  /** Where the master key is kept. */
  readonly masterKey: string;
  readonly isWorking: boolean;
  readonly done: number;
  readonly total: number;
}

export interface Sealing {
  state(): Promise<SealingState>;
  /** New data keys at once; everything is sealed anew in the background, and then the old keys are destroyed. */
  rotate(): Promise<void>;
  /** A new master key: data keys are wrapped anew, what they sealed stays as it is. */
  rotateMaster(): Promise<void>;
}

interface SealingTables {
  sealing_run: { id: Generated<number>; started_at: Generated<Date>; finished_at: Date | null; done: number; total: number };
}

/** To be called when all rooms have declared their columns. */
export async function startSealing(dependencies: SealingDependencies): Promise<Sealing> {
  const { store, jobs, ring, algorithm } = dependencies;
  const runs = store.tables<SealingTables>();
  const isWorkLeft = (): boolean => ring.all().some(({ state, accepts_plain }) => state !== 'active' || accepts_plain);
  await jobs.start({ name: sealingQueue, work: () => work(dependencies) });
  if (isWorkLeft()) await jobs.enqueue(sealingQueue, 'all');
  return {
    async state() {
      const last = await runs.selectFrom('sealing_run').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst();
      return {
        keys: ring.all().map(({ id, purpose, algorithm: of, state, created_at }) => ({ id, purpose, algorithm: of, state, created_at })),
        masterKey: dependencies.master.where,
        isWorking: isWorkLeft(),
        done: last?.done ?? 0,
        total: last?.total ?? 0,
      };
    },
    async rotate() {
      await addSuccessors(dependencies, algorithm);
      await activateSuccessors(store, ring.learnedAfterMs);
      await ring.refresh();
      await jobs.enqueue(sealingQueue, 'all');
    },
    async rotateMaster() {
      await replaceMasterKey(dependencies);
      await ring.refresh();
    },
  };
}

async function work(dependencies: SealingDependencies): Promise<void> {
  const { store, ring, seal, log } = dependencies;
  await untilSettled(() => activateSuccessors(store, ring.learnedAfterMs));
  await ring.refresh();
  const { isUnderWay } = await openRun(dependencies);
  await renewAll(dependencies);
  if (ring.all().some(({ accepts_plain }) => accepts_plain)) {
    if (isUnderWay)
      await wipeTraces(
        store,
        tablesOf(seal.columns.declared()).map(({ name }) => name),
      );
    await refusePlainValues(dependencies);
  }
  await untilSettled(async () => (await retiredKeys(store, ring.writtenAfterMs)).isWaiting);
  // Once more, for what other processes sealed before they learned of the new keys.
  await renewAll(dependencies);
  await destroyUnused(dependencies);
  await ring.refresh();
  await store.run('update sealing_run set finished_at = now() where finished_at is null');
  log.info('values-sealed');
}

/** How often it is looked whether all processes have learned of a change. */
const pauseMs = 200;

async function untilSettled(isWaiting: () => Promise<boolean>): Promise<void> {
  while (await isWaiting()) await new Promise((resolve) => setTimeout(resolve, pauseMs));
}

/** Goes on with a run that did not end. Resolves to whether there is, or was, anything to do. */
async function openRun({ store, seal, stocks }: SealingDependencies): Promise<{ readonly isUnderWay: boolean }> {
  const left = await countStale({ store, seal, stocks });
  const runs = store.tables<SealingTables>();
  const open = await runs.selectFrom('sealing_run').select('done').where('finished_at', 'is', null).executeTakeFirst();
  if (open)
    await runs
      .updateTable('sealing_run')
      .set({ total: open.done + left })
      .where('finished_at', 'is', null)
      .execute();
  else if (left > 0) await runs.insertInto('sealing_run').values({ done: 0, total: left, finished_at: null }).execute();
  return { isUnderWay: left > 0 || open !== undefined };
}

async function countStale({ store, seal, stocks }: Pick<SealingDependencies, 'store' | 'seal' | 'stocks'>): Promise<number> {
  let count = 0;
  for (const table of tablesOf(seal.columns.declared())) count += await countStaleRows(store, table);
  for (const stock of stocks) count += await stock.countStale();
  return count;
}

async function renewAll({ store, seal, stocks }: SealingDependencies): Promise<void> {
  const report = async (renewed: number): Promise<void> => {
    await sql`update sealing_run set done = done + ${renewed} where finished_at is null`.execute(store.tables());
  };
  for (const table of tablesOf(seal.columns.declared())) await renewTable(store, table, report);
  for (const stock of stocks) await stock.renewStale(report);
}

/** A key that anything might still need stays: the next run tries again. */
async function destroyUnused(dependencies: SealingDependencies): Promise<void> {
  const { store, ring } = dependencies;
  // Which keys first, then what still stands under them: a key that another rotation retires meanwhile is not among them. And with
  // the keys as they are now: to an older memory of them, what stands under a key just retired would look current.
  const { ids } = await retiredKeys(store, ring.writtenAfterMs);
  await ring.refresh();
  if ((await countStale(dependencies)) > 0) return;
  await destroyKeys(store, ids);
}
