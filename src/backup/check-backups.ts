// Reads every chunk that a backup stands on. One that does not open is of no use to anybody and is removed: else the next backup,
// finding it there, would not store its content anew.
import type { Checking } from '../store/checking.ts';
import { listBackups, readManifest, unlessDamaged } from './manifest.ts';
import type { Vault } from './vault/vault.ts';

/** Faults are named by the backup and what is damaged of it: its summary, its manifest, or a chunk. */
export async function* checkBackups(vault: Vault): Checking {
  const backupsOf = new Map<string, string>();
  const { summaries, damaged } = await listBackups(vault);
  const faults = damaged.map((id) => `${id}/summary`);
  for (const id of [...summaries.map((each) => each.id), ...damaged]) {
    const manifest = await readManifest(vault, id).catch(unlessDamaged);
    if (!manifest) faults.push(`${id}/manifest`);
    // Newest first: a chunk is named with the newest backup that needs it.
    for (const chunk of [...(manifest?.tables ?? []), ...(manifest?.files ?? [])].flatMap(({ chunks }) => chunks))
      if (!backupsOf.has(chunk)) backupsOf.set(chunk, id);
  }
  yield { done: 0, total: backupsOf.size, faults };
  let done = 0;
  for (const [chunk, backup] of backupsOf) {
    const isWhole = (await vault.getChunk(chunk).catch(unlessDamaged)) !== undefined;
    if (!isWhole) await vault.removeChunk(chunk);
    done += 1;
    yield { done, total: backupsOf.size, faults: isWhole ? [] : [`${backup}/${chunk.slice(0, 16)}`] };
  }
}
