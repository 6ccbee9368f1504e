// A library for a test: the real rooms on a fresh database, with a clock that the test sets.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { soloCaller } from '../../src/access/access.ts';
import type { Scope } from '../../src/access/scope.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Document, ImportResult } from '../../src/knowledge/contract.ts';
import { createKnowledge, type Knowledge, type Meaning } from '../../src/knowledge/knowledge.ts';
import { createReader, type Reader } from '../../src/knowledge/reading/read-in-child.ts';
import { createFolderFiles, type Files } from '../../src/store/files.ts';
import { createJobs, type Jobs } from '../../src/store/jobs.ts';
import type { Seal } from '../../src/store/seal/seal.ts';
import type { Store } from '../../src/store/store.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openTestLedger } from './ledger.ts';
import { openTestSeal } from './seal.ts';
import { testHash } from './token-hash.ts';
import { until } from './until.ts';

export type Importing = Omit<Parameters<Knowledge['importFile']>[1], 'name' | 'bytes'>;

export interface TestLibrary {
  readonly database: TestDatabase;
  readonly store: Store;
  readonly seal: Seal;
  readonly files: Files;
  /** Of the files. */
  readonly folder: string;
  readonly jobs: Jobs;
  readonly reader: Reader;
  readonly ledger: Ledger;
  readonly knowledge: Knowledge;
  readonly clock: { today: string; now(): Date };
  /** Imports and waits until the file is read or rejected. */
  bring(name: string, content: string | Uint8Array, about?: Importing): Promise<ImportResult & { document: Document }>;
  settled(id: Document['id']): Promise<Document>;
  waitFor(what: string, isSo: () => Promise<boolean>): Promise<void>;
  /** Names of the documents that a search finds, best first, each once. */
  found(query: string, filter?: Partial<Parameters<Knowledge['search']>[1]['filter']>, scope?: Scope): Promise<string[]>;
  close(): Promise<void>;
}

export const everything: Scope = 'all';

export async function openTestLibrary(options: { readonly reader?: Reader; readonly meaning?: Meaning } = {}): Promise<TestLibrary> {
  const database = await openTestDatabase();
  const { store } = database;
  const folder = await mkdtemp(join(tmpdir(), 'hengjian-test-files-'));
  const seal = await openTestSeal(store);
  const files = createFolderFiles(folder, seal);
  const jobs = await createJobs(store, silentLog);
  const reader = options.reader ?? createReader({ children: 1 });
  const clock = { today: '2026-03-01', now: () => new Date(`${clock.today}T04:00:00Z`) };
  const ledger = await openTestLedger(store, clock);
  const { meaning } = options;
  const parts = { store, seal, files, jobs, reader, ledger, tokenHash: testHash, clock, log: silentLog };
  const knowledge = await createKnowledge({ ...parts, ...(meaning ? { meaning } : {}) });

  const settled = (id: Document['id']): Promise<Document> =>
    until('the document is read or rejected', async () => {
      const { document } = await knowledge.getDocument(everything, id);
      return document.latest.state !== 'queued' && document.latest.state !== 'reading' ? document : undefined;
    });
  return {
    database,
    store,
    seal,
    files,
    folder,
    jobs,
    reader,
    ledger,
    knowledge,
    clock,
    settled,
    async bring(name, content, about = {}) {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      const result = await knowledge.importFile(soloCaller, { name, bytes, ...about });
      return { ...result, document: await settled(result.document.id) };
    },
    waitFor: async (what, isSo) => {
      await until(what, async () => ((await isSo()) ? true : undefined));
    },
    async found(query, filter = {}, scope = everything) {
      const { hits } = await knowledge.search(scope, { query, limit: 50, filter: { collectionIds: [], anyValidity: false, ...filter } });
      return [...new Set(hits.map(({ document }) => document.name))];
    },
    async close() {
      await knowledge.close();
      await jobs.stop();
      reader.close();
      await ledger.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
