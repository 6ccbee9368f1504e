// Takes named parts out of an office package. The package's directory is checked before anything is unpacked, and unpacking is bounded
// by the sizes that the directory states, so a package that lies about them is damaged, never large.
import { type UnzipFileInfo, unzipSync } from 'fflate';
import { isZipBomb } from './zip-directory.ts';

type Unpacked<Part> =
  /** `names`: of all entries, wanted or not. */
  | { readonly kind: 'parts'; readonly parts: ReadonlyMap<string, Part>; readonly names: readonly string[] }
  | { readonly kind: 'rejected'; readonly reason: 'damaged' | 'decompression-bomb' };
export type ZipParts = Unpacked<string>;

export function readZipParts(bytes: Uint8Array, isWanted: (name: string) => boolean): ZipParts {
  const unpacked = readZipEntries(bytes, isWanted);
  if (unpacked.kind === 'rejected') return unpacked;
  return { ...unpacked, parts: new Map([...unpacked.parts].map(([name, content]) => [name, decodePart(content)])) };
}

/** XML is UTF-8 unless its first bytes say otherwise (XML 1.0, appendix F). Bytes that are none are replaced. */
function decodePart(content: Uint8Array): string {
  const [first, second] = content;
  const isLittle = (first === 0xff && second === 0xfe) || (first === 0x3c && second === 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c);
  return new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8').decode(content);
}

export function readZipEntries(bytes: Uint8Array, isWanted: (name: string) => boolean): Unpacked<Uint8Array> {
  try {
    const entries = listEntries(bytes);
    if (isZipBomb(entries.map(({ size, originalSize }) => ({ packedSize: size, size: originalSize }))))
      return { kind: 'rejected', reason: 'decompression-bomb' };
    const unpacked = unzipSync(bytes, { filter: ({ name }) => isWanted(name) });
    return { kind: 'parts', parts: new Map(Object.entries(unpacked)), names: entries.map(({ name }) => name) };
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
