// Creating an embedded database takes 8 s on two shared cores, opening one from a dump 1 s.
import { openAsBlob } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { silentLog } from '../../src/base/log.ts';
import { createJobs } from '../../src/store/jobs.ts';
import { openStore } from '../../src/store/store.ts';
import { prepared, type Recipe, unpack } from './prepared.ts';

/** A database with all migrations and the tables of the job queue, to be opened in memory. */
export async function preparedDatabase(): Promise<Blob> {
  return openAsBlob(await prepared(recipe));
}

/** The same as the embedded database of a data folder that does not exist yet. */
export async function prepareDataFolder(dataFolder: string): Promise<void> {
  const database = join(dataFolder, 'database');
  await mkdir(database, { recursive: true });
  unpack(await prepared(recipe), database);
}

const recipe: Recipe = {
  name: 'database',
  sources: 'src/store/**/*.ts',
  make: async (archive, folder) => {
    const dataDir = join(folder, 'database');
    const store = await openStore({ kind: 'embedded', folder: dataDir });
    await (await createJobs(store, silentLog)).stop();
    await store.close();
    const database = await PGlite.create({ dataDir });
    const dump = await database.dumpDataDir('none');
    await database.close();
    await writeFile(archive, Buffer.from(await dump.arrayBuffer()));
  },
};
