// Originals, sealed, kept by a keyed hash of their content: the same content is stored once and can be checked at any time, and
// whoever has the disk alone cannot even tell whether it holds a file that they know.
import { createHash } from 'node:crypto';
import { open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, systemCode } from '../base/errors.ts';
import type { Seal } from './seal/seal.ts';
import type { SealedStock } from './seal/sealing.ts';
import { writeDurably } from './write-durably.ts';

export interface Files {
  /** Stores the bytes durably and returns their address. Storing them again does nothing. */
  put(bytes: Uint8Array): Promise<string>;
  /** Fails with `not-found` when the bytes are gone or are no longer those that were stored. */
  get(address: string): Promise<Uint8Array>;
  isThere(address: string): Promise<boolean>;
  /** To be called when no version refers to it any more. */
  remove(address: string): Promise<void>;
  /** Under which these bytes are known: their address and, from before files were sealed, their SHA-256. */
  addressesOf(bytes: Uint8Array): readonly string[];
  /** Seals originals under the key that now seals. */
  readonly stock: SealedStock;
  /** SHA-256 of originals from before files were sealed. */
  listPlain(): Promise<string[]>;
  /** Stores a plain original sealed and returns its address; a damaged one is kept sealed, but not as an original. */
  sealPlain(sha256: string): Promise<string>;
  /** To be called when nothing refers to it by its SHA-256 any more. */
  removePlain(sha256: string): Promise<void>;
}

const suffix = '.sealed';
/** Enough of a sealed file to tell its key. */
const beginningBytes = 64;

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function createFolderFiles(folder: string, seal: Pick<Seal, 'hash' | 'originals'>): Files {
  const plainPathOf = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256);
  const pathOf = (address: string): string => `${plainPathOf(address)}${suffix}`;
  const addressOf = (bytes: Uint8Array): string => seal.hash('original-addresses', sha256Of(bytes));

  /** Read to the end, so that a file damaged on disk is made good when its content comes again. */
  const isWhole = async (address: string): Promise<boolean> => (await openSealed(address).catch(() => undefined)) !== undefined;
  const openSealed = async (address: string): Promise<Uint8Array | undefined> => {
    const sealed = await readIfThere(pathOf(address));
    return sealed && seal.originals.open(address, sealed);
  };
  const write = async (address: string, bytes: Uint8Array): Promise<void> => {
    try {
      await writeDurably(pathOf(address), seal.originals.seal(address, bytes));
    } catch (error) {
      throw new AppError('storage-unwritable', { folder, cause: systemCode(error) ?? 'unknown' }, { cause: error });
    }
  };
  const listed = async (): Promise<string[]> => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  };
  const isStale = async (address: string): Promise<boolean> => {
    const beginning = await readBeginning(pathOf(address));
    return beginning !== undefined && !seal.originals.isCurrent(beginning);
  };
  const addresses = async (): Promise<string[]> =>
    (await listed()).filter((name) => name.endsWith(suffix)).map((name) => name.slice(0, -suffix.length));
  return {
    isThere: async (address) => (await readBeginning(pathOf(address))) !== undefined,
    async remove(address) {
      await rm(pathOf(address), { force: true });
      // One from before files were sealed.
      await rm(plainPathOf(address), { force: true });
    },
    addressesOf: (bytes) => [addressOf(bytes), sha256Of(bytes)],
    async put(bytes) {
      const address = addressOf(bytes);
      if (await isWhole(address)) return address;
      await write(address, bytes);
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
    stock: {
      async countStale() {
        let count = 0;
        for (const address of await addresses()) count += (await isStale(address)) ? 1 : 0;
        return count;
      },
      async renewStale(report) {
        for (const address of await addresses()) {
          const bytes = (await isStale(address)) ? await openSealed(address).catch(() => undefined) : undefined;
          // One that does not open is damaged, and stays as it is.
          if (!bytes) continue;
          await write(address, bytes);
          await report(1);
        }
      },
    },
    listPlain: async () => (await listed()).filter((name) => plainName.test(name)),
    async sealPlain(sha256) {
      const bytes = await readFile(plainPathOf(sha256));
      const address = sha256Of(bytes) === sha256 ? addressOf(bytes) : `damaged-${sha256}`;
      if (!(await isWhole(address))) await write(address, bytes);
      return address;
    },
    removePlain: (sha256) => rm(plainPathOf(sha256), { force: true }),
  };
}

const plainName = /^[0-9a-f]{64}$/;

async function readBeginning(path: string): Promise<Buffer | undefined> {
  const file = await open(path).catch(() => undefined);
  if (!file) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(beginningBytes), 0, beginningBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
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
