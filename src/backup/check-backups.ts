// Reads every chunk that a backup stands on. One that does not open is of no use to anybody and is removed: else the next backup,
// finding it there, would not store its content anew.
import { AppError } from '../base/errors.ts';
import type { Checking } from '../store/checking.ts';
import { listSummaries, readManifest } from './manifest.ts';
import type { Vault } from './vault/vault.ts';

/** Faults are named by the backup and the chunk. */
export async function* checkBackups(vault: Vault): Checking {
  const backupsOf = new Map<string, string>();
  for (const { id } of await listSummaries(vault)) {
    const { tables, files } = await readManifest(vault, id);
    // Newest first: a chunk is named with the newest backup that needs it.
    for (const chunk of [...tables, ...files].flatMap(({ chunks }) => chunks)) if (!backupsOf.has(chunk)) backupsOf.set(chunk, id);
  }
  let done = 0;
  for (const [chunk, backup] of backupsOf) {
    const isWhole = await vault.getChunk(chunk).then(() => true, unlessDamaged);
    if (!isWhole) await vault.removeChunk(chunk);
    done += 1;
    yield { done, total: backupsOf.size, faults: isWhole ? [] : [`${backup}/${chunk.slice(0, 16)}`] };
  }
}

function unlessDamaged(error: unknown): false {
  if (error instanceof AppError && error.code === 'backup-damaged') return false;
  throw error;
}
