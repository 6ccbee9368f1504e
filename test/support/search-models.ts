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

export interface SearchGround {
  readonly library: TestLibrary;
  readonly ground: ModelGround;
  readonly upstream: FakeModelServer;
  readonly searchModels: SearchModels;
  /** As another process on the same database would open it, or this one after a crash. */
  openAnother(): Promise<SearchModels>;
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
  // The library is there before the models are.
  const later: { meaning?: Meaning } = {};
  const meaning: Meaning = {
    ask: async (...about) => later.meaning?.ask(...about),
    reorder: async (...about) => later.meaning?.reorder(...about),
  };
  const library = await openTestLibrary({ ...options, meaning });
  const ground = await openModelGround({ library, standsHere: true });
  const upstream = await startFakeModelServer({ record: true });
  const { store, seal, jobs, ledger, clock } = library;
  const { changes, models, administrator } = ground;
  const open = (): Promise<SearchModels> =>
    createSearchModels({ store, seal, jobs, ledger, changes, models, clock, log: silentLog, lookEveryMs: 100 });
  const searchModels = await open();
  later.meaning = searchModels.meaning;
  return {
    library,
    ground,
    upstream,
    searchModels,
    openAnother: open,
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
      await library.close();
      await upstream.close();
    },
  };
}
