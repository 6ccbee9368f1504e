// Originals, sealed, kept by a keyed hash of their content: the same content is stored once and can be checked at any time, and
// whoever has the disk alone cannot even tell whether it holds a file that they know.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError, systemCode } from '../base/errors.ts';
import type { ValueSeal } from './seal/value-seal.ts';

export interface Files {
  /** Stores the bytes durably and returns their address. Storing them again does nothing. */
  put(bytes: Uint8Array): Promise<string>;
  /** Fails with `not-found` when the bytes are gone or are no longer those that were stored. */
  get(address: string): Promise<Uint8Array>;
  /** Under which these bytes are known: their address and, from before files were sealed, their SHA-256. */
  addressesOf(bytes: Uint8Array): readonly string[];
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function createFolderFiles(folder: string, seal: ValueSeal): Files {
  const plainPathOf = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256);
  const pathOf = (address: string): string => `${plainPathOf(address)}.sealed`;
  const addressOf = (bytes: Uint8Array): string => seal.hash('original-addresses', sha256Of(bytes));

  /** Read to the end, so that a file damaged on disk is made good when its content comes again. */
  const isWhole = async (address: string): Promise<boolean> => (await openSealed(address).catch(() => undefined)) !== undefined;
  const openSealed = async (address: string): Promise<Uint8Array | undefined> => {
    const sealed = await readIfThere(pathOf(address));
    return sealed && seal.openBytes('originals', address, sealed);
  };
  return {
    addressesOf: (bytes) => [addressOf(bytes), sha256Of(bytes)],
    async put(bytes) {
      const address = addressOf(bytes);
      if (await isWhole(address)) return address;
      try {
        await writeDurably(pathOf(address), seal.sealBytes('originals', address, bytes));
      } catch (error) {
        throw new AppError('storage-unwritable', { folder, cause: systemCode(error) ?? 'unknown' }, { cause: error });
      }
      return address;
    },
    async get(address) {
      const bytes = await openSealed(address).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'sealed-value-refused') return damaged(error);
        throw error;
      });
      if (bytes) return bytes;
      const plain = await readIfThere(plainPathOf(address));
      if (!plain) throw new AppError('not-found', { what: '原件 original' });
      return sha256Of(plain) === address ? plain : damaged();
    },
  };
}

function damaged(cause?: unknown): never {
  throw new AppError('not-found', { what: '完好的原件 undamaged original' }, { cause });
}

function readIfThere(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  });
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
