// A backup into an empty place: the tables of its migration, its rows and files, then every count and hash compared. What the
// product does beyond (migrating on, opening, asking) is the business of whoever opens the place afterwards.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { queueAgain } from '../store/jobs.ts';
import { openStore, type Store, type StoreOptions } from '../store/store.ts';
import type { BackupSummary } from './contract.ts';
import { forgetUnfinishedRuns } from './backup-runs.store.ts';
import { type FileEntry, type Manifest, readManifest } from './manifest.ts';
import { readCatalogue } from './rows/catalogue.store.ts';
import { insertLines, loadingAllTables, setSequence } from './rows/load-rows.store.ts';
import { measureRows } from './rows/take-rows.ts';
import type { Vault } from './vault/vault.ts';

export interface RestorePlace {
  readonly database: StoreOptions & { readonly kind: 'embedded' | 'server' };
  readonly dataFolder: string;
}

/** What was compared; a fault names the table or file. */
export interface RestoreReport {
  readonly summary: BackupSummary;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly faults: readonly string[];
}

const loadShare = 0.6;

export async function restoreBackup(
  vault: Vault,
  id: string,
  place: RestorePlace,
  log: Log,
  onProgress: (share: number) => void = () => {},
): Promise<RestoreReport> {
  const manifest = await readManifest(vault, id);
  await refuseIfUsed(place);
  const store = await openStore(place.database, { upTo: manifest.summary.migration });
  try {
    await loadRows(vault, manifest, store, (share) => onProgress(share * loadShare));
    for (const [index, file] of manifest.files.entries()) {
      await writeFileOf(vault, file, place.dataFolder);
      onProgress(loadShare + (0.2 * (index + 1)) / manifest.files.length);
    }
    const faults = [...(await compareRows(manifest, store)), ...(await compareFiles(manifest, place.dataFolder))];
    onProgress(0.9);
    await forgetUnfinishedRuns(store);
    await queueAgain(store, log, manifest.jobs);
    onProgress(1);
    return { summary: manifest.summary, tables: manifest.tables.length, rows: manifest.summary.rows, files: manifest.files.length, faults };
  } finally {
    await store.close();
  }
}

/** A place is empty when nobody ever opened it as a data folder, and its database has no tables. */
async function refuseIfUsed({ database, dataFolder }: RestorePlace): Promise<void> {
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const used = (await readdir(dataFolder)).filter((name) => name !== 'keys');
  if (used.length > 0) throw new AppError('restore-not-empty', { where: dataFolder });
  if (database.kind !== 'server') return;
  const store = await openStore(database, 'as-found');
  try {
    if (store.migration !== '' || (await readCatalogue(store.tables())).length > 0)
      throw new AppError('restore-not-empty', { where: new URL(database.url).pathname.slice(1) });
  } finally {
    await store.close();
  }
}

async function loadRows(vault: Vault, manifest: Manifest, store: Store, onProgress: (share: number) => void): Promise<void> {
  const database = store.tables<unknown>();
  const catalogue = await readCatalogue(database);
  let done = 0;
  await loadingAllTables(database, catalogue, async () => {
    for (const { name, chunks } of manifest.tables) {
      const table = catalogue.find((each) => each.name === name);
      if (!table) throw new AppError('backup-damaged', { name, where: vault.place });
      for (const chunk of chunks) {
        const lines = (await vault.getChunk(chunk)).toString().split('\n');
        await insertLines(database, table, lines.slice(0, -1));
        onProgress(Math.min((done += lines.length - 1) / Math.max(manifest.summary.rows, 1), 1));
      }
    }
  });
  for (const { name, value } of manifest.sequences) await setSequence(database, name, value);
}

async function writeFileOf(vault: Vault, { path, chunks, modifiedAtMs }: FileEntry, dataFolder: string): Promise<void> {
  const target = join(dataFolder, path);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const file = await open(target, 'wx', 0o600);
  try {
    for (const chunk of chunks) await file.writeFile(await vault.getChunk(chunk));
    await file.sync();
  } finally {
    await file.close();
  }
  await utimes(target, modifiedAtMs / 1000, modifiedAtMs / 1000);
}

async function compareRows({ tables }: Manifest, store: Store): Promise<string[]> {
  const restored = await measureRows(store);
  return tables.flatMap(({ name, rows, rowsHash }) => {
    const found = restored.get(name);
    return found?.rows === rows && found.rowsHash === rowsHash
      ? []
      : [`table ${name}: ${rows} rows in the backup, ${found?.rows ?? 0} restored`];
  });
}

async function compareFiles({ files }: Manifest, dataFolder: string): Promise<string[]> {
  const faults: string[] = [];
  for (const { path, sha256 } of files) {
    const hash = createHash('sha256');
    for await (const bytes of createReadStream(join(dataFolder, path))) hash.update(bytes as Buffer);
    if (hash.digest('hex') !== sha256) faults.push(`file ${path}`);
  }
  return faults;
}
