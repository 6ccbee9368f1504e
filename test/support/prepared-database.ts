// Creating an embedded database takes 8 s on two shared cores, opening one from a dump 1 s. The dump is made once for each state
// of the store's code and kept in the temporary folder.
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, globSync, openAsBlob, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { silentLog } from '../../src/base/log.ts';
import { createJobs } from '../../src/store/jobs.ts';
import { openStore } from '../../src/store/store.ts';

const root = join(import.meta.dirname, '..', '..');

/** A database with all migrations and the tables of the job queue, to be opened in memory. */
export async function preparedDatabase(): Promise<Blob> {
  return openAsBlob(await preparedDump());
}

/** The same as the embedded database of a data folder that does not exist yet. */
export async function prepareDataFolder(dataFolder: string): Promise<void> {
  const database = join(dataFolder, 'database');
  await mkdir(database, { recursive: true });
  execFileSync('tar', ['-xf', await preparedDump(), '-C', database], { stdio: 'ignore' });
}

async function preparedDump(): Promise<string> {
  const path = join(tmpdir(), `hengjian-test-database-${fingerprint()}.tar`);
  if (!existsSync(path)) await prepare(path);
  return path;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  const sources = globSync('src/store/**/*.ts', { cwd: root, exclude: (path) => path.endsWith('.test.ts') });
  for (const path of [...sources.sort(), 'package-lock.json']) hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest('hex').slice(0, 16);
}

async function prepare(path: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hengjian-test-database-'));
  const dataDir = join(folder, 'database');
  const store = await openStore({ kind: 'embedded', folder: dataDir });
  await (await createJobs(store, silentLog)).stop();
  await store.close();
  const database = await PGlite.create({ dataDir });
  const dump = await database.dumpDataDir('none');
  await database.close();
  // Several workers may prepare at once: each writes its own file, and the last name wins.
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, Buffer.from(await dump.arrayBuffer()));
  await rename(draft, path);
  await rm(folder, { recursive: true, force: true });
}
