// Models as they are added, changed and removed. What widens a boundary waits for a second person; everything else counts at once.
import { actorOf, type Caller } from '../access/access.ts';
import type { Changes } from '../access/changes/changes.ts';
import type { Clock } from '../base/clock.ts';
import { AppError, systemCode } from '../base/errors.ts';
import { type ChangeId, type ModelId, modelIdSchema, newId } from '../base/ids.ts';
import type { Detail, Entry, Ledger } from '../ledger/ledger.ts';
import type { SealedTextColumn } from '../store/seal/sealed-columns.ts';
import { widens } from './boundary.ts';
import { type Boundary, type Price, takesTwo, type Traits } from './contract.ts';
import { type BoundaryChange, hostOf, missing } from './model-change.ts';
import {
  boundaryColumns,
  boundaryOf,
  findModelRow,
  type ModelDatabase,
  type ModelRow,
  type ModelTransaction,
  moveVersion,
  setPrice,
  traitColumns,
  traitsOf,
} from './models.store.ts';

export interface RegistryDependencies {
  readonly database: ModelDatabase;
  readonly ledger: Pick<Ledger, 'appendWithin'>;
  readonly changes: Changes;
  readonly boundaryChange: BoundaryChange;
  readonly keyColumn: SealedTextColumn;
  readonly clock: Clock;
  readonly refresh: () => Promise<void>;
  /** Fails where the address itself says that it stands in another zone. */
  readonly checkZone: (boundary: Boundary) => Promise<void>;
}

export interface ModelWish {
  readonly name: string;
  readonly traits: Traits;
  readonly boundary: Boundary;
  readonly key: string | undefined;
  readonly reason: string;
}

/** What is to be other than it is. */
export type ModelChange = { readonly [Property in keyof (Traits & Boundary)]?: (Traits & Boundary)[Property] | undefined };

/** What becomes of a wish: done, or waiting as a change. */
export interface Wished {
  readonly modelId: ModelId;
  readonly changeId: ChangeId | null;
}

export function createRegistry(dependencies: RegistryDependencies) {
  const { database, ledger, changes, boundaryChange, keyColumn, clock, refresh, checkZone } = dependencies;

  async function mustFind(name: string): Promise<ModelRow> {
    const row = await findModelRow(database, { name });
    if (!row) throw missing();
    return row;
  }

  /** One transaction with its record; then this process knows. */
  async function changing(
    caller: Caller,
    { id, action, details }: { readonly id: ModelId; readonly action: Entry['action']; readonly details: Readonly<Record<string, Detail>> },
    work: (transaction: ModelTransaction) => Promise<unknown>,
  ): Promise<void> {
    await database.transaction().execute(async (transaction) => {
      await work(transaction);
      await moveVersion(transaction);
      await ledger.appendWithin(transaction, { action, actor: actorOf(caller), subject: { kind: 'model', id }, details });
    });
    await refresh();
  }

  async function propose(caller: Caller, modelId: ModelId, boundary: Boundary, reason: string): Promise<ChangeId | null> {
    const changeId = await changes.proposeOrApply(caller, boundaryChange, { modelId, boundary }, reason);
    // What waits changes nothing yet.
    if (changeId === null) await refresh();
    return changeId;
  }

  return {
    mustFind,

    async add(caller: Caller, { name, traits, boundary, key, reason }: ModelWish): Promise<Wished> {
      await checkZone(boundary);
      const now = clock.now();
      const id = newId(modelIdSchema, now.getTime());
      const mustWait = takesTwo(boundary);
      const row: ModelRow = {
        id,
        name,
        ...traitColumns(traits),
        ...boundaryColumns(boundary),
        key: key === undefined ? null : keyColumn.seal(id, key),
        approved_at: mustWait ? null : now,
        created_at: now,
        removed_at: null,
      };
      const { url, ...said } = boundary;
      await changing(
        caller,
        { id, action: 'model-added', details: { name, ...said, host: hostOf(url), isWaiting: mustWait } },
        (transaction) => transaction.insertInto('model').values(row).execute().catch(nameTaken),
      );
      return { modelId: id, changeId: mustWait ? await propose(caller, id, boundary, reason) : null };
    },

    async change(caller: Caller, name: string, wish: ModelChange, reason: string): Promise<Wished> {
      const row = await mustFind(name);
      const { id } = row;
      const traits = { ...traitsOf(row), ...only(wish, traitsOf(row)) };
      const before = boundaryOf(row);
      const after = { ...before, ...only(wish, before) };
      if (after.url !== before.url || after.zone !== before.zone) await checkZone(after);
      const mustWait = widens(row.approved_at ? before : undefined, after);
      const { url, ...said } = mustWait ? before : after;
      await changing(caller, { id, action: 'model-changed', details: { name, ...said, host: hostOf(url) } }, (transaction) =>
        transaction
          .updateTable('model')
          .set({
            ...traitColumns(traits),
            ...(mustWait ? {} : { ...boundaryColumns(after), approved_at: row.approved_at ?? clock.now() }),
            // A key is shown to the address that it was given for.
            ...(mustWait || url === before.url ? {} : { key: null }),
          })
          .where('id', '=', id)
          .execute(),
      );
      return { modelId: id, changeId: mustWait ? await propose(caller, id, after, reason) : null };
    },

    async setKey(caller: Caller, name: string, key: string | null): Promise<void> {
      const { id } = await mustFind(name);
      const sealed = key === null ? null : keyColumn.seal(id, key);
      await changing(caller, { id, action: 'model-key-set', details: { name, isSet: key !== null } }, (transaction) =>
        transaction.updateTable('model').set({ key: sealed }).where('id', '=', id).execute(),
      );
    },

    async setPrice(caller: Caller, name: string, price: Price): Promise<void> {
      const { id } = await mustFind(name);
      await changing(caller, { id, action: 'model-changed', details: { name, price: { ...price } } }, (transaction) =>
        setPrice(transaction, id, price),
      );
    },

    async remove(caller: Caller, name: string): Promise<void> {
      const { id } = await mustFind(name);
      await changing(caller, { id, action: 'model-removed', details: { name } }, (transaction) =>
        transaction.updateTable('model').set({ removed_at: clock.now(), key: null }).where('id', '=', id).execute(),
      );
    },
  };
}

/** Those properties of `wish` that `shape` has and that are given. */
function only<Shape extends object>(wish: object, shape: Shape): Partial<Shape> {
  return Object.fromEntries(Object.entries(wish).filter(([name, value]) => name in shape && value !== undefined)) as Partial<Shape>;
}

function nameTaken(error: unknown): never {
  if (systemCode(error) !== '23505') throw error;
  throw new AppError('conflict', { fault: '已有同名的模型 there is a model of this name' }, { cause: error });
}
