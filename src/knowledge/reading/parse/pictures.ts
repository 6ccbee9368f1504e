// The pictures in a file, one for each page: what a scanner or a telephone makes.
import type { Canvas } from '@napi-rs/canvas';
import { isJbig2, jbig2Picture } from './jbig2.ts';
import { MalformedFile } from './malformed-file.ts';
import { largestPicture, type PictureSize, pictureSize } from './picture-size.ts';
import { tiffPages } from './tiff-directory.ts';

export interface Picture extends PictureSize {
  /** Throws `MalformedFile` where it cannot be unpacked. */
  readonly draw: () => Promise<Canvas>;
}

const tiffSignature = /^(?:II\*\0|MM\0\*)/;

/** Throws `MalformedFile`. */
export function picturesIn(bytes: Uint8Array): Picture[] {
  if (tiffSignature.test(Buffer.from(bytes.subarray(0, 4)).toString('latin1'))) return tiffPictures(bytes);
  if (isJbig2(bytes)) return [jbig2Picture(bytes)];
  const size = pictureSize(bytes);
  if (size === undefined) throw new MalformedFile('a picture without a size');
  if (size.width * size.height > largestPicture)
    throw new MalformedFile('a picture too large', isPacked(size, bytes) ? 'decompression-bomb' : 'too-large');
  return [{ ...size, draw: () => drawPicture(bytes) }];
}

/** Pages of two colours that hold something take a byte for some hundred pixels; a picture of nothing takes one for thousands. */
function isPacked({ width, height }: PictureSize, { length }: Uint8Array): boolean {
  return width * height > length * 2_000;
}

/** Telephones say how they were held: the picture is turned accordingly. */
async function drawPicture(bytes: Uint8Array): Promise<Canvas> {
  const { createCanvas, loadImage } = await import('@napi-rs/canvas');
  const image = await loadImage(bytes).catch(() => undefined);
  if (image === undefined) throw new MalformedFile('a picture that cannot be unpacked');
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas;
}

function tiffPictures(original: Uint8Array): Picture[] {
  const { pages, bytes } = tiffPages(original);
  return pages.map(({ index, width, height }) => ({ width, height, draw: () => drawTiffPage(bytes.buffer, index) }));
}

async function drawTiffPage(bytes: ArrayBuffer, index: number): Promise<Canvas> {
  const [{ createCanvas }, { default: tiff }] = await Promise.all([import('@napi-rs/canvas'), import('utif2')]);
  try {
    const page = tiff.decode(bytes)[index];
    if (page === undefined) throw new MalformedFile('a TIFF without its page');
    tiff.decodeImage(bytes, page);
    const canvas = createCanvas(page.width, page.height);
    const context = canvas.getContext('2d');
    const data = context.createImageData(page.width, page.height);
    data.data.set(tiff.toRGBA8(page));
    context.putImageData(data, 0, 0);
    return canvas;
  } catch {
    throw new MalformedFile('a TIFF page that cannot be unpacked');
  }
}
