// Removes backups that retention does not keep, and then the chunks that no backup needs. Every manifest that stays is read
// first: when one cannot be, nothing is removed.
import type { BackupId } from '../base/ids.ts';
import { listBackups, readManifest, removeManifest, unlessDamaged } from './manifest.ts';
import { backupsToKeep, type Keep } from './retention.ts';
import type { Vault } from './vault/vault.ts';

export interface Pruned {
  readonly backups: number;
  readonly chunks: number;
  /** Why nothing was removed: backups whose manifest cannot be read. */
  readonly unreadable: readonly BackupId[];
}

export async function prune(vault: Vault, keep: Keep, always: readonly string[]): Promise<Pruned> {
  const { summaries, damaged } = await listBackups(vault);
  const kept = backupsToKeep(summaries, keep, always);
  const needed = new Set<string>();
  const unreadable: BackupId[] = [];
  for (const id of [...summaries.map((each) => each.id).filter((each) => kept.has(each)), ...damaged]) {
    const manifest = await readManifest(vault, id).catch(unlessDamaged);
    if (!manifest) unreadable.push(id);
    for (const { chunks } of [...(manifest?.tables ?? []), ...(manifest?.files ?? [])]) for (const name of chunks) needed.add(name);
  }
  if (unreadable.length > 0) return { backups: 0, chunks: 0, unreadable };
  const surplus = summaries.filter(({ id }) => !kept.has(id));
  for (const { id } of surplus) await removeManifest(vault, id);
  let chunks = 0;
  for await (const name of vault.chunkNames()) {
    if (needed.has(name)) continue;
    await vault.removeChunk(name);
    chunks += 1;
  }
  return { backups: surplus.length, chunks, unreadable };
}
