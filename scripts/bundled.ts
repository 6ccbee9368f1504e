// The packages that the pages import.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const importedName = /(?:from|import\()\s*'((?:@[^/'.]+\/)?[^./'@][^/']*)(?:\/[^']*)?'/g;

export function bundledPackages(root: string): string[] {
  const files = globSync('web/src/**/*.{ts,tsx}', { cwd: root, exclude: (path) => path.endsWith('.test.ts') });
  const names = files.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(importedName)].map(([, name = '']) => name));
  return [...new Set(names)].sort();
}
