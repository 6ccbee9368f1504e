// The public face of models: what is registered, what may be sent where, and the one way to call one.
import type { Caller } from '../access/access.ts';
import type { Changes } from '../access/changes/changes.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { ChangeId, ModelStopId, RunId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Egress, EgressRule } from '../egress/egress.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Seal } from '../store/seal/seal.ts';
import type { Store } from '../store/store.ts';
import { watchVersion } from '../store/watch-version.ts';
import type { Model, ModelFigures, Price, ProbeStep, Span, Stop } from './contract.ts';
import { type CallRequest, createCalls, type OpenCall } from './call.ts';
import { requireOwnZone } from './boundary.ts';
import { type EgressPolicy, readEgressPolicy } from './may-receive.ts';
import { createEstimates, type Estimates } from './estimates.ts';
import { createFigures } from './figures.ts';
import { createHealth, type ModelHealth, type Timing } from './health.ts';
import { boundaryChange } from './model-change.ts';
import { listModelRows, listPrices, listStopRows, type ModelTables, readSiteNetworks, readVersion } from './models.store.ts';
import { presentModel, presentStop } from './present.ts';
import { probeModel } from './probe.ts';
import { listCallsOf, type RunCallRow } from './run-calls.store.ts';
import { createRegistry, type ModelChange, type ModelWish, type Wished } from './registry.ts';
import { type Routing, routeCall, type Wanted } from './route.ts';
import { siteNetworksChange } from './site-networks.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';
import { createWholeCalls, type Embedded, type EmbedRequest, type Ranked, type RankRequest } from './whole-call.ts';
import { createStops, stopAgainst, type StopWish } from './stops.ts';

export interface ModelDependencies {
  readonly store: Store;
  readonly seal: Seal;
  readonly ledger: Ledger;
  readonly changes: Changes;
  readonly egress: Pick<Egress, 'open'>;
  readonly clock: Clock;
  readonly log: Log;
  /** For queues and breakers. */
  readonly timing: Timing;
  readonly isSolo: () => Promise<boolean>;
  /** The site's own networks until others are approved. */
  readonly firstNetworks: readonly string[];
  /** Refuses a zone that an address contradicts; other than usual where all upstreams stand on one machine. */
  readonly checkZone?: typeof requireOwnZone;
}

export interface Models {
  list(): Promise<{ models: Model[]; stops: Stop[] }>;
  add(caller: Caller, wish: ModelWish): Promise<Changed>;
  change(caller: Caller, name: string, wish: ModelChange, reason: string): Promise<Changed>;
  setKey(caller: Caller, name: string, key: string | null): Promise<Model>;
  setPrice(caller: Caller, name: string, price: Price): Promise<Model>;
  remove(caller: Caller, name: string): Promise<void>;
  /** Tries the connection with a fixed public text. */
  test(name: string): Promise<ProbeStep[]>;
  stop(caller: Caller, wish: StopWish): Promise<Stop>;
  lift(caller: Caller, id: ModelStopId, reason: string): Promise<void>;
  networks(): Promise<{ number: number; networks: string[] }>;
  proposeNetworks(caller: Caller, networks: readonly string[], reason: string): Promise<ChangeId | null>;
  /** For the door out: which connections the models stand for, and which networks are the site's own, as of now. */
  rules(): readonly EgressRule[];
  siteNetworks(): readonly string[];
  snapshot(): Snapshot;
  /** Who may take a call, best first, as of now; or why nobody. */
  route(wanted: Wanted): Routing;
  /** How many tokens a call will take, by what this process saw of the model. */
  readonly estimates: Estimates;
  /** What this process knows of the models from its own calls. */
  health(): ModelHealth[];
  /** What is known of the models now, and what their calls came to. */
  figures(span: Span): Promise<ModelFigures>;
  /** The calls of a run, in the order in which they were made. */
  callsOf(run: RunId): Promise<RunCallRow[]>;
  /** Begins a call, after a wait where the model has all it can do; fails with a `CallFailure` unless a reply begins. A stop that comes meanwhile ends it. */
  open(request: CallRequest): Promise<OpenCall>;
  /** Vectors of texts, under the same rules as `open`. */
  embed(request: EmbedRequest): Promise<Embedded>;
  /** Texts in the order in which they bear on a query, under the same rules as `open`. */
  rank(request: RankRequest): Promise<Ranked>;
  /** Reads the registry again; by itself it does so within half a second of a change. */
  refresh(): Promise<void>;
  policy(): Promise<EgressPolicy>;
  close(): void;
}

