// What this process holds of the registry: read whole when its version has moved, so that routing and the door out need no query.
import type { Grade } from '../base/grade.ts';
import type { ModelId } from '../base/ids.ts';
import { type EgressRule, placeAt } from '../egress/egress.ts';
import type { SealedTextColumn } from '../store/seal/sealed-columns.ts';
import type { Boundary, Price, Traits } from './contract.ts';
import type { EgressPolicy, Receiver } from './may-receive.ts';
import {
  boundaryOf,
  listModelRows,
  listPrices,
  listStopRows,
  type ModelDatabase,
  type ModelRow,
  readSiteNetworks,
  readVersion,
  type StopRow,
  traitsOf,
} from './models.store.ts';

/** A model that may be called, if a rule and no stop stands against it. */
export interface CallableModel extends Traits, Boundary, Receiver {
  readonly id: ModelId;
  readonly name: string;
  readonly key: string | null;
  readonly prices: readonly Price[];
  /** What the door out knows its calls by. */
  readonly purpose: string;
  /** The highest grade that the policy lets it receive; nothing when not even what is public. */
  readonly receives: Grade | undefined;
}

export interface Snapshot {
  readonly version: number;
  readonly models: readonly CallableModel[];
  readonly stops: readonly StopRow[];
  /** Networks that are the site's own. */
  readonly networks: readonly string[];
  /** Which connections the models stand for. */
  readonly rules: readonly EgressRule[];
}

export interface SnapshotSources {
  readonly database: ModelDatabase;
  readonly keyColumn: SealedTextColumn;
  readonly policy: () => Promise<EgressPolicy>;
  readonly isSolo: () => Promise<boolean>;
  /** Until other networks are approved. */
  readonly firstNetworks: readonly string[];
}

export async function readSnapshot({ database, keyColumn, policy, isSolo, firstNetworks }: SnapshotSources): Promise<Snapshot> {
  // The version first: what changes while the rest is read is read again.
  const version = await readVersion(database);
  const rows = (await listModelRows(database)).filter(({ approved_at }) => approved_at !== null);
  const prices = rows.length > 0 ? await listPrices(database) : new Map<ModelId, Price[]>();
  const isOfOne = await isSolo();
  const asked = rows.length > 0 ? await policy() : undefined;
  const models = rows.map((row): CallableModel => {
    const declared = callable(row, keyColumn, prices.get(row.id) ?? [], isOfOne);
    return { ...declared, receives: asked?.maxGrade(declared) };
  });
  const rules = rulesOf(models);
  const networks = (await readSiteNetworks(database))?.networks ?? firstNetworks;
  return { version, models, stops: await listStopRows(database), networks, rules };
}

function callable(row: ModelRow, keyColumn: SealedTextColumn, prices: readonly Price[], isSolo: boolean): Omit<CallableModel, 'receives'> {
  const { id, name } = row;
  return { id, name, ...traitsOf(row), ...boundaryOf(row), key: keyColumn.open(id, row.key), prices, isSolo, purpose: `model ${id}` };
}

/** A model that may receive nothing has no rule, and so no connection. */
function rulesOf(models: readonly CallableModel[]): EgressRule[] {
  return models.flatMap((model) => (model.receives === undefined ? [] : [{ ...placeOf(model), maxGrade: model.receives }]));
}

function placeOf({ purpose, url, zone }: CallableModel): EgressRule {
  // Servers of models inside the house seldom speak TLS; outside nothing travels open.
  return { purpose, zone, ...placeAt(new URL(url)), ...(zone === 'in-house' ? { plainText: true } : {}) };
}
