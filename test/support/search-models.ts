// A library whose search uses models, for a test: the real rooms, and a fake upstream that makes vectors and ranks.
import type { Caller } from '../../src/access/access.ts';
import { silentLog } from '../../src/base/log.ts';
import { type Grade, unknownGrade } from '../../src/base/grade.ts';
import type { Asking, Meaning } from '../../src/knowledge/knowledge.ts';
import { createSearchModels, type SearchModels } from '../../src/knowledge/search-models.ts';
import type { SearchModelsView } from '../../src/knowledge/search-models-contract.ts';
import type { Reader } from '../../src/knowledge/reading/read-in-child.ts';
import { type FakeModelServer, startFakeModelServer } from '../tools/fake-model-server.mjs';
import { openTestLibrary, type TestLibrary } from './library.ts';
import { type ModelGround, openModelGround } from './models.ts';
import { openSite, type Site } from './site.ts';

export interface SearchGround {
  readonly library: TestLibrary;
  readonly ground: ModelGround;
  readonly upstream: FakeModelServer;
  /** Until it is opened again. */
  readonly searchModels: SearchModels;
  /** Stops what is under way and opens it again, as after a restart. */
  restart(): Promise<void>;
  /** Sets the models, approved by a second person where that is needed. */
  use(embedding: string | null, rerank?: string | null, queryInstruction?: string): Promise<void>;
  /** Resolves once the work on vectors is done, or waits for something. */
  embedded(): Promise<void>;
  /** Resolves once every passage that may have a vector has one. */
  complete(): Promise<SearchModelsView>;
  search(query: string, about?: { readonly caller?: Caller; readonly label?: Grade }): ReturnType<TestLibrary['knowledge']['search']>;
  close(): Promise<void>;
}

/** Nobody declared what is asked, and no record is looked for. */
const plainAsking: Asking = { label: unknownGrade, scenario: '(library)', priority: 'interactive', beforeCall: async () => {} };

export async function openSearchGround(options: { readonly reader?: Reader } = {}): Promise<SearchGround> {
  const { meaning, bind } = boundLater();
  return openOn(await openTestLibrary({ ...options, meaning }), bind);
}

/** The same over a site, whose search has no deadline but a test's own. */
export async function openSearchSite(): Promise<{ readonly site: Site; readonly search: SearchGround }> {
  const { meaning, bind } = boundLater();
  const site = await openSite({ meaning });
  return { site, search: await openOn(site, bind, { embedMs: 20_000, rankMs: 20_000 }) };
}

/** The library is there before the models are. */
function boundLater(): { readonly meaning: Meaning; readonly bind: (meaning: Meaning) => void } {
  let bound: Meaning | undefined;
  return {
    meaning: { ask: async (...about) => bound?.ask(...about), reorder: async (...about) => bound?.reorder(...about) },
    bind: (meaning) => {
      bound = meaning;
    },
  };
}

async function openOn(
  library: TestLibrary,
  bind: (meaning: Meaning) => void,
  patience?: { readonly embedMs: number; readonly rankMs: number },
): Promise<SearchGround> {
  const ground = await openModelGround({ library, standsHere: true });
  const upstream = await startFakeModelServer({ record: true });
  const { store, seal, jobs, ledger, clock } = library;
  const { changes, models, administrator } = ground;
  const open = (): Promise<SearchModels> =>
    createSearchModels({
      store,
      seal,
      jobs,
      ledger,
      changes,
      models,
      clock,
      log: silentLog,
      lookEveryMs: 100,
      ...(patience ? { patience } : {}),
    });
  let searchModels = await open();
  bind(searchModels.meaning);
  return {
    library,
    ground,
    upstream,
    get searchModels() {
      return searchModels;
    },
    async restart() {
      await searchModels.close();
      searchModels = await open();
      bind(searchModels.meaning);
    },
    async use(embedding, rerank = null, queryInstruction = '') {
      const changeId = await searchModels.set(administrator, { embedding, rerank, queryInstruction, reason: '试用' });
      if (changeId) await ground.approveAll();
    },
    embedded: () =>
      library.waitFor('passages have vectors or wait', async () => {
        const { progress } = await searchModels.show();
        if (!progress) return true;
        const { total, done, failed, notAllowed, waitingFor, completedAt } = progress;
        return waitingFor !== null || (completedAt !== null && done + failed + notAllowed === total);
      }),
    async complete() {
      let shown = await searchModels.show();
      await library.waitFor('all passages have vectors', async () => {
        shown = await searchModels.show();
        const { progress } = shown;
        return typeof progress?.completedAt === 'string' && progress.done + progress.failed + progress.notAllowed === progress.total;
      });
      // What is searched is read once, in the background.
      await library.waitFor('they are read', async () => {
        const asked = await searchModels.meaning.ask('读取', { ...plainAsking, label: 'public' });
        return asked?.kind === 'ready';
      });
      return shown;
    },
    search: (query, { caller, label = unknownGrade } = {}) =>
      library.knowledge.search(caller?.scope ?? 'all', {
        query,
        limit: 10,
        filter: { collectionIds: [], anyValidity: false },
        asking: { ...plainAsking, label },
      }),
    async close() {
      await searchModels.close();
      await ground.close();
      // Of a site too.
      await library.close();
      await upstream.close();
    },
  };
}