export { inBase64, inNumbers, readEmbeddingsReply } from './embeddings-api.ts';
export { readRerankReply, rerankBody } from './rerank-api.ts';
export { retryAfterMs } from './breaker.ts';
export { CallFailure, type CallFault } from './call-fault.ts';
export type { CallRequest, OpenCall } from './call.ts';
export type { CallRecord, Usage } from './calls.store.ts';
export { callRows } from './calls.store.ts';
export type { CallTimeouts } from './deadlines.ts';
export { estimateTokens, priceOf, usageOf } from './usage.ts';
export { createEstimates } from './estimates.ts';
export { type ModelHealth, processTiming, type Timing } from './health.ts';
export { routeCall } from './route.ts';
export type { RunCallRow } from './run-calls.store.ts';
export { type Prompt, promptOf } from './schedule/load.ts';
export type { PlaceInQueue } from './schedule/queue.ts';
export type { CallableModel } from './snapshot.ts';
export { createChatReader, readChatReply } from './stream/chat-reader.ts';
export { withoutReasoning } from './stream/without-reasoning.ts';
export { createSseReader, type SseItem } from './stream/sse-reader.ts';

export interface Changed {
  readonly model: Model;
  readonly changeId: ChangeId | null;
}

export async function createModels(dependencies: ModelDependencies): Promise<Models> {
  const { store, seal, ledger, changes, egress, clock, log, timing, isSolo, firstNetworks, checkZone = requireOwnZone } = dependencies;
  const database = store.tables<ModelTables>();
  const keyColumn = seal.columns.text({ table: 'model', column: 'key', purpose: 'models' });
  let reading: Promise<EgressPolicy> | undefined;
  // The engine takes memory and time that a site without models never spends.
  const policy = (): Promise<EgressPolicy> => (reading ??= readEgressPolicy());
  const read = (): Promise<Snapshot> => readSnapshot({ database, keyColumn, policy, isSolo, firstNetworks });
  const health = createHealth(timing);
  const calls = createCalls(egress, health);
  const estimates = createEstimates();
  let held = await read();
  const refresh = async (): Promise<void> => {
    held = await read();
    health.keep(held.models);
    calls.running.endWhere((modelId, scenario) => stopAgainst(held.stops, modelId, scenario) !== undefined);
  };
  const watch = watchVersion({ name: 'model-registry', log, read: () => readVersion(database), held: () => held.version, refresh });

  const boundary = boundaryChange(database);
  const networks = siteNetworksChange(database, firstNetworks);
  changes.register(boundary);
  changes.register(networks);
  const currentNetworks = async () => (await readSiteNetworks(database)) ?? { number: 0, networks: [...firstNetworks] };
  const registry = createRegistry({
    database,
    ledger,
    changes,
    boundaryChange: boundary,
    keyColumn,
    clock,
    refresh,
    checkZone: async (wanted) => checkZone(wanted, (await currentNetworks()).networks),
  });
  const stops = createStops({ database, ledger, clock, refresh });

  async function list(): Promise<{ models: Model[]; stops: Stop[] }> {
    const [rows, prices, standing] = [await listModelRows(database), await listPrices(database), await listStopRows(database)];
    const names = new Map<string, string>(rows.map(({ id, name }) => [id, name]));
    return {
      models: rows.map((row) => presentModel(row, prices.get(row.id) ?? [], standing)),
      stops: standing.map((row) => presentStop(row, names)),
    };
  }

  async function shown(id: string): Promise<Model> {
    const model = (await list()).models.find((one) => one.id === id);
    if (!model) throw new AppError('not-found', { what: 'model 模型' });
    return model;
  }

  const changed = async ({ modelId, changeId }: Wished): Promise<Changed> => ({ model: await shown(modelId), changeId });
  const named = async (name: string): Promise<Model> => shown((await registry.mustFind(name)).id);

  return {
    list,
    add: async (caller, wish) => changed(await registry.add(caller, wish)),
    change: async (caller, name, wish, reason) => changed(await registry.change(caller, name, wish, reason)),
    async setKey(caller, name, key) {
      await registry.setKey(caller, name, key);
      return named(name);
    },
    async setPrice(caller, name, price) {
      await registry.setPrice(caller, name, price);
      return named(name);
    },
    remove: (caller, name) => registry.remove(caller, name),
    async test(name) {
      const { id } = await registry.mustFind(name);
      const model = held.models.find((one) => one.id === id);
      if (!model) throw new AppError('model-waiting', { name });
      return probeModel(egress, model);
    },
    async stop(caller, wish) {
      const id = await stops.stop(caller, wish);
      const stop = (await list()).stops.find((one) => one.id === id);
      if (!stop) throw new AppError('not-found', { what: 'emergency stop 紧急停用' });
      return stop;
    },
    lift: (caller, id, reason) => stops.lift(caller, id, reason),
    networks: currentNetworks,
    async proposeNetworks(caller, wanted, reason) {
      const { number } = await currentNetworks();
      const changeId = await changes.proposeOrApply(caller, networks, { networks: [...wanted], replaces: number }, reason);
      await refresh();
      return changeId;
    },
    rules: () => held.rules,
    siteNetworks: () => held.networks,
    snapshot: () => held,
    route: (wanted) => routeCall(held, wanted, health, estimates),
    estimates,
    health: () => health.of(held.models),
    figures: createFigures({ database, clock, health: () => health.of(held.models) }),
    callsOf: (run) => listCallsOf(database, run),
    open: calls.open,
    ...createWholeCalls(calls.open),
    refresh,
    policy,
    close: () => watch.stop(),
  };
}
