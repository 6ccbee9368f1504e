// Finds the tests that a database can make a difference to, so that the very same ones run on both and none can be forgotten. A test
// that never asks which database is meant does the same on both, in itself and in the commands that it starts.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const importedPath = /(?:^|\n)(?:import|export)\s+(?!type\b)(?:[^'";]*?\bfrom\s+)?'(\.{1,2}\/[^']+)'|\bimport\('(\.{1,2}\/[^']+)'\)/g;

const databaseSetting = 'HENGJIAN_TEST_DATABASE_URL';

/** Paths, relative to `root`, of the tests that read the setting of the database or load a file that does, however far down. */
export function testsOnStore(root: string): string[] {
  const asks = new Map<string, boolean>();
  const asksForDatabase = (file: string): boolean => {
    const known = asks.get(file);
    if (known !== undefined) return known;
    asks.set(file, false);
    const text = readFileSync(file, 'utf8');
    const answer = text.includes(databaseSetting) || importsOf(file, text).some(asksForDatabase);
    asks.set(file, answer);
    return answer;
  };
  return globSync('{src,test}/**/*.test.ts', { cwd: root }).filter((file) => asksForDatabase(join(root, file)));
}

function importsOf(file: string, text: string): string[] {
  return [...text.matchAll(importedPath)]
    .map(([, fixed, lazy]) => join(dirname(file), fixed ?? lazy ?? ''))
    .filter((path) => path.endsWith('.ts') && existsSync(path));
}
