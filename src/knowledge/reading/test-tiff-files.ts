// TIFF files made for tests: pages in black and white, packed as told, and the directories that a hostile one has.
import { deflateSync } from 'node:zlib';
import type { Canvas } from '@napi-rs/canvas';

/** Tags and their values; those above two bytes are written as such. */
export type TiffEntries = Readonly<Record<number, number>>;
interface TiffPageParts {
  readonly entries: TiffEntries;
  readonly strip?: Uint8Array;
}

const [short, long] = [3, 4];
const headLength = 8;

/** A directory for each page, its strip behind it; `next`: where the last one leads. */
export function tiffFile(pages: readonly TiffPageParts[], next = 0): Uint8Array {
  const parts: Buffer[] = [Buffer.from('II*\0'), uint32(headLength)];
  let at = headLength;
  pages.forEach(({ entries, strip = new Uint8Array() }, index) => {
    const numbers = Object.entries(entries).map(([tag, value]) => [Number(tag), value] as const);
    const length = 2 + (numbers.length + 2) * 12 + 4;
    const all = [...numbers, [273, at + length] as const, [279, strip.length] as const].toSorted(([left], [right]) => left - right);
    const end = at + length + strip.length;
    parts.push(uint16(all.length), ...all.map(([tag, value]) => entryOf(tag, value)));
    parts.push(uint32(index === pages.length - 1 ? next : end), Buffer.from(strip));
    at = end;
  });
  return new Uint8Array(Buffer.concat(parts));
}

/** Of a page with pixels in black and white; black is zero. */
export function tiffPage(canvas: Canvas, packing: 1 | 8 = 1): TiffPageParts {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const rowLength = Math.ceil(width / 8);
  const bits = new Uint8Array(rowLength * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const place = y * rowLength + (x >> 3);
      if ((data[(y * width + x) * 4] ?? 0) > 128) bits[place] = (bits[place] ?? 0) | (0x80 >> (x & 7));
    }
  return {
    entries: { 256: width, 257: height, 258: 1, 259: packing, 262: 1, 277: 1, 278: height },
    strip: packing === 8 ? deflateSync(bits) : bits,
  };
}

function entryOf(tag: number, value: number): Buffer {
  return Buffer.concat([uint16(tag), uint16(value > 0xffff ? long : short), uint32(1), uint32(value)]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
