// What ships, read from the lock file: what runs on the server, what is bundled into the pages, and the runtime itself. Tools stay here.
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const packageSchema = z.object({
  version: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
export const lockSchema = z.object({ packages: z.record(z.string(), packageSchema) });
export type Lock = z.infer<typeof lockSchema>;

export interface Shipped {
  readonly name: string;
  readonly version: string;
  readonly licence: string | undefined;
}

export function readLock(path: string | URL): Lock {
  return lockSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** `bundled`: packages that the pages import; they are development dependencies, since the build carries them. */
export function shippedIn({ packages }: Lock, bundled: readonly string[]): Shipped[] {
  const ships = new Set(Object.entries(packages).flatMap(([path, { dev }]) => (path !== '' && !dev ? [path] : [])));
  const waiting = [...bundled, 'node'].map((name) => `node_modules/${name}`);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const found = packages[path];
    if (!found || (ships.has(path) && !bundled.includes(nameIn(path)))) continue;
    ships.add(path);
    for (const name of Object.keys({ ...found.dependencies, ...found.optionalDependencies })) {
      const place = placeOf(name, path, packages);
      if (place !== undefined && !ships.has(place)) waiting.push(place);
    }
  }
  return [...ships]
    .sort()
    .map((path) => ({ name: nameIn(path), version: packages[path]?.version ?? '', licence: packages[path]?.license }));
}

/** As Node finds it: in the folder of the package that needs it, or further up. */
function placeOf(name: string, from: string, packages: Lock['packages']): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[place]) return place;
    if (folder === '') return undefined;
  }
}

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
