// The key of the data folder: fresh for each process, in a file that only its own account can read. Whoever shows it can read the
// folder, and may do what needs that: print the links of the first accounts.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newToken } from './token.ts';

const fileIn = (folder: string): string => join(folder, 'hengjian.key');

export interface FolderKey {
  readonly key: string;
  /** Puts the key into the folder, for the command line beside a running server. */
  publish(): Promise<void>;
  withdraw(): Promise<void>;
}

export function createFolderKey(folder: string): FolderKey {
  const key = newToken('hjf_');
  return {
    key,
    async publish() {
      // A file left by a killed process may have other rights: a new one is made.
      await rm(fileIn(folder), { force: true });
      await writeFile(fileIn(folder), key, { mode: 0o600 });
    },
    withdraw: () => rm(fileIn(folder), { force: true }),
  };
}

export async function readFolderKey(folder: string): Promise<string | undefined> {
  return readFile(fileIn(folder), 'utf8').catch(() => undefined);
}
