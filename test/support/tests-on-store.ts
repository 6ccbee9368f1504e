// Finds the tests that touch the store, so that the very same ones run on both databases and none can be forgotten.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const importedPath = /(?:^|\n)(?:import|export)\s+(?!type\b)(?:[^'";]*?\bfrom\s+)?'(\.{1,2}\/[^']+)'|\bimport\('(\.{1,2}\/[^']+)'\)/g;

/** Paths, relative to `root`, of the tests that load a file of src/store, however far down. */
export function testsOnStore(root: string): string[] {
  const touches = new Map<string, boolean>();
  const touchesStore = (file: string): boolean => {
    const known = touches.get(file);
    if (known !== undefined) return known;
    touches.set(file, false);
    const answer = relative(root, file).startsWith(join('src', 'store') + sep) || importsOf(file).some(touchesStore);
    touches.set(file, answer);
    return answer;
  };
  return globSync('{src,test}/**/*.test.ts', { cwd: root }).filter((file) => touchesStore(join(root, file)));
}

function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(importedPath)]
    .map(([, fixed, lazy]) => join(dirname(file), fixed ?? lazy ?? ''))
    .filter((path) => path.endsWith('.ts') && existsSync(path));
}
