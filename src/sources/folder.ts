// A folder of this machine. Symbolic links are not followed, so that nothing outside comes in by one, and only folders within those
// that the operator named are opened.
import { constants } from 'node:fs';
import { lstat, open, opendir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError } from '../base/errors.ts';
import { type Connector, type FoundFile, passedOver } from './connector.ts';

/** Deeper than people file things. */
const deepest = 32;

/** The real path of a folder; fails unless it is one of those allowed or within one. */
export async function allowedFolder(place: string, allowed: readonly string[]): Promise<string> {
  const real = await realpath(place).catch(() => undefined);
  const roots = await Promise.all(allowed.map((root) => realpath(root).catch(() => undefined)));
  const isWithin = (root: string | undefined): boolean => root !== undefined && (real === root || real?.startsWith(root + sep) === true);
  if (real === undefined || !roots.some(isWithin) || !(await lstat(real)).isDirectory())
    throw new AppError('invalid-input', {
      fault:
        'place: 该路径不是允许跟踪的文件夹（由运行人员在 HENGJIAN_SOURCE_FOLDERS 中设定） not a folder that may be followed (the operator sets HENGJIAN_SOURCE_FOLDERS)',
    });
  return real;
}

/** `folder`: from `allowedFolder`. */
export function openFolder(folder: string): Connector {
  return {
    list: () => filesIn(folder, '', 0),
    async read({ path, byteLength, modifiedAt }) {
      const full = join(folder, path);
      // A folder on the way may have become a link since it was listed.
      if ((await realpath(full)) !== full) return undefined;
      const handle = await open(full, constants.O_RDONLY | constants.O_NOFOLLOW);
      try {
        const bytes = await handle.readFile();
        const now = await handle.stat();
        return now.isFile() && now.size === byteLength && bytes.byteLength === byteLength && isSameTime(now.mtime, modifiedAt)
          ? bytes
          : undefined;
      } finally {
        await handle.close();
      }
    },
  };
}

async function* filesIn(folder: string, below: string, depth: number): AsyncGenerator<FoundFile> {
  for await (const entry of await opendir(join(folder, below))) {
    if (passedOver.test(entry.name)) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory() && depth < deepest) yield* filesIn(folder, path, depth + 1);
    if (!entry.isFile()) continue;
    const found = await lstat(join(folder, path)).catch(() => undefined);
    if (found?.isFile()) yield { path, byteLength: found.size, modifiedAt: found.mtime };
  }
}

/** To the millisecond, as the database keeps it. */
export function isSameTime(one: Date, other: Date): boolean {
  return Math.trunc(one.getTime()) === Math.trunc(other.getTime());
}
