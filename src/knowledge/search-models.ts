// Which models search uses, and the vectors that they make: chosen by who runs the models, made in the background, searched once complete.
import { randomUUID } from 'node:crypto';
import { actorOf, type Caller } from '../access/access.ts';
import type { Changes } from '../access/changes/changes.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { ChangeId, ModelId, VectorSetId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Model } from '../models/contract.ts';
import type { CallableModel } from '../models/models.ts';
import type { Jobs } from '../store/jobs.ts';
import type { Seal } from '../store/seal/seal.ts';
import type { Store } from '../store/store.ts';
import { watchVersion } from '../store/watch-version.ts';
import { sealLibrary } from './sealed-library.ts';
import { embeddingWaitSchema, type SearchModelsView, type SearchModelsWish } from './search-models-contract.ts';
import { hindranceOf, libraryUse, reach, requestTo, type SearchCalls } from './vectors/call-model.ts';
import { embedPassages } from './vectors/embed-passages.ts';
import { HeldVectors } from './vectors/held-vectors.ts';
import { createMeaning, type Meaning, type Patience, usualPatience } from './vectors/meaning.ts';
import { maxDimension } from './vectors/quantise.ts';
import { sealVectors } from './vectors/sealed-vectors.ts';
import { putSetting, type Setting, settingChange } from './vectors/setting-change.ts';
import { readSettings, readSettingVersion, type SettingRows } from './vectors/settings.store.ts';
import {
  countEmbedded,
  dropRetired,
  gradesUpTo,
  idsOf,
  isBusyOrWaiting,
  nextPending,
  type VectorSetRow,
  type VectorTables,
} from './vectors/vectors.store.ts';

export interface SearchModelsDependencies {
  readonly store: Store;
  readonly seal: Seal;
  readonly jobs: Jobs;
  readonly ledger: Ledger;
  readonly changes: Changes;
  readonly models: SearchCalls;
  readonly clock: Clock;
  readonly log: Log;
  /** How often it is looked whether passages wait for a vector. */
  readonly lookEveryMs?: number;
  /** How long a search waits for its models. */
  readonly patience?: Patience;
}

export interface SearchModels {
  show(): Promise<SearchModelsView>;
  /** The id of the change that waits for a second person, or null: done. */
  set(caller: Caller, wish: SearchModelsWish): Promise<ChangeId | null>;
  /** For the library's search. */
  readonly meaning: Meaning;
  close(): Promise<void>;
}

const embeddingQueue = 'embed-passages';
/** Public, and the same for everybody. */
const probeText = '市民可以在政务服务大厅办理业务。';
const probeTimeouts = { queueMs: 10_000, firstTokenMs: 20_000, betweenTokensMs: 20_000, totalMs: 20_000 };

