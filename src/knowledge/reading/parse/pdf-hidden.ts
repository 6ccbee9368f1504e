// Text of a PDF page that nobody can see: drawn invisibly, in white, below two points, or outside the page.
// The operators of the page tell how text is drawn; its items, which come from another pass, tell where and what.
import type { PDFPageProxy } from 'pdfjs-dist';
import type { PageShape } from '../reading.ts';
import type { PageItem } from './pdf-lines.ts';

const smallestPoints = 2;
const invisibleMode = 3;

export async function partHiddenItems(
  page: PDFPageProxy,
  items: readonly PageItem[],
  shape: PageShape,
): Promise<{ shown: PageItem[]; hidden: PageItem[] }> {
  const isAway = (item: PageItem) =>
    item.height < smallestPoints || item.x > shape.width || item.y > shape.height || item.x + item.width < 0 || item.y + item.height < 0;
  // Without text there is nothing to hide, and the operators of a scanned page bring its pictures with them.
  const unseen = items.length === 0 ? '' : await unseenText(page);
  const isHidden = (item: PageItem) => isAway(item) || (item.text.trim() !== '' && unseen.includes(withoutSpace(item.text)));
  return { shown: items.filter((item) => !isHidden(item)), hidden: items.filter(isHidden) };
}

/** What the page draws invisibly or in white. A page of nothing else is a scan with a recognised text behind it, which is meant to be read. */
async function unseenText(page: PDFPageProxy): Promise<string> {
  const { OPS } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const { fnArray, argsArray } = await page.getOperatorList();
  const stack: Look[] = [];
  let look: Look = { isInvisible: false, isWhite: false };
  let unseen = '';
  let seen = 0;
  fnArray.forEach((operator: number, index: number) => {
    const args: unknown = argsArray[index];
    if (operator === OPS.save) stack.push(look);
    else if (operator === OPS.restore) look = stack.pop() ?? look;
    else if (operator === OPS.setTextRenderingMode) look = { ...look, isInvisible: firstOf(args) === invisibleMode };
    else if (operator === OPS.setFillRGBColor) look = { ...look, isWhite: isWhite(args) };
    else if (operator === OPS.showText) {
      if (look.isInvisible || look.isWhite) unseen += glyphText(args);
      else seen += glyphText(args).length;
    }
  });
  return seen > unseen.length ? unseen : '';
}

interface Look {
  readonly isInvisible: boolean;
  readonly isWhite: boolean;
}

function firstOf(args: unknown): unknown {
  return Array.isArray(args) ? args[0] : undefined;
}

function isWhite(args: unknown): boolean {
  const color = firstOf(args);
  return typeof color === 'string' && /^#?f{6}$/i.test(color);
}

function glyphText(args: unknown): string {
  const glyphs = firstOf(args);
  if (!Array.isArray(glyphs)) return '';
  return withoutSpace(
    glyphs
      .map((glyph: unknown) => (typeof glyph === 'object' && glyph !== null && 'unicode' in glyph ? String(glyph.unicode) : ''))
      .join(''),
  );
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}
