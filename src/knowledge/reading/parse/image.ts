// A picture, or several in one file, as a scanner or a telephone makes them: all their text is recognised.
import type { ParseResult } from '../draft.ts';
import { recognisePage } from '../ocr/recognition.ts';
import type { ParseOptions } from '../parse-options.ts';
import type { PageShape } from '../reading.ts';
import { draftOfPages } from './page-draft.ts';
import type { PageLine } from './pdf-lines.ts';
import { picturesIn } from './pictures.ts';

/** In points: the long side of A4. How large the page was, most pictures do not tell. */
const longSide = 842;

export async function parseImage(bytes: Uint8Array, { recognition, onPage }: ParseOptions): Promise<ParseResult> {
  const pictures = picturesIn(bytes);
  if (recognition === undefined) return { kind: 'rejected', reason: pictures.length === 0 ? 'empty' : 'no-text-layer' };
  const lines: PageLine[] = [];
  const pages: PageShape[] = [];
  for (const [index, picture] of pictures.entries()) {
    const canvas = await picture.draw();
    const pointsPerPixel = longSide / Math.max(canvas.width, canvas.height);
    const found = await recognisePage(recognition, canvas, index + 1, pointsPerPixel);
    lines.push(...found.lines);
    pages.push(found.shape);
    onPage?.(index + 1, pictures.length);
  }
  if (lines.length === 0) return { kind: 'rejected', reason: 'no-text-layer' };
  return { kind: 'parsed', draft: draftOfPages(lines, { pages, hiddenTexts: [], flags: ['no_text_layer', 'ocr'] }) };
}