export async function createSearchModels(dependencies: SearchModelsDependencies): Promise<SearchModels> {
  const { store, seal, jobs, ledger, changes, models, clock, log, lookEveryMs = 5_000, patience = usualPatience } = dependencies;
  const database = store.tables<VectorTables>();
  const [sealed, vectors] = [sealLibrary(seal), sealVectors(seal)];
  const stopping = new AbortController();
  let known: SettingRows = await readSettings(database);
  let held: HeldVectors | undefined;
  const hold = (): void => {
    const { searched } = known;
    if (held?.set === searched?.id) return;
    held = searched && new HeldVectors({ database, vectors, log }, searched);
    if (held) load(held);
  };
  const load = (one: HeldVectors): void => void one.caughtUp().catch((error: unknown) => log.error('vectors-not-read', error));
  let reading: Promise<void> = Promise.resolve();
  /** One after the other: what was read earlier must not come later. */
  const refresh = (): Promise<void> => {
    reading = reading
      .catch(() => undefined)
      .then(async () => {
        known = await readSettings(database);
        hold();
      });
    return reading;
  };
  const watch = watchVersion({ name: 'search-models', log, read: () => readSettingVersion(database), held: () => known.version, refresh });
  hold();

  const worker = randomUUID();
  const isWanted = (id: VectorSetId): boolean => known.wanted?.id === id;
  await jobs.start({
    name: embeddingQueue,
    async work(subject) {
      const id = subject as VectorSetId;
      if (!isWanted(id)) return;
      await embedPassages({ database, sealed, vectors, models, ledger, clock, isWanted, worker, signal: stopping.signal }, id);
      await refresh();
    },
  });
  const look = async (): Promise<void> => {
    const { wanted, searched } = known;
    await dropRetired(database, idsOf(wanted, searched));
    if (!wanted || (await isBusyOrWaiting(database, wanted.id))) return;
    const pending = await nextPending(database, wanted.id, gradesFor(wanted), undefined);
    if (pending || wanted.completed_at === null) await jobs.enqueue(embeddingQueue, wanted.id);
  };
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look).catch((error: unknown) => log.debug('embedding-not-looked-for', { cause: String(error) }));
  }, lookEveryMs).unref();

  const change = settingChange(models);
  changes.register(change);

  const find = (id: string | null | undefined): CallableModel | undefined => models.snapshot().models.find((model) => model.id === id);
  const gradesFor = ({ model_id }: VectorSetRow) => gradesUpTo(find(model_id)?.receives);
  function mustFind(name: string, ability: Model['abilities'][number]): CallableModel {
    const model = models.snapshot().models.find((one) => one.name === name);
    if (!model) throw new AppError('not-found', { what: 'model 模型' });
    if (!model.abilities.includes(ability)) throw new AppError('model-unable', { name, ability });
    return model;
  }

  /** How long its vectors are, from a call with a public text. */
  async function dimensionOf(model: CallableModel): Promise<number> {
    const { signal } = stopping;
    const about = { modelId: model.id, ability: 'embeddings', scenario: libraryUse, priority: 'interactive', label: 'public' } as const;
    const call = { ...about, texts: [probeText], timeouts: probeTimeouts, signal };
    const reached = reach(models, call);
    if (reached.kind === 'hindered') throw new AppError('model-failed', { fault: reached.by });
    const { vectors: made } = await models.embed(requestTo(reached.model, call)).catch((error: unknown) => {
      throw new AppError('model-failed', { fault: hindranceOf(error) }, { cause: error });
    });
    const dimension = made[0]?.length ?? 0;
    if (dimension > maxDimension) throw new AppError('invalid-input', { fault: `维数 dimension ${dimension} > ${maxDimension}` });
    return dimension;
  }

  async function progressOf(set: VectorSetRow): Promise<SearchModelsView['progress']> {
    const counts = await countEmbedded(database, set.id, gradesFor(set));
    const left = counts.total - counts.done - counts.failed - counts.notAllowed;
    const msEach = set.worked_passages > 0 ? set.worked_ms / set.worked_passages : undefined;
    return {
      startedAt: set.created_at.toISOString(),
      completedAt: set.completed_at?.toISOString() ?? null,
      ...counts,
      waitingFor: embeddingWaitSchema.nullable().parse(set.waiting_for),
      retryAt: set.retry_at?.toISOString() ?? null,
      secondsLeft: left > 0 && msEach !== undefined ? Math.ceil((left * msEach) / 1_000) : null,
    };
  }

  return {
    async show() {
      await refresh();
      const { wanted, searched, setting } = known;
      const nameOf = (id: ModelId): string => find(id)?.name ?? id;
      return {
        embedding: wanted
          ? { model: nameOf(wanted.model_id), dimension: wanted.dimension, queryInstruction: setting?.query_instruction ?? '' }
          : null,
        rerank: setting?.rerank_model_id ? nameOf(setting.rerank_model_id) : null,
        progress: wanted ? await progressOf(wanted) : null,
        searchedModel: searched ? nameOf(searched.model_id) : null,
      };
    },
    async set(caller, { embedding: name, queryInstruction, rerank, reason }) {
      const model = name === null ? undefined : mustFind(name, 'embeddings');
      const ranker = rerank === null ? undefined : mustFind(rerank, 'rerank');
      const dimension = model && (await dimensionOf(model));
      await refresh();
      const setting: Setting = {
        embedding: model && dimension !== undefined ? { modelId: model.id, upstreamName: model.upstreamName, dimension } : null,
        queryInstruction,
        rerankModelId: ranker?.id ?? null,
        replaces: known.setting?.number ?? 0,
      };
      const changeId = [model, ranker].some((one) => one?.zone === 'external')
        ? await changes.proposeOrApply(caller, change, setting, reason)
        : await apply(caller, setting);
      await refresh();
      if (changeId === null && known.wanted) await jobs.enqueue(embeddingQueue, known.wanted.id);
      return changeId;
    },
    meaning: createMeaning({
      models,
      clock,
      log,
      patience,
      inUse: () => ({
        set: known.searched ?? known.wanted,
        held,
        instruction: known.instruction,
        rerankModelId: known.setting?.rerank_model_id ?? undefined,
      }),
      onLoad: load,
    }),
    async close() {
      watch.stop();
      clearInterval(timer);
      stopping.abort();
      await looking;
    },
  };

  async function apply(caller: Caller, setting: Setting): Promise<null> {
    await database.transaction().execute(async (transaction) => {
      const entry = await putSetting(transaction, setting, clock.now());
      await ledger.appendWithin(transaction, { ...entry, actor: actorOf(caller) });
    });
    return null;
  }
}
