// One process owns a data folder: PGlite would corrupt under two. The lock names its owner, so that a second process can say
// who it is and the command line can talk to it instead.
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, systemCode } from '../base/errors.ts';

const ownerSchema = z.object({ pid: z.number().int(), host: z.string(), startTime: z.string(), url: z.string().nullable() });
export type FolderOwner = z.infer<typeof ownerSchema>;

export interface FolderLock {
  /** Publishes where the owner serves. */
  announce(url: string): Promise<void>;
  release(): Promise<void>;
}

/** Takes the folder for this process (creating it), or fails naming the owner. A lock left by a dead process is taken over. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = lockFile(folder);
  await ensureFolder(folder);
  const self: FolderOwner = { pid: process.pid, host: hostname(), startTime: startOf(process.pid) ?? '', url: null };
  await take(file, self, folder);
  return {
    announce: (url) => replace(file, { ...self, url }),
    release: () => rm(file, { force: true }),
  };
}

export async function ensureFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new AppError('storage-unwritable', { folder, cause: systemCode(error) ?? 'unknown' }, { cause: error });
  });
}

/** Who owns the folder now, if anybody does. */
export async function ownerOf(folder: string): Promise<FolderOwner | undefined> {
  const owner = ownerIn(await readLock(lockFile(folder)));
  return owner && isAlive(owner) ? owner : undefined;
}

const draftOf = (file: string): string => `${file}.${randomUUID()}`;
const lockFile = (folder: string): string => join(folder, 'hengjian.lock');

/**
 * Many may find the lock of a dead process at once. Who replaces it first takes the right to replace this very lock, itself a lock,
 * and looks again: while he holds the right nobody else removes what he judged.
 */
async function take(file: string, self: FolderOwner, folder: string): Promise<void> {
  while (!(await placeExclusively(file, self, folder))) {
    const found = await readLock(file);
    if (found === undefined) continue;
    const owner = ownerIn(found);
    if (owner && isAlive(owner)) throw new AppError('folder-in-use', { folder, owner: `pid ${owner.pid}@${owner.host}` });
    const right = `${file}.over-${createHash('sha256').update(found).digest('hex').slice(0, 16)}`;
    await take(right, self, folder);
    try {
      if ((await readLock(file)) === found) return await replace(file, self);
    } finally {
      await rm(right, { force: true });
    }
  }
}

/** Written aside and linked into place: a lock is never seen half written. */
async function placeExclusively(file: string, owner: FolderOwner, folder: string): Promise<boolean> {
  const draft = draftOf(file);
  try {
    await writeFile(draft, JSON.stringify(owner));
    await link(draft, file);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw new AppError('storage-unwritable', { folder, cause: systemCode(error) ?? 'unknown' }, { cause: error });
  } finally {
    await rm(draft, { force: true });
  }
}

/** Like a new lock never seen half written. */
async function replace(file: string, owner: FolderOwner): Promise<void> {
  const draft = draftOf(file);
  await writeFile(draft, JSON.stringify(owner));
  await rename(draft, file);
}

/** Undefined: there is none. One that cannot be read is as good as garbage. */
function readLock(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: unknown) => (systemCode(error) === 'ENOENT' ? undefined : ''));
}

function ownerIn(text = ''): FolderOwner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function isAlive(owner: FolderOwner): boolean {
  if (owner.host !== hostname()) return true;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (systemCode(error) === 'ESRCH') return false;
  }
  // Dead, and not yet taken note of by its parent: in a container that may be never.
  if (/^[ZX]/.test(statOf(owner.pid)?.[0] ?? '')) return false;
  // A process number is used again after a restart: the same process also started at the same time.
  const started = startOf(owner.pid);
  return started === undefined || owner.startTime === '' || started === owner.startTime;
}

/** Start time of a process in clock ticks since boot (Linux), else undefined. */
function startOf(pid: number): string | undefined {
  // The 22nd field is `starttime` (proc(5)).
  return statOf(pid)?.[19];
}

/** Fields after the command name, which is in parentheses and may hold spaces: state first (proc(5)). */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** With a database server many replicas share it; the folder then only holds files and is nobody's own. */
export async function shareFolder(folder: string): Promise<FolderLock> {
  await ensureFolder(folder);
  return { announce: async () => {}, release: async () => {} };
}
