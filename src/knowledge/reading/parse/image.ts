// A picture of one page, as a scanner or a telephone makes it: all its text is recognised.
import type { ParseResult } from '../draft.ts';
import { recognisePage } from '../ocr/recognition.ts';
import type { ParseOptions } from '../parse-options.ts';
import { draftOfPages } from './page-draft.ts';
import { pictureSize } from './picture-size.ts';

/** Letters of a page are legible from 150 dots an inch on; a telephone takes up to 200 million, which would be 800 MB. */
const mostPixels = 60_000_000;
/** In points: the long side of A4. How large the page was, a picture does not tell. */
const longSide = 842;

export async function parseImage(bytes: Uint8Array, { recognition, onPage }: ParseOptions): Promise<ParseResult> {
  const size = pictureSize(bytes);
  if (size === undefined) return { kind: 'rejected', reason: 'damaged' };
  if (size.width * size.height > mostPixels) return { kind: 'rejected', reason: 'too-large' };
  if (recognition === undefined) return { kind: 'rejected', reason: 'no-text-layer' };
  const { createCanvas, loadImage } = await import('@napi-rs/canvas');
  const image = await loadImage(bytes).catch(() => undefined);
  if (image === undefined) return { kind: 'rejected', reason: 'damaged' };
  const picture = createCanvas(image.width, image.height);
  picture.getContext('2d').drawImage(image, 0, 0);
  const pointsPerPixel = longSide / Math.max(image.width, image.height);
  const lines = await recognisePage(recognition, picture, 1, pointsPerPixel);
  onPage?.(1, 1);
  if (lines.length === 0) return { kind: 'rejected', reason: 'no-text-layer' };
  const pages = [{ width: image.width * pointsPerPixel, height: image.height * pointsPerPixel }];
  return { kind: 'parsed', draft: draftOfPages(lines, { pages, hiddenTexts: [], flags: ['no_text_layer', 'ocr'] }) };
}
