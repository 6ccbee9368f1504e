// Where backups are kept: named blobs. A folder today; an object store fits behind the same five verbs.
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, systemCode } from '../../base/errors.ts';
import { writeDurably } from '../../store/write-durably.ts';

export interface BackupTarget {
  /** For people: the path of the folder. */
  readonly place: string;
  /** Durable when it resolves; a name never stands for a part of its bytes. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  get(name: string): Promise<Uint8Array | undefined>;
  has(name: string): Promise<boolean>;
  list(folder: string): Promise<string[]>;
  remove(name: string): Promise<void>;
}

export function createFolderTarget(folder: string): BackupTarget {
  const pathOf = (name: string): string => join(folder, name);
  return {
    place: folder,
    async put(name, bytes) {
      try {
        await writeDurably(pathOf(name), bytes, { isPrivate: true });
      } catch (error) {
        throw new AppError('storage-unwritable', { folder, cause: systemCode(error) ?? 'unknown' }, { cause: error });
      }
    },
    get: (name) => orNothing(readFile(pathOf(name))),
    has: async (name) => (await orNothing(stat(pathOf(name)))) !== undefined,
    list: async (name) => (await orNothing(readdir(pathOf(name)))) ?? [],
    remove: (name) => rm(pathOf(name), { force: true }),
  };
}

async function orNothing<Value>(wanted: Promise<Value>): Promise<Value | undefined> {
  try {
    return await wanted;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
