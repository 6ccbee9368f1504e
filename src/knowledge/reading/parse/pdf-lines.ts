// From the text items of a page to its lines, in the order in which the page writes them.
import type { Piece } from '../draft.ts';
import { boxPiece } from '../draft.ts';
import type { Box } from '../reading.ts';

/** A text item as pdf.js gives it, in page coordinates with the origin at the top left. */
export interface PageItem extends Box {
  readonly text: string;
  /** Where it is seen on the page, if it is laid out elsewhere: lines of a scan are straightened. */
  readonly shown?: Box;
  /** Set across the page at an angle. */
  readonly isSlanted?: boolean;
  /** A cell of a table begins here, however near the one before it is. */
  readonly startsCell?: boolean;
  /** From 0 to 1, where recognition is unsure of it. */
  readonly confidence?: number;
}

export interface PageLine extends Box {
  readonly page: number;
  readonly pieces: readonly Piece[];
  readonly text: string;
  /** Wide gaps inside a line are the gaps between the columns of a table. */
  readonly hasGaps: boolean;
}

export function linesOfPage(items: readonly PageItem[], page: number): PageLine[] {
  const groups: PageItem[][] = [];
  let last: PageItem | undefined;
  for (const item of items) {
    const group = groups.at(-1);
    // pdf.js puts blanks without height and of any width where letters stand apart.
    const isBlank = item.text.trim() === '';
    if (group !== undefined && last !== undefined && (isBlank || isSameLine(last, item))) group.push(item);
    else if (!isBlank) groups.push([item]);
    if (!isBlank) last = item;
  }
  return joinInterleaved(groups).map((group) => toLine(group, page));
}

/** Programs write a line font by font, so that a quotation mark or a Roman numeral comes before or after the line that it stands in. */
function joinInterleaved(groups: readonly PageItem[][]): PageItem[][] {
  const joined: PageItem[][] = [];
  for (const group of groups) {
    const before = joined.at(-1);
    if (before && interleave(before, group)) joined[joined.length - 1] = [...before, ...group].toSorted((left, right) => left.x - right.x);
    else joined.push(group);
  }
  return joined;
}

function interleave(before: readonly PageItem[], group: readonly PageItem[]): boolean {
  const [above, below] = [spanOf(before), spanOf(group)];
  const overlap = Math.min(above.bottom, below.bottom) - Math.max(above.top, below.top);
  const isOneRow = overlap > Math.min(above.bottom - above.top, below.bottom - below.top) / 2;
  if (!isOneRow || above.left >= below.right || below.left >= above.right) return false;
  const written = before.filter(({ text }) => text.trim() !== '');
  return group.every(
    (item) =>
      item.text.trim() === '' ||
      written.every((other) => Math.min(item.x + item.width, other.x + other.width) - Math.max(item.x, other.x) < item.height / 4),
  );
}

function spanOf(group: readonly PageItem[]) {
  const items = group.filter(({ text }) => text.trim() !== '');
  return {
    left: Math.min(...items.map(({ x }) => x)),
    right: Math.max(...items.map(({ x, width }) => x + width)),
    top: Math.min(...items.map(({ y }) => y)),
    bottom: Math.max(...items.map(({ y, height }) => y + height)),
  };
}

/** Raised and lowered marks overlap the line by more than half their own height; a step back to the left starts a new line. */
function isSameLine(last: PageItem, item: PageItem): boolean {
  const overlap = Math.min(last.y + last.height, item.y + item.height) - Math.max(last.y, item.y);
  return overlap > Math.min(last.height, item.height) / 2 && item.x >= last.x + last.width - last.height / 2;
}

/** In character heights: beyond this a gap parts the cells of a table. */
const cellGap = 1.6;
/** Justified lines have narrow gaps between Chinese characters that are no spaces. */
const chineseSpace = 0.8;

function toLine(group: readonly PageItem[], page: number): PageLine {
  const pieces: Piece[] = [];
  let last: PageItem | undefined;
  let hasBlank = false;
  for (const item of group) {
    if (item.text.trim() === '') {
      hasBlank = true;
      continue;
    }
    if (last !== undefined) pieces.push({ text: glueBetween(last, item, hasBlank) });
    pieces.push(pieceOf(item, page));
    last = item;
    hasBlank = false;
  }
  const hasGaps = pieces.some((piece) => piece.text === cellMark);
  return {
    page,
    pieces,
    hasGaps,
    text: pieces.map((piece) => piece.text).join(''),
    ...extent(group.filter((item) => item.text.trim() !== '')),
  };
}

function pieceOf({ text, shown, confidence, x, y, width, height }: PageItem, page: number): Piece {
  return boxPiece(text, page, shown ?? { x, y, width, height }, confidence);
}

const cellMark = ' | ';

function glueBetween(last: PageItem, item: PageItem, hasBlank: boolean): string {
  const gap = (item.x - last.x - last.width) / Math.max(last.height, item.height, 1);
  if (item.startsCell === true || gap > cellGap) return cellMark;
  const isChinese = /[\p{Script=Han}\p{P}]$/u.test(last.text) || /^[\p{Script=Han}\p{P}]/u.test(item.text);
  return hasBlank && (!isChinese || gap > chineseSpace) ? ' ' : '';
}

function extent(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return { x, y, width: Math.max(...boxes.map((box) => box.x + box.width)) - x, height: Math.max(...boxes.map((box) => box.height)) };
}

/** From the top, and within a row from the left; what overlaps by half a height is one row. */
export function rowsOf<Item extends Box>(items: readonly Item[]): Item[][] {
  const rows: Item[][] = [];
  for (const item of items.toSorted((left, right) => left.y - right.y)) {
    const row = rows.at(-1);
    const first = row?.[0];
    if (row && first && item.y - first.y < Math.min(first.height, item.height) / 2) row.push(item);
    else rows.push([item]);
  }
  return rows.map((row) => row.toSorted((left, right) => left.x - right.x));
}
