// A small disk of its own for tests of full ones, where mounting is allowed.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';

export interface SmallDisk {
  grow(megabytes: number): void;
  remove(): void;
}

/** Nothing where mounting is not allowed. */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk | undefined {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  return {
    grow: (size) => void execFileSync('mount', ['-o', `remount,size=${size}m`, folder]),
    remove: () => void execFileSync('umount', ['--lazy', folder]),
  };
}
