// What a TIFF file says of its pages, checked before anything is unpacked: a directory can lead in a circle, count beyond the end of the
// file or lead on to what cameras keep for themselves, and a page can claim any size.
import { inflateSync } from 'node:zlib';
import { MalformedFile } from './malformed-file.ts';
import { largestPicture, type PictureSize, pictureSize } from './picture-size.ts';

export interface TiffPage extends PictureSize {
  /** Of the pages and previews in the file, from 0. */
  readonly index: number;
}

const mostPages = 5_000;

/** By their numbers in the TIFF 6.0 specification. */
const tag = {
  subfileType: 254,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samplesPerPixel: 277,
  stripByteCounts: 279,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
} as const;
/** The lists of values that unpacking needs besides: their places, their order of bits, their colours. */
const read: ReadonlySet<number> = new Set([...Object.values(tag), 266, 278, 284, 292, 317, 320, 338, 339, 347, 530]);
/** An entry that is not read is given a number that says nothing. */
const unread = 65_535;
/** In bytes, by type. */
const typeSizes: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const [short, long] = [3, 4];

const jpeg = 7;
const deflate: ReadonlySet<number> = new Set([8, 32_946]);
/** Not packed, fax (three ways), LZW, JPEG, deflate, PackBits. */
const packings: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, jpeg, 32_773, ...deflate]);
/** White or black is zero, red-green-blue, palette, and what JPEG makes of colours; print colours come from no scanner. */
const colourings: ReadonlySet<number> = new Set([0, 1, 2, 3, 6]);

type Entries = ReadonlyMap<number, readonly number[]>;

/** The pages, and bytes in which nothing leads away from them. Throws `MalformedFile`. */
export function tiffPages(original: Uint8Array): { readonly pages: readonly TiffPage[]; readonly bytes: Uint8Array<ArrayBuffer> } {
  const bytes = new Uint8Array(original);
  const view = new DataView(bytes.buffer);
  const isLittle = view.getUint16(0) === 0x4949;
  const pages: TiffPage[] = [];
  const seen = new Set<number>();
  for (let at = view.getUint32(4, isLittle); at !== 0; ) {
    if (seen.has(at)) throw new MalformedFile('directories of a TIFF in a circle');
    if (seen.size >= mostPages) throw new MalformedFile('more directories than a TIFF has pages', 'too-large');
    const { entries, next } = readDirectory(view, at, isLittle);
    const isPreview = ((entries.get(tag.subfileType)?.[0] ?? 0) & 1) === 1;
    if (entries.has(tag.width) && !isPreview) pages.push({ index: seen.size, ...checkedSize(bytes, entries) });
    seen.add(at);
    at = next;
  }
  return { pages, bytes };
}

function readDirectory(view: DataView, at: number, isLittle: boolean): { readonly entries: Entries; readonly next: number } {
  const count = view.getUint16(at, isLittle);
  const entries = new Map<number, number[]>();
  for (let index = 0; index < count; index += 1) {
    const entry = at + 2 + index * 12;
    const [number, type] = [view.getUint16(entry, isLittle), view.getUint16(entry + 2, isLittle)];
    const values = view.getUint32(entry + 4, isLittle);
    const length = values * (typeSizes[type] ?? 0);
    const start = length <= 4 ? entry + 8 : view.getUint32(entry + 8, isLittle);
    if (!read.has(number)) view.setUint16(entry, unread, isLittle);
    if (start + length > view.byteLength) throw new MalformedFile('a TIFF counts beyond its end');
    if (type !== short && type !== long) continue;
    entries.set(
      number,
      Array.from({ length: values }, (_, place) =>
        type === short ? view.getUint16(start + place * 2, isLittle) : view.getUint32(start + place * 4, isLittle),
      ),
    );
  }
  return { entries, next: view.getUint32(at + 2 + count * 12, isLittle) };
}

function checkedSize(bytes: Uint8Array, entries: Entries): PictureSize {
  const first = (number: number, otherwise: number): number => entries.get(number)?.[0] ?? otherwise;
  const [width, height] = [first(tag.width, 0), first(tag.height, 0)];
  const [tileWidth, tileHeight] = [first(tag.tileWidth, 1), first(tag.tileHeight, 1)];
  if (width * height === 0) throw new MalformedFile('a TIFF page without a size');
  if (Math.max(width * height, tileWidth * tileHeight) > largestPicture) throw new MalformedFile('a TIFF page too large', 'too-large');
  const [bits, samples] = [first(tag.bitsPerSample, 1), first(tag.samplesPerPixel, 1)];
  const packing = first(tag.compression, 1);
  if (!packings.has(packing) || !colourings.has(first(tag.photometric, 1)) || bits > 16 || samples > 4)
    throw new MalformedFile('a TIFF page packed or coloured in a way that is not read', 'unsupported-format');
  const unpackedLength = Math.max(width * height, tileWidth * tileHeight) * Math.ceil((bits * samples) / 8) + height;
  for (const strip of stripsOf(bytes, entries)) checkStrip(strip, packing, unpackedLength);
  return { width, height };
}

function stripsOf(bytes: Uint8Array, entries: Entries): Uint8Array[] {
  const isTiled = entries.has(tag.tileWidth);
  const offsets = entries.get(isTiled ? tag.tileOffsets : tag.stripOffsets) ?? [];
  const counts = entries.get(isTiled ? tag.tileByteCounts : tag.stripByteCounts) ?? [];
  return offsets.map((offset, index) => bytes.subarray(offset, offset + (counts[index] ?? 0)));
}

/** What unpacks to more than the page holds is meant to fill the memory. */
function checkStrip(strip: Uint8Array, packing: number, unpackedLength: number): void {
  if (packing === jpeg) {
    const size = pictureSize(strip);
    if (size === undefined) throw new MalformedFile('a strip of a TIFF page is no JPEG');
    if (size.width * size.height > largestPicture) throw new MalformedFile('a strip larger than a page', 'decompression-bomb');
  }
  if (!deflate.has(packing)) return;
  try {
    inflateSync(strip, { maxOutputLength: unpackedLength });
  } catch (error) {
    throw new MalformedFile('a strip of a TIFF page', error instanceof RangeError ? 'decompression-bomb' : 'damaged');
  }
}
