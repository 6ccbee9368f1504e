// What takes long to make and is the same for every test is made once for each state of the code that makes it, and kept in the
// temporary folder as an archive.
import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

export interface Recipe {
  readonly name: string;
  /** A pattern of the files that decide what comes out. */
  readonly sources: string;
  /** Writes the archive, with an empty folder to work in. */
  readonly make: (archive: string, folder: string) => Promise<void>;
}

/** The path of the archive. */
export async function prepared({ name, sources, make }: Recipe): Promise<string> {
  const path = join(tmpdir(), `hengjian-test-${name}-${fingerprint(sources)}.tar`);
  if (existsSync(path)) return path;
  const folder = await mkdtemp(join(tmpdir(), `hengjian-test-${name}-`));
  // Several workers may prepare at once: each writes its own file, and the last name wins.
  const draft = `${path}.${randomUUID()}`;
  await make(draft, folder);
  await rename(draft, path);
  await rm(folder, { recursive: true, force: true });
  return path;
}

export const pack = (folder: string, archive: string): void => run('-cf', archive, '-C', folder, '.');
export const unpack = (archive: string, folder: string): void => run('-xf', archive, '-C', folder);

const run = (...args: string[]): void => void execFileSync('tar', args, { stdio: 'ignore' });

function fingerprint(sources: string): string {
  const hash = createHash('sha256');
  const files = globSync(sources, { cwd: root }).filter((path) => !path.endsWith('.test.ts') && statSync(join(root, path)).isFile());
  for (const path of [...files.sort(), 'package-lock.json']) hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest('hex').slice(0, 16);
}
