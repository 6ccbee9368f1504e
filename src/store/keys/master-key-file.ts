// The file of the master key: readable by its owner alone, never half written. While the key is being replaced the next one
// stands beside it, and whichever opens the data after a crash is the right one.
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { randomBytes, randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { AppError, systemCode } from '../../base/errors.ts';
import { keyBytes } from './cipher.ts';
import { parseKey } from './parse-key.ts';

export interface KeyFile {
  read(): Promise<Buffer | undefined>;
  /** Makes the key unless there is one, and returns whichever is there then. */
  create(): Promise<Buffer>;
  /** The key that is to follow, left by a replacement that did not end. */
  readNext(): Promise<Buffer | undefined>;
  writeNext(): Promise<Buffer>;
  adoptNext(): Promise<void>;
  dropNext(): Promise<void>;
}

export function createKeyFile(path: string): KeyFile {
  const nextPath = `${path}.next`;
  const read = async (from: string): Promise<Buffer | undefined> => {
    const text = await readFile(from, 'utf8').catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return undefined;
      throw new AppError('master-key-unusable', { where: from, fault: systemCode(error) ?? 'unreadable' }, { cause: error });
    });
    return text === undefined ? undefined : parseKey(text, from);
  };
  const write = async (to: string, place: (draft: string) => Promise<void>): Promise<Buffer> => {
    const key = randomBytes(keyBytes);
    try {
      await writeAside(to, `${key.toString('base64')}\n`, place);
    } catch (error) {
      throw new AppError('storage-unwritable', { folder: dirname(to), cause: systemCode(error) ?? 'unknown' }, { cause: error });
    }
    return key;
  };
  return {
    read: () => read(path),
    async create() {
      const made = await write(path, (draft) =>
        link(draft, path).catch((error: unknown) => {
          if (systemCode(error) !== 'EEXIST') throw error;
        }),
      );
      // Another process that shares the folder may have been first.
      return (await read(path)) ?? made;
    },
    readNext: () => read(nextPath),
    writeNext: () => write(nextPath, (draft) => rename(draft, nextPath)),
    async adoptNext() {
      // Another process may have done it.
      await rename(nextPath, path).catch((error: unknown) => {
        if (systemCode(error) !== 'ENOENT') throw error;
      });
      await flush(dirname(path));
    },
    dropNext: () => rm(nextPath, { force: true }),
  };
}

async function writeAside(path: string, text: string, place: (draft: string) => Promise<void>): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await place(draft);
    await flush(folder);
  } finally {
    await rm(draft, { force: true });
  }
}

/** A name is durable once its folder is. */
async function flush(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
