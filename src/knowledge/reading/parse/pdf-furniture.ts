// What stands on the page but not in the text: running heads, page numbers; and footnotes, which are kept but moved behind the text.
import type { PageShape } from '../reading.ts';
import type { PageItem, PageLine } from './pdf-lines.ts';

/** Heads and feet of pages stand in its outer parts: GB/T 9704 leaves 37 mm of 297 above and 35 mm below the text. */
const band = 0.13;
const pageNumber = /^[\s\-—–－·]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/，,]?\s*共?\s*\d{1,4}\s*页?)?[\s\-—–－·]*$/;

/** What browsers print at the edges of a page: the moment and the title, the address and the page. */
const ofBrowser =
  /^(?:(?:\d{4}|\d{1,2})[/-]\d{1,2}[/-]\d{1,4},?\s+(?:上午|下午)?\d{1,2}:\d{2}(?:\s?[AP]M)?(?:$|\s)|(?:https?|file):\/\/\S+)/;

export function isFurnitureTest(lines: readonly PageLine[], shapes: readonly PageShape[]): (line: PageLine) => boolean {
  const isOuter = (line: PageLine) => {
    const height = shapes[line.page - 1]?.height ?? 0;
    return line.y + line.height < height * band || line.y > height * (1 - band);
  };
  const pagesOf = new Map<string, Set<number>>();
  for (const line of lines.filter(isOuter)) pagesOf.set(shapeOf(line), (pagesOf.get(shapeOf(line)) ?? new Set()).add(line.page));
  const isRecurring = (line: PageLine) => (pagesOf.get(shapeOf(line))?.size ?? 0) >= Math.max(2, Math.min(3, shapes.length));
  const marks = lines.filter((line) => isOuter(line) && ofBrowser.test(line.text.trim()));
  const isBesideMark = (line: PageLine) => marks.some((mark) => mark.page === line.page && Math.abs(mark.y - line.y) < line.height / 2);
  return (line) => isOuter(line) && (pageNumber.test(line.text) || isRecurring(line) || isBesideMark(line));
}

/** Words set across a page at an angle, while others stand upright on it. */
export function partWatermark(items: readonly PageItem[]): {
  readonly upright: readonly PageItem[];
  readonly watermark: readonly PageItem[];
} {
  const watermark = items.filter(({ isSlanted }) => isSlanted === true);
  const upright = items.filter(({ isSlanted }) => isSlanted !== true);
  return lengthOf(watermark) < lengthOf(upright) ? { upright, watermark } : { upright: items, watermark: [] };
}

function lengthOf(items: readonly PageItem[]): number {
  return items.reduce((sum, { text }) => sum + text.trim().length, 0);
}

/** The same line on other pages, whatever number it carries. */
function shapeOf(line: PageLine): string {
  return line.text.replace(/\d+/g, '#').replace(/\s+/g, '');
}

/** The height in which most of the text is set. */
export function bodyHeight(lines: readonly PageLine[]): number {
  const lengths = new Map<number, number>();
  for (const line of lines) lengths.set(round(line.height), (lengths.get(round(line.height)) ?? 0) + line.text.length);
  return [...lengths].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 0;
}

function round(height: number): number {
  return Math.round(height * 2) / 2;
}

/** The smaller lines at the very foot of a page that begin with a note's mark, and what follows them there. */
export function footnoteStart(lines: readonly PageLine[], body: number, shape: PageShape): number {
  let start = lines.length;
  while (start > 0) {
    const line = lines[start - 1];
    if (line === undefined || line.height >= body * 0.92 || line.y < shape.height / 2) break;
    start -= 1;
  }
  const first = lines.findIndex((line, index) => index >= start && /^(?:\[?\d{1,2}\]?|[①-⑳*※])/.test(line.text.trim()));
  return first < 0 ? lines.length : first;
}
