import { deflateSync } from 'node:zlib';
import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MalformedFile } from './parse/malformed-file.ts';
import { rejectionOf } from './parse-file.ts';
import { picturesIn } from './parse/pictures.ts';
import { readDocument } from './read-document.ts';
import { savedJbig2 } from './test-scans.ts';
import { tiffFile, tiffPage } from './test-tiff-files.ts';

const size = { 256: 16, 257: 8, 258: 1, 262: 1, 277: 1, 278: 8 };
const strip = new Uint8Array(16);

/** Black on the left of a column, white from it on. */
function halves(column: number) {
  const canvas = createCanvas(40, 20);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(column, 0, 40, 20);
  return canvas;
}

const reasonFor = async (bytes: Uint8Array) => {
  const outcome = await readDocument({ name: 'a.tif', bytes });
  return outcome.kind === 'rejected' ? outcome.reason : outcome.kind;
};

describe('a TIFF', () => {
  it('has its pages in order, without the previews that cameras add', async () => {
    const preview = { entries: { ...size, 254: 1 }, strip };
    const file = tiffFile([tiffPage(halves(10)), preview, tiffPage(halves(30), 8)]);
    const pages = await Promise.all(picturesIn(file).map((picture) => picture.draw()));
    const firstWhite = pages.map((page) => {
      const row = page.getContext('2d').getImageData(0, 10, page.width, 1).data;
      return Array.from({ length: page.width }, (_, x) => row[x * 4]).indexOf(255);
    });
    expect(firstWhite).toEqual([10, 30]);
  });

  it.each([
    ['whose directories lead in a circle', tiffFile([{ entries: size, strip }], 8), 'damaged'],
    ['whose directory lies beyond its end', tiffFile([{ entries: size, strip }], 4_000_000), 'damaged'],
    ['with a page of 4 billion pixels', tiffFile([{ entries: { ...size, 256: 65_535, 257: 65_535 }, strip }]), 'too-large'],
    ['with a page without a size', tiffFile([{ entries: { ...size, 257: 0 }, strip }]), 'damaged'],
    ['packed as a camera packs', tiffFile([{ entries: { ...size, 259: 34_713 }, strip }]), 'unsupported-format'],
    ['in print colours', tiffFile([{ entries: { ...size, 262: 5 }, strip }]), 'unsupported-format'],
    [
      'with a strip that fills the memory',
      tiffFile([{ entries: { ...size, 259: 8 }, strip: deflateSync(Buffer.alloc(1e7)) }]),
      'decompression-bomb',
    ],
    ['with a strip that is not what it says', tiffFile([{ entries: { ...size, 259: 7 }, strip }]), 'damaged'],
    ['without pages', tiffFile([{ entries: { 258: 1 } }]), 'empty'],
    ['whose text nobody has recognised', tiffFile([{ entries: size, strip }]), 'no-text-layer'],
  ])('%s is refused with the reason', async (_, bytes, reason) => {
    expect(await reasonFor(bytes)).toBe(reason);
  });

  it('that counts beyond its end is refused', async () => {
    const bytes = tiffFile([{ entries: size, strip }]);
    // The number of values of the first entry.
    new DataView(bytes.buffer).setUint32(8 + 2 + 4, 0xffff_ffff, true);
    expect(await reasonFor(bytes)).toBe('damaged');
  });
});

describe('a JBIG2 picture', () => {
  const file = new Uint8Array(savedJbig2('scan').jbig2);
  const reasonOf = (bytes: Uint8Array): string => {
    try {
      return `${picturesIn(bytes)[0]?.width}`;
    } catch (error) {
      return rejectionOf(error).reason;
    }
  };

  it('tells its size, and is refused where that would fill the memory, or where its parts stand in an order that is not read', () => {
    expect(reasonOf(file)).toBe('1240');
    expect(reasonOf(file.with(24, 0x7f))).toBe('too-large');
    expect(reasonOf(file.with(8, 0))).toBe('unsupported-format');
    expect(reasonOf(file.with(17, 0x33))).toBe('damaged');
  });
});

describe('a picture', () => {
  it.each([
    ['TIFF', tiffFile([tiffPage(halves(10)), tiffPage(halves(30), 8)]), 200],
    ['JBIG2', new Uint8Array(savedJbig2('scan').jbig2), 30],
  ])('in a %s that is broken anywhere is drawn or refused', async (_, whole, numRuns) => {
    const broken = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(broken, async (changes) => {
        const bytes = new Uint8Array(whole);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          for (const picture of picturesIn(bytes)) await picture.draw();
        } catch (error) {
          expect(error instanceof MalformedFile || error instanceof RangeError).toBe(true);
        }
      }),
      { numRuns },
    );
  });
});
