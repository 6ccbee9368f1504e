// Removes backups that retention does not keep, and then the chunks that no backup needs. Every manifest that stays is read
// first: when one cannot be, nothing is removed.
import { listSummaries, readManifest, removeManifest } from './manifest.ts';
import { backupsToKeep, type Keep } from './retention.ts';
import type { Vault } from './vault/vault.ts';

export async function prune(vault: Vault, keep: Keep, always: readonly string[]): Promise<{ backups: number; chunks: number }> {
  const summaries = await listSummaries(vault);
  const kept = backupsToKeep(summaries, keep, always);
  const needed = new Set<string>();
  for (const { id } of summaries.filter((each) => kept.has(each.id))) {
    const { tables, files } = await readManifest(vault, id);
    for (const { chunks } of [...tables, ...files]) for (const name of chunks) needed.add(name);
  }
  const surplus = summaries.filter(({ id }) => !kept.has(id));
  for (const { id } of surplus) await removeManifest(vault, id);
  let chunks = 0;
  for await (const name of vault.chunkNames()) {
    if (needed.has(name)) continue;
    await vault.removeChunk(name);
    chunks += 1;
  }
  return { backups: surplus.length, chunks };
}
