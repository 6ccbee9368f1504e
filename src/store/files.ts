// Originals, kept by the SHA-256 of their bytes: the same content is stored once and can be checked at any time.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError, systemCode } from '../base/errors.ts';

export interface Files {
  /** Stores the bytes durably and returns their SHA-256 in hex. Storing them again does nothing. */
  put(bytes: Uint8Array): Promise<string>;
  /** Fails with `not-found` when the bytes are gone or are no longer those that were stored. */
  get(sha256: string): Promise<Uint8Array>;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function createFolderFiles(folder: string): Files {
  const pathOf = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256);
  return {
    async put(bytes) {
      const sha256 = sha256Of(bytes);
      const path = pathOf(sha256);
      if (await isWhole(path, sha256)) return sha256;
      try {
        await writeDurably(path, bytes);
      } catch (error) {
        throw new AppError('storage-unwritable', { folder, cause: systemCode(error) ?? 'unknown' }, { cause: error });
      }
      return sha256;
    },
    async get(sha256) {
      const bytes = await readFile(pathOf(sha256)).catch((error: unknown) => {
        if (systemCode(error) === 'ENOENT') throw new AppError('not-found', { what: '原件 original' }, { cause: error });
        throw error;
      });
      if (sha256Of(bytes) !== sha256) throw new AppError('not-found', { what: '完好的原件 undamaged original' });
      return bytes;
    },
  };
}

/** Read to the end, so that a file damaged on disk is made good when its content comes again. */
async function isWhole(path: string, sha256: string): Promise<boolean> {
  const found = await readFile(path).catch(() => undefined);
  return found !== undefined && sha256Of(found) === sha256;
}

/** Under another name first, flushed, then renamed: a name never stands for half a file. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
