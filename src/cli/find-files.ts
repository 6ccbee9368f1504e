// The files that a person means by naming files and folders.
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { AppError, systemCode } from '../base/errors.ts';

export interface NamedFile {
  readonly path: string;
  /** Under which it is imported: inside a folder the path from there, with `/`. */
  readonly name: string;
  readonly byteLength: number;
}

/** Files in the order named, folders walked in order of names; hidden files are left out. */
export async function findFiles(paths: readonly string[]): Promise<NamedFile[]> {
  return (await Promise.all(paths.map(expand))).flat();
}

async function expand(path: string): Promise<NamedFile[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw new AppError(
      'invalid-input',
      { fault: `${path}: ${systemCode(error) === 'ENOENT' ? 'no such file or folder (没有这个文件或文件夹)' : String(systemCode(error))}` },
      { cause: error },
    );
  });
  if (!found.isDirectory()) return [{ path, name: basename(path), byteLength: found.size }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const visible = files
    .map((file) => ({ file, name: relative(path, file).replaceAll('\\', '/') }))
    .filter(({ name }) => !name.split('/').some((part) => part.startsWith('.')));
  visible.sort((one, other) => (one.name < other.name ? -1 : 1));
  return Promise.all(visible.map(async ({ file, name }) => ({ path: file, name, byteLength: (await stat(file)).size })));
}
