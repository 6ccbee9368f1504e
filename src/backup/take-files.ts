// The files of a data folder, in chunks of one size. A file that has not changed since the last backup is not read again.
import { createHash } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { systemCode } from '../base/errors.ts';
import type { FileEntry } from './manifest.ts';

const chunkBytes = 4 * 1024 * 1024;

export interface TakeFilesOptions {
  readonly dataFolder: string;
  /** Names below the data folder, of files or of folders, that stay out. */
  readonly without: readonly string[];
  /** Of the last backup, by path. */
  readonly known: ReadonlyMap<string, FileEntry>;
  readonly keep: (content: Uint8Array) => Promise<string>;
  readonly onProgress: (share: number) => void;
}

export async function takeFiles({ dataFolder, without, known, keep, onProgress }: TakeFilesOptions): Promise<FileEntry[]> {
  const paths = await filesIn(dataFolder, without);
  const entries: FileEntry[] = [];
  for (const [index, path] of paths.entries()) {
    const entry = await takeFile(dataFolder, path, known.get(path), keep);
    if (entry) entries.push(entry);
    onProgress((index + 1) / paths.length);
  }
  return entries;
}

/** Nothing when the file is gone meanwhile: erasing is allowed while a backup runs. */
async function takeFile(
  dataFolder: string,
  path: string,
  known: FileEntry | undefined,
  keep: TakeFilesOptions['keep'],
): Promise<FileEntry | undefined> {
  try {
    const { size, mtimeMs } = await stat(join(dataFolder, path));
    if (known && known.byteLength === size && known.modifiedAtMs === mtimeMs) return known;
    const file = await open(join(dataFolder, path));
    try {
      const hash = createHash('sha256');
      const chunks: string[] = [];
      const buffer = Buffer.alloc(Math.min(chunkBytes, Math.max(size, 1)));
      let byteLength = 0;
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length);
        if (bytesRead === 0) break;
        hash.update(buffer.subarray(0, bytesRead));
        chunks.push(await keep(buffer.subarray(0, bytesRead)));
        byteLength += bytesRead;
      }
      return { path, byteLength, modifiedAtMs: mtimeMs, sha256: hash.digest('hex'), chunks };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Paths below the folder, with `/` on every system. Unfinished writes carry a random ending and are left out. */
async function filesIn(dataFolder: string, without: readonly string[]): Promise<string[]> {
  const isLeftOut = (path: string): boolean => without.some((name) => path === name || path.startsWith(`${name}/`));
  const entries = await readdir(dataFolder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dataFolder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !isLeftOut(path) && !unfinished.test(path))
    .sort();
}

/** `writeDurably` in store/files.ts and the lock write under such names first. */
const unfinished = /\.[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(\.part)?$/;
