// Takes named parts out of an office package. The package's directory is checked before anything is unpacked, and unpacking is bounded
// by the sizes that the directory states, so a package that lies about them is damaged, never large.
import { strFromU8, type UnzipFileInfo, unzipSync } from 'fflate';

/** Clean files have at most some hundred parts and ratios below 20; limits after measurements on clean and hostile files. */
const mostEntries = 5_000;
const largestTotalBytes = 200_000_000;
const largestRatio = 100;
const ratioCountsAboveBytes = 1_000_000;

export type ZipParts =
  /** `names`: of all entries, wanted or not. */
  | { readonly kind: 'parts'; readonly parts: ReadonlyMap<string, string>; readonly names: readonly string[] }
  | { readonly kind: 'rejected'; readonly reason: 'damaged' | 'decompression-bomb' };

export function readZipParts(bytes: Uint8Array, isWanted: (name: string) => boolean): ZipParts {
  try {
    const entries = listEntries(bytes);
    if (isBomb(entries)) return { kind: 'rejected', reason: 'decompression-bomb' };
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

function isBomb(entries: readonly UnzipFileInfo[]): boolean {
  const total = entries.reduce((sum, { originalSize }) => sum + originalSize, 0);
  const isDense = ({ size, originalSize }: UnzipFileInfo) => originalSize > ratioCountsAboveBytes && originalSize > size * largestRatio;
  return entries.length > mostEntries || total > largestTotalBytes || entries.some(isDense);
}
