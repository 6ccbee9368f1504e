// Takes named parts out of an office package. The package's directory is checked before anything is unpacked, and unpacking is bounded
// by the sizes that the directory states, so a package that lies about them is damaged, never large.
import { strFromU8, type UnzipFileInfo, unzipSync } from 'fflate';
import { isZipBomb } from './zip-directory.ts';

export type ZipParts =
  /** `names`: of all entries, wanted or not. */
  | { readonly kind: 'parts'; readonly parts: ReadonlyMap<string, string>; readonly names: readonly string[] }
  | { readonly kind: 'rejected'; readonly reason: 'damaged' | 'decompression-bomb' };

export function readZipParts(bytes: Uint8Array, isWanted: (name: string) => boolean): ZipParts {
  try {
    const entries = listEntries(bytes);
    if (isZipBomb(entries.map(({ size, originalSize }) => ({ packedSize: size, size: originalSize }))))
      return { kind: 'rejected', reason: 'decompression-bomb' };
    const unpacked = unzipSync(bytes, { filter: ({ name }) => isWanted(name) });
    const parts = new Map(Object.entries(unpacked).map(([name, content]) => [name, strFromU8(content)]));
    return { kind: 'parts', parts, names: entries.map(({ name }) => name) };
  } catch {
    return { kind: 'rejected', reason: 'damaged' };
  }
}

function listEntries(bytes: Uint8Array): UnzipFileInfo[] {
  const entries: UnzipFileInfo[] = [];
  unzipSync(bytes, {
    filter: (entry) => {
      entries.push(entry);
      return false;
    },
  });
  return entries;
}
