// One backup from beginning to end: rows at one moment, files, then the manifest that makes it a backup.
import type { Transaction } from 'kysely';
import { unfinishedJobs } from '../store/jobs.ts';
import { stateOfKeys } from '../store/keys/key-ring.ts';
import { runWithin, type Store } from '../store/store.ts';
import type { BackupSummary } from './contract.ts';
import { listBackups, type Manifest, readManifest, unlessDamaged, writeManifest } from './manifest.ts';
import { takeRows } from './rows/take-rows.ts';
import { takeFiles } from './take-files.ts';
import type { Vault } from './vault/vault.ts';

/** Queue of makings and verifications. */
export const backupQueue = 'backup';

export interface BackupSource {
  readonly store: Store;
  readonly dataFolder: string;
  /** Below the data folder: what is not data, or has its own keeper. */
  readonly without: readonly string[];
  readonly productVersion: string;
  readonly now: () => Date;
}

/** Share of the whole work that reading rows is taken for. */
const rowsShare = 0.7;

export async function takeBackup(
  { store, dataFolder, without, productVersion, now }: BackupSource,
  vault: Vault,
  { id, reason }: Pick<BackupSummary, 'id' | 'reason'>,
  onProgress: (share: number) => void = () => {},
): Promise<BackupSummary> {
  const [last] = (await listBackups(vault)).summaries;
  // Only a shortcut: files that it names need not be read again.
  const known = last ? ((await readManifest(vault, last.id).catch(unlessDamaged))?.files ?? []) : [];
  let newBytes = 0;
  const keep = async (content: Uint8Array): Promise<string> => {
    const chunk = await vault.putChunk(content);
    newBytes += chunk.newBytes;
    return chunk.name;
  };
  const takeOnce = async () => {
    let jobs: Manifest['jobs'] = [];
    let keys = '';
    const rows = await takeRows({
      store,
      keep,
      within: async (transaction: Transaction<unknown>) => {
        // The making of this very backup is not work to be done again.
        jobs = (await unfinishedJobs(runWithin(transaction))).filter(({ queue }) => queue !== backupQueue);
        keys = await stateOfKeys(runWithin(transaction));
      },
      now,
      onProgress: (share) => onProgress(share * rowsShare),
    });
    // After the rows: whatever file a row speaks of was written before it.
    const files = await takeFiles({
      dataFolder,
      without,
      known: new Map(known.map((file) => [file.path, file])),
      keep,
      onProgress: (share) => onProgress(rowsShare + share * (1 - rowsShare)),
    });
    return { rows, files, jobs, hasAllKeys: (await stateOfKeys(store.run)) === keys };
  };
  let taken = await takeOnce();
  // Files may be sealed under keys that came after the rows, or the master key beside them wrap others: a backup that nobody can open.
  while (!taken.hasAllKeys) taken = await takeOnce();
  const { files, jobs } = taken;
  const { rows, contentBytes, takenAt, migration, tables, sequences } = taken.rows;
  const summary: BackupSummary = {
    id,
    reason,
    takenAt: takenAt.toISOString(),
    productVersion,
    migration,
    rows,
    files: files.length,
    contentBytes: contentBytes + files.reduce((sum, { byteLength }) => sum + byteLength, 0),
    newBytes,
  };
  await writeManifest(vault, {
    format: 1,
    summary,
    tables: tables.map((table) => ({ ...table, chunks: [...table.chunks] })),
    sequences: [...sequences],
    jobs,
    files,
  });
  return summary;
}
