// What a backup consists of: its manifest names every chunk, with the count and hash of each table and file.
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import { type BackupId, backupIdSchema } from '../base/ids.ts';
import { type BackupSummary, backupSummarySchema } from './contract.ts';
import type { Vault } from './vault/vault.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

const tableSchema = z.object({
  name: z.string(),
  rows: count,
  /** Sum of the SHA-256 of the rows modulo 2^256: whatever order a database gives them in. */
  rowsHash: hash,
  chunks: z.array(hash),
});

const fileSchema = z.object({
  /** Below the data folder. */
  path: z.string(),
  byteLength: count,
  modifiedAtMs: z.number(),
  sha256: hash,
  chunks: z.array(hash),
});
export type FileEntry = z.infer<typeof fileSchema>;

export const manifestSchema = z.object({
  format: z.literal(1),
  summary: backupSummarySchema,
  tables: z.array(tableSchema),
  sequences: z.array(z.object({ name: z.string(), value: z.string() })),
  /** Work that was queued or under way: it is queued again when the backup is restored. */
  jobs: z.array(z.object({ queue: z.string(), subject: z.string() })),
  files: z.array(fileSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

const manifestSuffix = '.manifest';
const summarySuffix = '.summary';

/** The summary last: what is listed is complete. */
export async function writeManifest(vault: Vault, manifest: Manifest): Promise<void> {
  const { id } = manifest.summary;
  await vault.putEntry(`${id}${manifestSuffix}`, Buffer.from(JSON.stringify(manifest)));
  await vault.putEntry(`${id}${summarySuffix}`, Buffer.from(JSON.stringify(manifest.summary)));
}

export async function removeManifest(vault: Vault, id: string): Promise<void> {
  await vault.removeEntry(`${id}${summarySuffix}`);
  await vault.removeEntry(`${id}${manifestSuffix}`);
}

export async function readManifest(vault: Vault, id: string): Promise<Manifest> {
  const content = await vault.getEntry(`${id}${manifestSuffix}`);
  if (content === undefined) throw new AppError('backup-missing', { where: `${vault.place} ${id}` });
  return manifestSchema.parse(JSON.parse(content.toString()));
}

export interface Listing {
  readonly summaries: readonly BackupSummary[];
  /** Of these no summary can be read: their manifest may still be whole, which a rehearsal shows. */
  readonly damaged: readonly BackupId[];
}

/** Newest first; ids sort by time. One that cannot be read does not hide the others. */
export async function listBackups(vault: Vault): Promise<Listing> {
  const names = (await vault.entryNames(summarySuffix)).reverse();
  const ids = names.flatMap((name) => backupIdSchema.safeParse(name.slice(0, -summarySuffix.length)).data ?? []);
  const read = await Promise.all(ids.map((id) => readSummary(vault, id)));
  return {
    summaries: read.flatMap((summary) => summary ?? []),
    damaged: ids.filter((_, index) => read[index] === undefined),
  };
}

async function readSummary(vault: Vault, id: BackupId): Promise<BackupSummary | undefined> {
  try {
    return backupSummarySchema.parse(JSON.parse((await vault.getEntry(`${id}${summarySuffix}`))?.toString() ?? ''));
  } catch {
    return undefined;
  }
}

/** For `catch`: what is damaged reads as nothing, and whatever else failed goes on failing. */
export function unlessDamaged(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'backup-damaged') return undefined;
  throw error;
}
